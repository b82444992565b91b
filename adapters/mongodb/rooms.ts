/** Rooms: the log of the local web chat, that platform's own memory. Its words are those of adapters/web/room-store.ts. */
import { z } from 'zod';
import { blockSchema, formSchema, type Block } from '../../src/bot/outgoing-message.js';
import type { Instant } from '../../src/calendar/instant.js';
import type { OpenedForm } from '../../src/ports.js';
import { above, firstVersion, Mixed, modelOf, type CollectionPlan } from './collection.js';
import { drawNext } from './counters.js';
import { withDeadline } from './deadline.js';
import { readDocument, withoutUndefined, type DocumentFormat, type Kept } from './documents.js';
import { isDuplicateKey, translatingErrors } from './errors.js';
import type { Mongo } from './mongo.js';

interface RoomContent {
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface NewRoomMessage extends RoomContent {
  readonly id: string;
  readonly room: string;
  /** Town clock. */
  readonly at: Instant;
  readonly from: string;
  readonly replyTo: string | null;
  readonly onlyFor: string | null;
  readonly kind: 'message' | 'open-form';
  readonly form: OpenedForm | null;
}

export interface RoomMessage extends NewRoomMessage {
  /** The `seq` of its posting. */
  readonly position: number;
  /** Of its latest change, over all rooms. */
  readonly seq: number;
  readonly removed: boolean;
}

export interface RoomStore {
  /** Idempotent by `id`, also after a removal. */
  readonly post: (message: NewRoomMessage) => Promise<'posted' | 'duplicate'>;
  /** False when there is no such message, or it was removed. */
  readonly edit: (id: string, content: RoomContent) => Promise<boolean>;
  /** Leaves a mark without words. */
  readonly remove: (id: string) => Promise<boolean>;
  readonly find: (id: string) => Promise<RoomMessage | undefined>;
  /** The latest of a room, oldest first. */
  readonly list: (room: string, limit: number) => Promise<readonly RoomMessage[]>;
  /** Of all rooms, removed ones too, lowest first. Writers under way may still show up below the last one. */
  readonly changesSince: (seq: number, limit: number) => Promise<readonly RoomMessage[]>;
  /** 0 before the first. */
  readonly lastSeq: () => Promise<number>;
}

const format: DocumentFormat<RoomMessage> = {
  collection: 'rooms',
  schema: z.object({
    id: z.string(),
    room: z.string(),
    at: z.date(),
    from: z.string(),
    replyTo: z.string().nullable(),
    onlyFor: z.string().nullable(),
    kind: z.enum(['message', 'open-form']),
    form: z.object({ intent: z.string(), target: z.string(), form: formSchema }).nullable(),
    text: z.string(),
    blocks: z.array(blockSchema),
    position: z.int(),
    seq: z.int(),
    removed: z.boolean(),
  }),
  upcasts: [],
};

type RoomDocument = Kept & Omit<RoomMessage, 'id'>;

const shown = { removed: false } as const;

export const roomsPlan: CollectionPlan<RoomDocument> = {
  ...format,
  fields: {
    room: String,
    at: Date,
    from: String,
    replyTo: String,
    onlyFor: String,
    kind: String,
    form: Mixed,
    text: String,
    blocks: Mixed,
    position: Number,
    seq: Number,
    removed: Boolean,
  },
  indexes: [
    { name: 'changes', key: { seq: 1 }, unique: true },
    { name: 'list', key: { room: 1, position: 1 }, partialFilterExpression: shown },
  ],
};

/** Whoever writes waits for it, like for the inbox. Posting twice is harmless: the id is the key. */
const postDeadlineMs = 2_500;

const nothing = { text: '', blocks: [], form: null } as const;

const roomModel = ({ connection }: Mongo) => modelOf<RoomDocument>(connection, roomsPlan);

const read = (document: RoomDocument): RoomMessage => readDocument(format, { ...document });

const nextSeq = async (mongo: Mongo): Promise<number> => drawNext(mongo, 'rooms');

async function post(mongo: Mongo, { id, ...message }: NewRoomMessage): Promise<'posted' | 'duplicate'> {
  const seq = await nextSeq(mongo);
  const document = { _id: id, ...firstVersion(roomsPlan), ...message, position: seq, seq, ...shown };
  try {
    await roomModel(mongo).insertOne(withoutUndefined(document));
    return 'posted';
  } catch (error) {
    if (isDuplicateKey(error)) return 'duplicate';
    throw error;
  }
}

async function change(mongo: Mongo, id: string, content: Partial<RoomDocument>): Promise<boolean> {
  const set = withoutUndefined({ ...content, seq: await nextSeq(mongo) });
  const changed = await roomModel(mongo).updateOne({ _id: id, ...shown }, { $set: set, $inc: { v: 1 } });
  return changed.matchedCount === 1;
}

async function list(mongo: Mongo, room: string, limit: number): Promise<RoomMessage[]> {
  const latest = await roomModel(mongo)
    .find({ room, ...shown })
    .sort({ position: -1 })
    .limit(limit)
    .lean<RoomDocument[]>();
  return latest.reverse().map(read);
}

export function createRoomStore(mongo: Mongo): RoomStore {
  const rooms = roomModel(mongo);

  const find: RoomStore['find'] = async (id) => {
    const found = await rooms.findOne({ _id: id, ...shown }).lean<RoomDocument>();
    return found ? read(found) : undefined;
  };

  const changesSince: RoomStore['changesSince'] = async (seq, limit) => {
    const changed = await rooms
      .find({ seq: above(seq) })
      .sort({ seq: 1 })
      .limit(limit)
      .lean<RoomDocument[]>();
    return changed.map(read);
  };

  const lastSeq: RoomStore['lastSeq'] = async () => {
    const last = await rooms
      .findOne({ seq: above(0) }, { seq: 1 })
      .sort({ seq: -1 })
      .lean<Pick<RoomDocument, 'seq'>>();
    return last?.seq ?? 0;
  };

  return translatingErrors<RoomStore>({
    post: async (message) => withDeadline(post(mongo, message), postDeadlineMs),
    edit: async (id, { text, blocks }) => change(mongo, id, { text, blocks }),
    remove: async (id) => change(mongo, id, { ...nothing, removed: true }),
    find,
    list: async (room, limit) => list(mongo, room, limit),
    changesSince,
    lastSeq,
  });
}
