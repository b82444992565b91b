import { PlatformUnavailable } from '../errors.js';
import type { Person, PersonId } from '../places.js';
import type { Directory } from '../ports.js';

/** For words that must not wait for a name. Undefined: nobody can say it now. */
export async function describeIfKnown(
  { describe }: Pick<Directory, 'describe'>,
  person: PersonId,
): Promise<Person | undefined> {
  try {
    return await describe(person);
  } catch (error) {
    if (error instanceof PlatformUnavailable) return undefined;
    throw error;
  }
}
