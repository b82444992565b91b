/**
 * Outbox: one row for each message to a platform, at once what has to be sent and the ledger of what was
 * (deliveries.ts reads that).
 */
import type { Model } from 'mongoose';
import type { DeliveryOutcome, JoinedLines, Stored } from '../../src/bot/changes.js';
import {
  deliverySchema,
  purposes,
  type Delivery,
  type DeliveryStatus,
  type Outgoing,
} from '../../src/bot/delivery.js';
import { placeKey } from '../../src/places.js';
import type { Outbox } from '../../src/ports.js';
import { epoch, firstVersion, above, Mixed, modelOf, type CollectionPlan } from './collection.js';
import type { Mongo } from './mongo.js';
import { readStored, withoutUndefined, type DocumentFormat, type Kept } from './documents.js';
import { translatingErrors, verifyMatched } from './errors.js';

const pending = { status: 'pending' } as const;

const format: DocumentFormat<Delivery> = { collection: 'outbox', schema: deliverySchema, upcasts: [] };

export interface OutboxDocument extends Kept, Omit<Delivery, 'id'> {
  /** The key of the place. */
  readonly lane: string;
}

export const outboxPlan: CollectionPlan<OutboxDocument> = {
  ...format,
  fields: {
    lane: String,
    place: Mixed,
    to: String,
    purpose: String,
    proposalIds: [String],
    message: Mixed,
    lines: Mixed,
    replyTo: String,
    updates: String,
    onlyFor: String,
    seq: Number,
    status: String,
    nextAt: Date,
    createdAt: Date,
    attempts: Number,
    claims: Number,
    maybeSent: Boolean,
    resent: Boolean,
    failingSince: Date,
    sentAt: Date,
    platformMessageId: String,
    lastError: String,
  },
  indexes: [
    { name: 'head', key: { lane: 1, seq: 1 }, partialFilterExpression: pending },
    { name: 'message', key: { lane: 1, platformMessageId: 1, seq: 1 } },
    { name: 'proposal', key: { proposalIds: 1 } },
    { name: 'ended', key: { lane: 1, status: 1, seq: 1 } },
    { name: 'pending-purpose', key: { purpose: 1 }, partialFilterExpression: pending },
    { name: 'pending-age', key: { createdAt: 1 }, partialFilterExpression: pending },
  ],
};

export const outboxModel = ({ connection }: Mongo): Model<OutboxDocument> =>
  modelOf<OutboxDocument>(connection, outboxPlan);

export const storedDelivery = (document: OutboxDocument): Stored<Delivery> =>
  readStored(format, { ...document });

/** When a new message may first be tried (system clock). */
export const firstTryAt = ({ delayMs = 0 }: Outgoing, now: Date): Date => new Date(now.getTime() + delayMs);

const documentOf = (message: Outgoing, seq: number, now: Date): OutboxDocument => ({
  _id: message.id,
  ...firstVersion(outboxPlan),
  lane: placeKey(message.place),
  place: message.place,
  to: message.to,
  purpose: message.purpose,
  proposalIds: [...message.proposalIds],
  message: withoutUndefined(message.message),
  lines: withoutUndefined([...(message.lines ?? [])]),
  replyTo: message.replyTo ?? null,
  updates: message.updates ?? null,
  onlyFor: message.onlyFor ?? null,
  seq,
  ...pending,
  nextAt: firstTryAt(message, now),
  createdAt: now,
  attempts: 0,
  claims: 0,
  maybeSent: false,
  resent: false,
  failingSince: null,
  sentAt: null,
  platformMessageId: null,
  lastError: null,
});

// The writes of a turn: inside its transaction.

/** @throws a duplicate key if a message with this id was put out before. */
export async function insertDelivery(mongo: Mongo, message: Outgoing, seq: number, now: Date): Promise<void> {
  await outboxModel(mongo).insertOne(documentOf(message, seq, now));
}

/** @throws StoreConflict if the message is leaving, or got other lines. */
export async function joinLines(mongo: Mongo, joined: JoinedLines): Promise<void> {
  const set = withoutUndefined({
    lines: [...joined.lines],
    message: joined.message,
    proposalIds: [...joined.proposalIds],
  });
  const result = await outboxModel(mongo).updateOne(
    { _id: joined.deliveryId, ...pending, v: joined.basedOn },
    { $set: set, $inc: { v: 1 } },
  );
  verifyMatched(result, 'reminder');
}

const endsTry: readonly DeliveryStatus[] = ['sent', 'unknown', 'undeliverable'];

/** @throws StoreConflict if the delivery is not what the outcome was computed from. */
export async function recordOutcome(mongo: Mongo, outcome: DeliveryOutcome): Promise<void> {
  const { deliveryId, basedOn, from, status, at, platformMessageId, error } = outcome;
  const set = {
    status,
    lastError: error,
    ...(status === 'sent' && { sentAt: at }),
    ...(platformMessageId !== null && { platformMessageId }),
  };
  const tried = from === 'pending' && endsTry.includes(status) ? 1 : 0;
  const result = await outboxModel(mongo).updateOne(
    { _id: deliveryId, status: from, ...(basedOn !== null && { v: basedOn }) },
    { $set: set, $inc: { v: 1, attempts: tried } },
  );
  verifyMatched(result, 'delivery');
}

async function countPending(mongo: Mongo): Promise<{ kind: string; count: number }[]> {
  const counts: { kind: string; count: number }[] = [];
  for (const purpose of purposes)
    counts.push({ kind: purpose, count: await outboxModel(mongo).countDocuments({ ...pending, purpose }) });
  return counts;
}

async function findOldestPendingAt(mongo: Mongo): Promise<Date | null> {
  const oldest = await outboxModel(mongo)
    .findOne({ ...pending, createdAt: above(epoch) }, { createdAt: 1 })
    .sort({ createdAt: 1 })
    .lean<Pick<OutboxDocument, 'createdAt'>>();
  return oldest?.createdAt ?? null;
}

export function createOutbox(mongo: Mongo): Outbox {
  const outbox = outboxModel(mongo);

  const headOf: Outbox['headOf'] = async (laneKey) => {
    const head = await outbox
      .findOne({ lane: laneKey, ...pending })
      .sort({ seq: 1 })
      .lean<OutboxDocument>();
    return head ? storedDelivery(head) : undefined;
  };

  /** Undefined: somebody else changed it since it was read. */
  const change = async (
    { value, version }: Stored<Delivery>,
    update: { $set?: Partial<OutboxDocument>; $inc?: { claims?: number; attempts?: number } },
  ): Promise<Stored<Delivery> | undefined> => {
    const changed = await outbox
      .findOneAndUpdate(
        { _id: value.id, ...pending, v: version },
        { ...update, $inc: { ...update.$inc, v: 1 } },
        { returnDocument: 'after' },
      )
      .lean<OutboxDocument>();
    return changed ? storedDelivery(changed) : undefined;
  };

  const defer: Outbox['defer'] = async (delivery, { error, ...wait }) => {
    await change(delivery, { $set: { ...wait, lastError: error }, $inc: { attempts: 1 } });
  };

  return translatingErrors<Outbox>({
    headOf,
    claim: async (delivery) => change(delivery, { $inc: { claims: 1 } }),
    // From now on only the repeat counts: when that is told to wait, it has not gone out yet.
    markResent: async (delivery) => change(delivery, { $set: { resent: true, maybeSent: false } }),
    defer,
    pendingCount: async () => countPending(mongo),
    oldestPendingAt: async () => findOldestPendingAt(mongo),
  });
}
