/** Everything that MongoDB does for us, in memory: the same fences, the same conflicts, and fast. Passes test/contracts. */
import type { Changes, ConversationChange, SlotChange, Stored } from '../../src/bot/changes.js';
import { parseConversationKey, type Conversation, type LatestWord } from '../../src/bot/conversation.js';
import type { Outgoing } from '../../src/bot/delivery.js';
import { StoreConflict } from '../../src/errors.js';
import { placeKey } from '../../src/places.js';
import type {
  Archive,
  ConversationReferences,
  Conversations,
  Deliveries,
  Inbox,
  InboxRow,
  Lanes,
  Numbers,
  Outbox,
  Proposals,
  Schedules,
  Store,
  SystemClock,
} from '../../src/ports.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { allOrNothing, answering, type AtOnce, type Rollback } from './answering.js';
import { createMemoryInbox } from './memory-inbox.js';
import { createMemoryLanes } from './memory-lanes.js';
import { createMemoryOutbox, firstTryAt } from './memory-outbox.js';
import { createMemoryProposals } from './memory-proposals.js';
import { createMemoryReferences } from './memory-references.js';

export interface MemoryStore {
  readonly store: Store;
  readonly inbox: Inbox;
  readonly numbers: Numbers;
  readonly lanes: Lanes;
  readonly outbox: Outbox;
  readonly schedules: Schedules;
  readonly archive: Archive;
  readonly references: ConversationReferences;
  /** When the next message can be tried (system clock); null when none waits. */
  readonly nextSendAt: () => Date | null;
  /** While true, every call fails as if MongoDB were gone. */
  away: boolean;
}

function createConversations() {
  const rows = new Map<string, Stored<Conversation>>();
  const latest = new Map<string, LatestWord>();
  const toWake = () =>
    [...rows].flatMap(([id, { value, version }]) =>
      value.wakeAt ? [{ id, version, wakeAt: value.wakeAt }] : [],
    );

  const conversations: AtOnce<Conversations> = {
    find: (key) => rows.get(key),
    latestWord: (place) => latest.get(placeKey(place)),
    peopleOn: (platform) =>
      [...rows.keys()]
        .filter((key) => key.startsWith(`${platform}|dm:`))
        .map((key) => parseConversationKey(key).person),
    dueForWaking: (now, limit) =>
      toWake()
        .filter(({ wakeAt }) => wakeAt <= now)
        .sort((a, b) => a.wakeAt.getTime() - b.wakeAt.getTime())
        .slice(0, limit),
    nextWakeAt: () => {
      const next = Math.min(...toWake().map(({ wakeAt }) => wakeAt.getTime()));
      return Number.isFinite(next) ? new Date(next) : null;
    },
  };
  const write = ({ key, conversation, basedOn }: ConversationChange, rollback: Rollback): void => {
    if ((rows.get(key)?.version ?? null) !== basedOn)
      throw new StoreConflict('The conversation was changed since it was read');
    rollback.set(rows, key, { value: conversation, version: (basedOn ?? 0) + 1 });
  };
  return { conversations, write, latest };
}

function createSchedules() {
  const slots = new Map<string, Date>();
  let installed: Date | undefined;
  const schedules: AtOnce<Schedules> = {
    lastSlot: (name) => slots.get(name),
    installedAt: (now) => (installed ??= now),
  };
  const write = ({ name, slot, basedOn }: SlotChange, rollback: Rollback): void => {
    if (slots.get(name)?.getTime() !== basedOn?.getTime())
      throw new StoreConflict('The schedule was changed since it was read');
    rollback.set(slots, name, slot);
  };
  return { schedules, write };
}

function byLane(messages: readonly Outgoing[]): Map<string, Outgoing[]> {
  const lanes = new Map<string, Outgoing[]>();
  for (const message of messages) {
    const key = placeKey(message.place);
    lanes.set(key, [...(lanes.get(key) ?? []), message]);
  }
  return lanes;
}

async function* oneByOne(proposals: () => Promise<readonly Proposal[]>): AsyncGenerator<Proposal> {
  yield* await proposals();
}

export function createMemoryStore(clock: SystemClock): MemoryStore {
  const incoming = createMemoryInbox(clock);
  const proposals = createMemoryProposals();
  const conversations = createConversations();
  const outgoing = createMemoryOutbox();
  const lanes = createMemoryLanes();
  const schedules = createSchedules();

  const writeMessages = (messages: readonly Outgoing[], rollback: Rollback): void => {
    const now = clock.now();
    for (const [key, joining] of byLane(messages)) {
      const [first] = joining;
      if (!first) continue;
      const firstSeq = lanes.join(key, joining.length, firstTryAt(first, now), rollback);
      for (const [at, message] of joining.entries()) outgoing.insert(message, firstSeq + at, now, rollback);
    }
  };

  const commit = (changes: Changes, handled?: InboxRow): void => {
    allOrNothing((rollback) => {
      if (handled) incoming.markHandled(handled, rollback);
      for (const change of changes.proposals) proposals.write(change, rollback);
      for (const change of changes.conversations) conversations.write(change, rollback);
      for (const outcome of changes.outcomes) outgoing.record(outcome, rollback);
      for (const joined of changes.joined) outgoing.joinLines(joined, rollback);
      writeMessages(changes.messages, rollback);
      for (const { place, word } of changes.latestWords)
        rollback.set(conversations.latest, placeKey(place), word);
      for (const slot of changes.slots) schedules.write(slot, rollback);
    });
  };

  const isAway = () => memory.away;
  const archive = { ...proposals.archive, drawnNumbers: incoming.drawnNumbers };
  const list = answering<{ oldestFirst: () => Promise<readonly Proposal[]> }>(
    { oldestFirst: proposals.oldestFirst },
    isAway,
  );
  const memory: MemoryStore = {
    away: false,
    nextSendAt: lanes.nextAt,
    store: {
      proposals: answering<Proposals>(proposals.proposals, isAway),
      conversations: answering<Conversations>(conversations.conversations, isAway),
      deliveries: answering<Deliveries>(outgoing.deliveries, isAway),
      ...answering<Pick<Store, 'commit'>>({ commit }, isAway),
    },
    inbox: answering<Inbox>(incoming.inbox, isAway),
    numbers: answering<Numbers>(incoming.numbers, isAway),
    lanes: answering<Lanes>(lanes.lanes, isAway),
    outbox: answering<Outbox>(outgoing.outbox, isAway),
    schedules: answering<Schedules>(schedules.schedules, isAway),
    references: answering<ConversationReferences>(createMemoryReferences(), isAway),
    archive: {
      ...answering<Omit<Archive, 'all'>>(archive, isAway),
      all: () => oneByOne(list.oldestFirst),
    },
  };
  return memory;
}
