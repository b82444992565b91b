/** Entries of the room log as the page and scripts read them (contract §8). */
import type { RoomMessage } from './room-store.js';
import { messageIdOf } from './rooms.js';

export function presentEntry(entry: RoomMessage) {
  const { room, from, text, blocks, replyTo, kind, form } = entry;
  return {
    id: messageIdOf(entry),
    room,
    at: entry.at.toISOString(),
    from,
    text,
    blocks,
    replyTo,
    kind,
    edited: entry.seq !== entry.position,
    onlyFor: entry.onlyFor,
    ...(form ?? {}),
  };
}

/** Entries for one person are shown to nobody else; `viewer` null is a reader who is no one in particular. */
export const isVisibleTo = ({ onlyFor }: RoomMessage, viewer: string | null): boolean =>
  onlyFor === null || onlyFor === viewer;
