/** Conversations: what the bot remembers of one person in one place, and, apart, what it said last in each place. */
import { z } from 'zod';
import type { ConversationChange } from '../../src/bot/changes.js';
import {
  conversationSchema,
  latestWordSchema,
  type Conversation,
  type LatestWord,
} from '../../src/bot/conversation.js';
import { placeKey, type Place } from '../../src/places.js';
import type { Conversations } from '../../src/ports.js';
import { above, atMost, epoch, firstVersion, Mixed, modelOf, type CollectionPlan } from './collection.js';
import type { Mongo } from './mongo.js';
import { readDocument, readStored, withoutUndefined, type DocumentFormat, type Kept } from './documents.js';
import { translatingErrors, verifyMatched } from './errors.js';

const toWake = { wakes: true } as const;

const format: DocumentFormat<Conversation> = {
  collection: 'conversations',
  schema: conversationSchema,
  upcasts: [],
};

interface ConversationDocument extends Kept, Conversation {
  /** Derived: `wakeAt` is set. */
  readonly wakes: boolean;
}

export const conversationsPlan: CollectionPlan<ConversationDocument> = {
  ...format,
  fields: {
    lastRegistration: Mixed,
    dialog: Mixed,
    held: Mixed,
    offered: Mixed,
    drafts: Mixed,
    wakeAt: Date,
    wakes: Boolean,
  },
  indexes: [{ name: 'wake', key: { wakeAt: 1 }, partialFilterExpression: toWake }],
};

const latestFormat: DocumentFormat<LatestWord> = {
  collection: 'places',
  schema: z.object(latestWordSchema.shape),
  upcasts: [],
};

/** Apart from conversations: everybody's turns in a place write it, and none of them may fail another's fence. */
export const placesPlan: CollectionPlan<Kept & LatestWord> = {
  ...latestFormat,
  fields: { purpose: String, proposalId: String },
  indexes: [],
};

const conversationModel = ({ connection }: Mongo) =>
  modelOf<ConversationDocument>(connection, conversationsPlan);
const placeModel = ({ connection }: Mongo) => modelOf<Kept & LatestWord>(connection, placesPlan);

const documentOf = (key: string, conversation: Conversation, v: number): ConversationDocument =>
  withoutUndefined({
    _id: key,
    ...firstVersion(conversationsPlan),
    ...conversation,
    v,
    wakes: conversation.wakeAt !== null,
  });

// The writes of a turn: inside its transaction.

/** @throws StoreConflict, or a duplicate key for a new one that is there already. */
export async function writeConversation(mongo: Mongo, change: ConversationChange): Promise<void> {
  const { key, conversation, basedOn } = change;
  const conversations = conversationModel(mongo);
  if (basedOn === null) {
    await conversations.insertOne(documentOf(key, conversation, 1));
    return;
  }
  const next = documentOf(key, conversation, basedOn + 1);
  verifyMatched(await conversations.replaceOne({ _id: key, v: basedOn }, next), 'conversation');
}

export async function writeLatestWord(mongo: Mongo, place: Place, word: LatestWord): Promise<void> {
  const { v: _v, ...others } = firstVersion(placesPlan);
  await placeModel(mongo).updateOne(
    { _id: placeKey(place) },
    { $set: { purpose: word.purpose, proposalId: word.proposalId }, $inc: { v: 1 }, $setOnInsert: others },
    { upsert: true },
  );
}

export function createConversations(mongo: Mongo): Conversations {
  const conversations = conversationModel(mongo);

  const find: Conversations['find'] = async (key) => {
    const found = await conversations.findById(key).lean<ConversationDocument>();
    return found ? readStored(format, { ...found }) : undefined;
  };

  const latestWord: Conversations['latestWord'] = async (place) => {
    const found = await placeModel(mongo).findById(placeKey(place)).lean<Kept & LatestWord>();
    return found ? readDocument(latestFormat, { ...found }) : undefined;
  };

  const dueForWaking: Conversations['dueForWaking'] = async (now, limit) => {
    const found = await conversations
      .find({ ...toWake, wakeAt: atMost(now) }, { v: 1, wakeAt: 1 })
      .sort({ wakeAt: 1 })
      .limit(limit)
      .lean<{ _id: string; v: number; wakeAt: Date }[]>();
    return found.map(({ _id, v, wakeAt }) => ({ id: _id, version: v, wakeAt }));
  };

  const nextWakeAt: Conversations['nextWakeAt'] = async () => {
    const next = await conversations
      .findOne({ ...toWake, wakeAt: above(epoch) }, { wakeAt: 1 })
      .sort({ wakeAt: 1 })
      .lean<{ wakeAt: Date }>();
    return next?.wakeAt ?? null;
  };

  return translatingErrors<Conversations>({ find, latestWord, dueForWaking, nextWakeAt });
}
