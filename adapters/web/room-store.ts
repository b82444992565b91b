/**
 * The log of the chat rooms: what the page shows. It is the "platform's own memory" of the web chat, kept apart
 * from the inbox and the outbox as Slack's is. adapters/mongodb/rooms.ts implements this interface structurally;
 * the document may be the entry itself with `_id` = `id`.
 *
 * Indexes: unique `id`; unique `seq` (changes); `room` + `position` (lists).
 */
import type { Block } from '../../src/bot/outgoing-message.js';
import type { Instant } from '../../src/calendar/instant.js';
import type { OpenedForm } from '../../src/ports.js';

/** What one change shows. */
export interface RoomContent {
  /** Complete: everything but the controls. */
  readonly text: string;
  /** Plain data (src/bot/outgoing-message.ts); empty for what people write. Stored and given back as it is. */
  readonly blocks: readonly Block[];
}

/** An entry as it is posted: the store adds where it stands. */
export interface NewRoomMessage extends RoomContent {
  /** Unique over all rooms (`entryId` in rooms.ts makes it of room and message id). */
  readonly id: string;
  /** `dm:suzuki`, `desk`, `all`. */
  readonly room: string;
  /** Town clock. */
  readonly at: Instant;
  /** A user of the web chat, without platform prefix, or `bot`. */
  readonly from: string;
  /** The message id (not the entry id) that this answers, in the same room. */
  readonly replyTo: string | null;
  /** A user, as in `from`: nobody else sees it. */
  readonly onlyFor: string | null;
  readonly kind: 'message' | 'open-form';
  /** Only of `open-form`: the form that the page opens for `onlyFor`. */
  readonly form: OpenedForm | null;
}

export interface RoomMessage extends NewRoomMessage {
  /** Its place in the room: the `seq` of its posting. An edit does not move it. */
  readonly position: number;
  /** Number of its latest change (posted, edited, removed): every change of any room gets the next number. */
  readonly seq: number;
  /** A removed entry stays as a mark, so that pages learn of it and its id is never used again; its words go. */
  readonly removed: boolean;
}

/** Every method @throws StoreUnavailable. */
export interface RoomStore {
  /** Durable when it resolves. Idempotent by `id`: a second one changes nothing, also after a removal. */
  readonly post: (message: NewRoomMessage) => Promise<'posted' | 'duplicate'>;
  /** Gives it new content and a new `seq`. False when there is no such entry (or it was removed). */
  readonly edit: (id: string, content: RoomContent) => Promise<boolean>;
  /** Marks it removed, empties text, blocks and form, and gives it a new `seq`. False when it was not there. */
  readonly remove: (id: string) => Promise<boolean>;
  /** Undefined also for a removed one. */
  readonly find: (id: string) => Promise<RoomMessage | undefined>;
  /** The latest `limit` of a room, oldest first (by `position`), without removed ones. */
  readonly list: (room: string, limit: number) => Promise<readonly RoomMessage[]>;
  /**
   * Entries of all rooms with a `seq` above this one, lowest first, removed ones included. An entry that changed
   * twice appears once, as it is now. Numbers drawn by two processes may become visible out of order: readers
   * look back a little (stream.ts), so that a plain counter is enough.
   */
  readonly changesSince: (seq: number, limit: number) => Promise<readonly RoomMessage[]>;
  /** The highest `seq` in use, 0 before the first. */
  readonly lastSeq: () => Promise<number>;
}
