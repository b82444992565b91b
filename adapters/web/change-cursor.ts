/**
 * Where a reader of the room log stands. Two processes may draw the numbers 5 and 6 and write 6 first: a reader
 * that went on from 6 would never show 5. So it always looks back a little and leaves out what it knows.
 */
import type { RoomMessage } from './room-store.js';

/** Far more than the writes that can be under way at once in a town that is tried out. */
export const lookBack = 64;

export interface Change {
  readonly kind: 'message' | 'edit' | 'remove';
  readonly entry: RoomMessage;
}

export class ChangeCursor {
  readonly #seen = new Set<number>();
  readonly #announced = new Set<number>();

  /** `last`: the highest number in use; what is already there is taken once, and not told to anybody. */
  constructor(private last: number) {}

  /** What to ask the store for. */
  get since(): number {
    return Math.max(0, this.last - lookBack);
  }

  /** The changes among these entries that were not taken before. */
  take(entries: readonly RoomMessage[]): Change[] {
    const oldest = this.since;
    const changes = entries
      .filter(({ seq }) => seq > oldest && !this.#seen.has(seq))
      .flatMap((entry) => this.#changeOf(entry, oldest));
    this.last = Math.max(this.last, ...entries.map(({ seq }) => seq));
    this.#forget(this.#seen);
    this.#forget(this.#announced);
    return changes;
  }

  #changeOf(entry: RoomMessage, oldest: number): Change[] {
    const known = entry.position <= oldest || this.#announced.has(entry.position);
    this.#seen.add(entry.seq);
    this.#announced.add(entry.position);
    if (entry.removed) return known ? [{ kind: 'remove', entry }] : [];
    return [{ kind: known ? 'edit' : 'message', entry }];
  }

  #forget(numbers: Set<number>): void {
    for (const number of numbers) if (number <= this.since) numbers.delete(number);
  }
}
