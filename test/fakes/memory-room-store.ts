import type { NewRoomMessage, RoomMessage, RoomStore } from '../../adapters/web/room-store.js';
import { StoreUnavailable } from '../../src/errors.js';

export interface MemoryRoomStore extends RoomStore {
  /** While true, every call fails as if the store were gone. */
  away: boolean;
}

/** The log of the chat rooms without a database. Passes room-store.contract.ts. */
export function createMemoryRoomStore(): MemoryRoomStore {
  const entries = new Map<string, RoomMessage>();
  let seq = 0;

  const post = (message: NewRoomMessage) => {
    if (entries.has(message.id)) return 'duplicate';
    seq += 1;
    entries.set(message.id, { ...message, position: seq, seq, removed: false });
    return 'posted';
  };
  const find = (id: string) => {
    const entry = entries.get(id);
    return entry?.removed === false ? entry : undefined;
  };
  const change = (id: string, changes: Partial<RoomMessage>) => {
    const entry = find(id);
    if (!entry) return false;
    seq += 1;
    entries.set(id, { ...entry, ...changes, seq });
    return true;
  };

  const store: MemoryRoomStore = {
    away: false,
    post: (message) => answer(() => post(message)),
    edit: (id, { text, blocks }) => answer(() => change(id, { text, blocks })),
    remove: (id) => answer(() => change(id, { removed: true, text: '', blocks: [], form: null })),
    find: (id) => answer(() => find(id)),
    list: (room, limit) =>
      answer(() =>
        [...entries.values()].filter((entry) => entry.room === room && !entry.removed).slice(-limit),
      ),
    changesSince: (since, limit) =>
      answer(() =>
        [...entries.values()]
          .filter((entry) => entry.seq > since)
          .sort((a, b) => a.seq - b.seq)
          .slice(0, limit),
      ),
    lastSeq: () => answer(() => seq),
  };
  // What a caller meets is a rejection, never a throw.
  function answer<Result>(work: () => Result): Promise<Result> {
    return store.away ? Promise.reject(new StoreUnavailable('away')) : Promise.resolve(work());
  }
  return store;
}
