/** What people call those whom a text mentions: asked for when the text is read, and not waited for for long. */
import { within } from './deadline.js';
import type { Names } from './incoming-text.js';

/** What Slack calls a person or a channel; undefined: it does not say, and never said. Does not reject. */
export interface NameBook {
  readonly ask: (id: string) => Promise<string | undefined>;
  /** Said earlier, however long ago. */
  readonly lastKnown: (id: string) => string | undefined;
}

/** A turn waits for it. What comes later is known the next time. */
const patienceMs = 2_500;
/** Nobody reads more names than these; the rest would cost others their calls. */
const mostNames = 20;

export async function namesOf(
  ids: ReadonlySet<string>,
  book: NameBook,
  unknown: Names['unknown'],
): Promise<Names> {
  const asked = [...ids].slice(0, mostNames);
  const nameOf = async (id: string) => (await within(patienceMs, book.ask(id))) ?? book.lastKnown(id);
  const found = new Map(await Promise.all(asked.map(async (id) => [id, await nameOf(id)] as const)));
  return { of: (id) => found.get(id), unknown };
}
