/** Conversation references: where each place is reached, as its platform told. One document per place. */
import { z } from 'zod';
import { placeKey, placeSchema, type Platform } from '../../src/places.js';
import type { ConversationReference, ConversationReferences } from '../../src/ports.js';
import { firstVersion, Mixed, modelOf, type CollectionPlan } from './collection.js';
import { withDeadline } from './deadline.js';
import { readDocument, type DocumentFormat, type Kept } from './documents.js';
import { retryDuplicateKey, translatingErrors } from './errors.js';
import type { Mongo } from './mongo.js';

const format: DocumentFormat<ConversationReference> = {
  collection: 'references',
  schema: z.object({
    place: placeSchema,
    conversationId: z.string(),
    serviceUrl: z.string(),
    tenantId: z.string(),
    botId: z.string(),
    user: z.object({ accountId: z.string(), name: z.string() }).nullable(),
    seenAt: z.date(),
  }),
  upcasts: [],
};

interface ReferenceDocument extends Kept, ConversationReference {
  /** Derived, for the index. */
  readonly platform: Platform;
}

export const conversationReferencesPlan: CollectionPlan<ReferenceDocument> = {
  ...format,
  fields: {
    place: Mixed,
    platform: String,
    conversationId: String,
    serviceUrl: String,
    tenantId: String,
    botId: String,
    user: Mixed,
    seenAt: Date,
  },
  // What makes a place unique is its key as `_id`.
  indexes: [{ name: 'latest', key: { platform: 1, seenAt: -1 } }],
};

/** A platform waits for it, like for the inbox. Writing twice is harmless. */
const rememberDeadlineMs = 2_500;

export function createConversationReferences(mongo: Mongo): ConversationReferences {
  const references = modelOf<ReferenceDocument>(mongo.connection, conversationReferencesPlan);
  const read = (document: ReferenceDocument) => readDocument(format, { ...document });
  const { v: _v, ...others } = firstVersion(conversationReferencesPlan);

  const find: ConversationReferences['find'] = async (place) => {
    const found = await references.findById(placeKey(place)).lean<ReferenceDocument>();
    return found ? read(found) : undefined;
  };

  const latestOn: ConversationReferences['latestOn'] = async (platform) => {
    const latest = await references.findOne({ platform }).sort({ seenAt: -1 }).lean<ReferenceDocument>();
    return latest ? read(latest) : undefined;
  };

  const write = async (reference: ConversationReference): Promise<void> => {
    const { platform } = reference.place;
    await retryDuplicateKey(() =>
      references
        .updateOne(
          { _id: placeKey(reference.place) },
          { $set: { ...reference, platform }, $inc: { v: 1 }, $setOnInsert: others },
          { upsert: true },
        )
        .exec(),
    );
  };

  return translatingErrors<ConversationReferences>({
    find,
    latestOn,
    remember: (reference) => withDeadline(write(reference), rememberDeadlineMs),
    forget: async (place) => {
      await references.deleteOne({ _id: placeKey(place) });
    },
  });
}
