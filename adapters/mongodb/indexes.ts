/** The checked-in list of collections, and how a database comes to have them. */
import mongoose, { type Connection } from 'mongoose';
import type { CollectionPlan, IndexPlan } from './collection.js';
import { conversationReferencesPlan } from './conversation-references.js';
import { conversationsPlan, placesPlan } from './conversations.js';
import { countersPlan } from './counters.js';
import { StoreRefused } from './errors.js';
import { inboxPlan } from './inbox.js';
import { lanesPlan } from './lanes.js';
import { outboxPlan } from './outbox.js';
import { proposalsPlan } from './proposals.js';
import { roomsPlan } from './rooms.js';
import { schedulesPlan } from './schedules.js';
import { townClockPlan } from './town-clock.js';

const plans: readonly CollectionPlan[] = [
  inboxPlan,
  outboxPlan,
  lanesPlan,
  proposalsPlan,
  conversationsPlan,
  placesPlan,
  conversationReferencesPlan,
  countersPlan,
  schedulesPlan,
  townClockPlan,
  roomsPlan,
];

type Database = NonNullable<Connection['db']>;

const namespaceExists = 48;
/** Another index has this name or key, or what is stored repeats a unique key. */
const unfitCodes: readonly unknown[] = [85, 86, 11_000];

async function ensureCollection(database: Database, name: string): Promise<void> {
  try {
    await database.createCollection(name);
  } catch (error) {
    // Made by an earlier start, or by another process at this very moment.
    if (error instanceof mongoose.mongo.MongoServerError && error.code === namespaceExists) return;
    throw error;
  }
}

const describeIndex = (plan: CollectionPlan, { name }: IndexPlan): string => `${plan.collection}.${name}`;

async function ensureIndexes(database: Database, plan: CollectionPlan): Promise<void> {
  if (plan.indexes.length === 0) return;
  const collection = database.collection(plan.collection);
  try {
    await collection.createIndexes(plan.indexes.map((index) => ({ ...index, key: { ...index.key } })));
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError) || !unfitCodes.includes(error.code)) throw error;
    throw new StoreRefused(`The indexes of ${plan.collection} could not be made: ${error.message}`, {
      cause: error,
    });
  }
  const present = await collection.listIndexes().toArray();
  const uniqueNames = present.filter(({ unique }) => unique === true).map(({ name }) => String(name));
  const missing = plan.indexes.filter(({ unique, name }) => unique && !uniqueNames.includes(name));
  if (missing.length > 0)
    throw new StoreRefused(
      `Without ${missing.map((index) => describeIndex(plan, index)).join(', ')} things would be done twice`,
    );
}

/**
 * Creates what is missing; may run in several processes at once.
 * @throws StoreRefused if a unique index is missing afterwards, or an index of ours exists with other options.
 */
export async function ensureCollections(database: Database): Promise<void> {
  for (const plan of plans) {
    await ensureCollection(database, plan.collection);
    await ensureIndexes(database, plan);
  }
}
