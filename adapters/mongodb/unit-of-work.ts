/** One turn is one transaction (design §4): everything it changes is written together, or nothing is. */
import mongoose from 'mongoose';
import type { Changes } from '../../src/bot/changes.js';
import type { Outgoing } from '../../src/bot/delivery.js';
import { StoreUnavailable } from '../../src/errors.js';
import { placeKey } from '../../src/places.js';
import type { InboxRow, Store, SystemClock } from '../../src/ports.js';
import type { Mongo } from './mongo.js';
import { createConversations, writeConversation, writeLatestWord } from './conversations.js';
import { withDeadline } from './deadline.js';
import { createDeliveries } from './deliveries.js';
import { translatingErrors } from './errors.js';
import { markHandled } from './inbox.js';
import { joinLane } from './lanes.js';
import { firstTryAt, insertDelivery, joinLines, recordOutcome } from './outbox.js';
import { createProposals, writeProposal } from './proposals.js';
import { writeSlot } from './schedules.js';

const transactionOptions: mongoose.mongo.TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: new mongoose.mongo.WriteConcern('majority', undefined, true),
  readPreference: 'primary',
};

/** The driver itself would try for two minutes; a turn that waits so long is better computed again. */
const commitDeadlineMs = 10_000;

function byLane(messages: readonly Outgoing[]): [key: string, messages: Outgoing[]][] {
  const lanes = new Map<string, Outgoing[]>();
  for (const message of messages) {
    const key = placeKey(message.place);
    lanes.set(key, [...(lanes.get(key) ?? []), message]);
  }
  // Always in the same order, so that two turns do not each hold the lane that the other wants.
  return [...lanes].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function writeMessages(mongo: Mongo, messages: readonly Outgoing[], now: Date): Promise<void> {
  for (const [key, joining] of byLane(messages)) {
    const [first] = joining;
    if (!first) continue;
    // The head of a lane goes first, so the lane is due when the first of these is, whatever follows it.
    const firstSeq = await joinLane(mongo, key, joining.length, firstTryAt(first, now));
    for (const [at, message] of joining.entries()) await insertDelivery(mongo, message, firstSeq + at, now);
  }
}

/** One after another: a session is no place for two operations at a time. No error may be caught in here. */
async function write(
  mongo: Mongo,
  changes: Changes,
  handled: InboxRow | undefined,
  now: Date,
): Promise<void> {
  if (handled) await markHandled(mongo, handled, now);
  for (const change of changes.proposals) await writeProposal(mongo, change);
  for (const change of changes.conversations) await writeConversation(mongo, change);
  for (const outcome of changes.outcomes) await recordOutcome(mongo, outcome);
  for (const joined of changes.joined) await joinLines(mongo, joined);
  await writeMessages(mongo, changes.messages, now);
  for (const { place, word } of changes.latestWords) await writeLatestWord(mongo, place, word);
  for (const slot of changes.slots) await writeSlot(mongo, slot);
}

export function createStore(mongo: Mongo, clock: SystemClock): Store {
  const commit: Store['commit'] = async (changes, handled) => {
    const now = clock.now();
    let isGivenUp = false;
    // The driver runs this again after a write conflict, so it changes nothing but the store.
    const transaction = mongo.connection.transaction(async () => {
      if (isGivenUp) throw new StoreUnavailable('Given up before it could be written');
      await write(mongo, changes, handled, now);
    }, transactionOptions);
    try {
      await withDeadline(transaction, commitDeadlineMs);
    } finally {
      isGivenUp = true;
    }
  };

  return {
    proposals: createProposals(mongo),
    conversations: createConversations(mongo),
    deliveries: createDeliveries(mongo),
    ...translatingErrors({ commit }),
  };
}
