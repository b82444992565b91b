/** For what must not wait for an answer of the platform. */
import { PlatformUnavailable } from '../errors.js';
import type { Person, PersonId } from '../places.js';
import type { Directory } from '../ports.js';

async function unlessUnavailable<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PlatformUnavailable) return undefined;
    throw error;
  }
}

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
