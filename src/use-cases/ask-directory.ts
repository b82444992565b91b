/** For what must not wait for an answer of the platform. */
import { unlessUnavailable } from '../errors.js';
import type { Person, PersonId } from '../places.js';
import type { Directory } from '../ports.js';

/** Undefined: nobody can say it now. */
export const describeIfKnown = (
  { describe }: Pick<Directory, 'describe'>,
  person: PersonId,
): Promise<Person | undefined> => unlessUnavailable(describe(person));

/** False also when nobody can say it now: only for what the desk can do without. */
export const isKnownOfDesk = async (
  { isDesk }: Pick<Directory, 'isDesk'>,
  person: PersonId,
): Promise<boolean> => (await unlessUnavailable(isDesk(person))) ?? false;
