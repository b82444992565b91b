/** Inbox: what platforms sent, as they sent it, until and after it was handled. */
import type { Model } from 'mongoose';
import { z } from 'zod';
import { platformSchema } from '../../src/places.js';
import type { Envelope, Inbox, InboxRow, SystemClock, WaitingConversation } from '../../src/ports.js';
import { proposalNumberSchema, type ProposalNumber } from '../../src/proposals/number.js';
import { above, atMost, epoch, firstVersion, Mixed, modelOf, type CollectionPlan } from './collection.js';
import { withDeadline } from './deadline.js';
import type { Mongo } from './mongo.js';
import { readStored, type DocumentFormat, type Kept } from './documents.js';
import { isDuplicateKey, translatingErrors, verifyMatched } from './errors.js';

const handledKeptSeconds = 30 * 24 * 60 * 60;
/** Platforms want an answer within three seconds; what was stored after all is a duplicate the next time. */
const putDeadlineMs = 2_500;
/** One busy conversation may hide others for a moment only behind this many of its rows. */
const rowsPerConversation = 20;

const waiting = { state: 'new' } as const;

const format: DocumentFormat<Omit<InboxRow, 'version'>> = {
  collection: 'inbox',
  schema: z.object({
    id: z.string(),
    platform: platformSchema,
    eventId: z.string(),
    dedupKey: z.string(),
    conversation: z.string(),
    receivedAt: z.date(),
    body: z.string(),
    attempts: z.int(),
    storedAt: z.date(),
    number: proposalNumberSchema.nullable(),
  }),
  upcasts: [],
};

interface InboxDocument extends Kept, Omit<Envelope, 'id'> {
  readonly eventKey: string;
  readonly state: 'new' | 'handled' | 'dead';
  /** System clock, like `storedAt` and `handledAt`. */
  readonly nextAt: Date;
  readonly storedAt: Date;
  readonly attempts: number;
  readonly number: ProposalNumber | null;
  /** Only handled rows have it: nothing that is still to be handled, or was buried, ever expires. */
  readonly handledAt?: Date;
  readonly lastError: string | null;
}

export const inboxPlan: CollectionPlan<InboxDocument> = {
  ...format,
  fields: {
    platform: String,
    eventId: String,
    eventKey: String,
    dedupKey: String,
    conversation: String,
    receivedAt: Date,
    body: String,
    state: String,
    nextAt: Date,
    storedAt: Date,
    attempts: Number,
    number: Mixed,
    handledAt: Date,
    lastError: String,
  },
  indexes: [
    { name: 'event', key: { eventKey: 1 }, unique: true },
    { name: 'same-thing', key: { dedupKey: 1 }, unique: true },
    {
      name: 'waiting-of-conversation',
      key: { conversation: 1, receivedAt: 1, _id: 1 },
      partialFilterExpression: waiting,
    },
    { name: 'waiting', key: { nextAt: 1 }, partialFilterExpression: waiting },
    { name: 'handled-expires', key: { handledAt: 1 }, expireAfterSeconds: handledKeptSeconds },
  ],
};

export const inboxModel = ({ connection }: Mongo): Model<InboxDocument> =>
  modelOf<InboxDocument>(connection, inboxPlan);

const documentOf = ({ id, ...envelope }: Envelope, storedAt: Date): InboxDocument => ({
  _id: id,
  ...firstVersion(inboxPlan),
  ...envelope,
  eventKey: `${envelope.platform}|${envelope.eventId}`,
  state: 'new',
  nextAt: storedAt,
  storedAt,
  attempts: 0,
  number: null,
  lastError: null,
});

function rowOf(document: InboxDocument): InboxRow {
  const { value, version } = readStored(format, { ...document });
  return { ...value, version };
}

/** The first fence of a turn. Inside a transaction. @throws StoreConflict if the row was handled or changed. */
export async function markHandled(mongo: Mongo, row: InboxRow, now: Date): Promise<void> {
  const handled = await inboxModel(mongo).updateOne(
    { _id: row.id, ...waiting, v: row.version },
    { $set: { state: 'handled', handledAt: now }, $inc: { v: 1 } },
  );
  verifyMatched(handled, 'inbox row');
}

/** One entry per conversation, its first row. */
async function listWaiting(mongo: Mongo, now: Date, limit: number): Promise<WaitingConversation[]> {
  const rows = await inboxModel(mongo)
    .find({ ...waiting, nextAt: atMost(now) }, { conversation: 1, nextAt: 1 })
    .sort({ nextAt: 1 })
    .limit(limit * rowsPerConversation)
    .lean<Pick<InboxDocument, '_id' | 'conversation' | 'nextAt'>[]>();
  const firsts = new Map<string, WaitingConversation>();
  for (const { _id, conversation: key, nextAt } of rows)
    if (!firsts.has(key)) firsts.set(key, { key, rowId: _id, since: nextAt });
  return [...firsts.values()].slice(0, limit);
}

export function createInbox(mongo: Mongo, clock: SystemClock): Inbox {
  const inbox = inboxModel(mongo);

  const put: Inbox['put'] = async (envelope) => {
    try {
      await withDeadline(inbox.insertOne(documentOf(envelope, clock.now())), putDeadlineMs);
      return 'stored';
    } catch (error) {
      // Also when the first try of the driver had arrived and only its answer was lost.
      if (isDuplicateKey(error)) return 'duplicate';
      throw error;
    }
  };

  const nextOf: Inbox['nextOf'] = async (conversation, now) => {
    const row = await inbox
      .findOne({ ...waiting, conversation, nextAt: atMost(now) })
      .sort({ receivedAt: 1, _id: 1 })
      .lean<InboxDocument>();
    return row ? rowOf(row) : undefined;
  };

  /** A row that somebody else has handled meanwhile stays as it is. */
  const change = async (row: InboxRow, set: Partial<InboxDocument>): Promise<void> => {
    await inbox.updateOne(
      { _id: row.id, ...waiting, v: row.version },
      { $set: set, $inc: { v: 1, attempts: 1 } },
    );
  };

  return translatingErrors<Inbox>({
    put,
    nextOf,
    waiting: async (now, limit) => listWaiting(mongo, now, limit),
    postpone: (row, until, reason) => change(row, { nextAt: until, lastError: reason }),
    bury: (row, reason) => change(row, { state: 'dead', lastError: reason }),
    countWaiting: () => inbox.countDocuments({ ...waiting, nextAt: above(epoch) }).exec(),
  });
}
