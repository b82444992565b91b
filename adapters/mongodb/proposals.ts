/** Proposals: the aggregate with its thread, and beside it what it is found by. */
import type { Model, QueryFilter } from 'mongoose';
import type { ProposalChange, Stored } from '../../src/bot/changes.js';
import type { Proposals, WakeBell } from '../../src/ports.js';
import type { ProposalNumber } from '../../src/proposals/number.js';
import { isOpen, proposalSchema, type Proposal } from '../../src/proposals/proposal.js';
import { above, atMost, epoch, firstVersion, Mixed, modelOf, type CollectionPlan } from './collection.js';
import type { Mongo } from './mongo.js';
import { readDocument, readStored, withoutUndefined, type DocumentFormat, type Kept } from './documents.js';
import { translatingErrors, verifyMatched } from './errors.js';

export const open = { open: true } as const;

export const proposalFormat: DocumentFormat<Proposal> = {
  collection: 'proposals',
  schema: proposalSchema,
  upcasts: [],
};

/** Derived at every write; never read back. */
interface FoundBy {
  readonly open: boolean;
  /** `2026-24` */
  readonly numberKey: string;
  readonly messageKeys: readonly string[];
  readonly dueAt: Date | null;
  /** When the first human word arrived or was told; what the proposer says or withdraws does not count. */
  readonly firstAnsweredAt: Date | null;
  readonly endedAt: Date | null;
}

export interface ProposalDocument extends Kept, Omit<Proposal, 'id'>, FoundBy {}

export const proposalsPlan: CollectionPlan<ProposalDocument> = {
  ...proposalFormat,
  fields: {
    number: Mixed,
    revision: Number,
    state: String,
    ending: Mixed,
    headline: String,
    proposer: Mixed,
    spokenFor: Mixed,
    place: Mixed,
    registeredBy: Mixed,
    visibility: String,
    platform: String,
    registeredAt: Date,
    follows: String,
    thread: Mixed,
    sending: Mixed,
    nextWord: Mixed,
    history: Mixed,
    lastSpeaker: Mixed,
    cardLeavesAt: Date,
    cardId: String,
    wakeAt: Date,
    open: Boolean,
    numberKey: String,
    messageKeys: [String],
    dueAt: Date,
    firstAnsweredAt: Date,
    endedAt: Date,
  },
  indexes: [
    { name: 'number', key: { numberKey: 1 }, unique: true },
    { name: 'message', key: { messageKeys: 1 } },
    { name: 'wake', key: { wakeAt: 1 }, partialFilterExpression: open },
    { name: 'due', key: { dueAt: 1 }, partialFilterExpression: open },
    { name: 'open', key: { open: 1, _id: 1 } },
    { name: 'state', key: { state: 1 } },
    { name: 'proposer', key: { 'proposer.id': 1, registeredAt: 1 } },
    { name: 'registered', key: { registeredAt: 1, _id: 1 } },
    { name: 'answered', key: { firstAnsweredAt: 1 } },
    { name: 'ended', key: { endedAt: 1 } },
  ],
};

export const proposalModel = ({ connection }: Mongo): Model<ProposalDocument> =>
  modelOf<ProposalDocument>(connection, proposalsPlan);

const numberKeyOf = ({ fiscalYear, serial }: ProposalNumber): string => `${fiscalYear}-${serial}`;

function firstAnsweredAt({ history, ending }: Proposal): Date | null {
  const isHuman = (by: Proposal['history'][number]['fulfilledBy']) =>
    by === 'ending' ? ending?.kind !== 'withdrawn' : by !== null && by !== 'reply';
  return history.find(({ fulfilledBy }) => isHuman(fulfilledBy))?.endedAt ?? null;
}

const foundBy = (proposal: Proposal): FoundBy => ({
  open: isOpen(proposal),
  numberKey: numberKeyOf(proposal.number),
  messageKeys: proposal.thread.flatMap(({ messageKey }) => messageKey ?? []),
  dueAt: proposal.nextWord?.dueAt ?? null,
  firstAnsweredAt: firstAnsweredAt(proposal),
  endedAt: proposal.ending?.at ?? null,
});

function documentOf({ id, ...proposal }: Proposal, v: number): ProposalDocument {
  const derived = foundBy({ id, ...proposal });
  return withoutUndefined({ _id: id, ...firstVersion(proposalsPlan), ...proposal, ...derived, v });
}

/** Inside a turn's transaction. @throws StoreConflict, or a duplicate key for a new one that is there already. */
export async function writeProposal(mongo: Mongo, { proposal, basedOn }: ProposalChange): Promise<void> {
  const proposals = proposalModel(mongo);
  if (basedOn === null) {
    await proposals.insertOne(documentOf(proposal, 1));
    return;
  }
  const next = documentOf(proposal, basedOn + 1);
  verifyMatched(await proposals.replaceOne({ _id: proposal.id, v: basedOn }, next), 'proposal');
}

export const storedProposal = (document: ProposalDocument): Stored<Proposal> =>
  readStored(proposalFormat, { ...document });

export const readProposal = (document: ProposalDocument): Proposal =>
  readDocument(proposalFormat, { ...document });

/** Documents of a list, in the order of the field they are found by. */
async function list(
  mongo: Mongo,
  filter: QueryFilter<ProposalDocument>,
  sort: Record<string, 1 | -1>,
  limit: number,
): Promise<Proposal[]> {
  const found = await proposalModel(mongo).find(filter).sort(sort).limit(limit).lean<ProposalDocument[]>();
  return found.map(readProposal);
}

// Bells are read without the rest of the document: one that is malformed must not silence the others.

async function listBells(mongo: Mongo, now: Date, limit: number): Promise<WakeBell[]> {
  const found = await proposalModel(mongo)
    .find({ ...open, wakeAt: atMost(now) }, { v: 1, wakeAt: 1 })
    .sort({ wakeAt: 1 })
    .limit(limit)
    .lean<{ _id: string; v: number; wakeAt: Date }[]>();
  return found.map(({ _id, v, wakeAt }) => ({ id: _id, version: v, wakeAt }));
}

async function findNextWakeAt(mongo: Mongo): Promise<Date | null> {
  const next = await proposalModel(mongo)
    .findOne({ ...open, wakeAt: above(epoch) }, { wakeAt: 1 })
    .sort({ wakeAt: 1 })
    .lean<{ wakeAt: Date }>();
  return next?.wakeAt ?? null;
}

export function createProposals(mongo: Mongo): Proposals {
  const proposals = proposalModel(mongo);
  const firstOf = async (query: Promise<ProposalDocument | null>) => {
    const found = await query;
    return found ? storedProposal(found) : undefined;
  };

  return translatingErrors<Proposals>({
    find: async (id) => firstOf(proposals.findById(id).lean<ProposalDocument>().exec()),
    findByNumber: async (number) =>
      firstOf(
        proposals
          .findOne({ numberKey: numberKeyOf(number) })
          .lean<ProposalDocument>()
          .exec(),
      ),
    findByMessage: async (key) =>
      firstOf(proposals.findOne({ messageKeys: key }).lean<ProposalDocument>().exec()),
    listOf: async (proposer, limit) => list(mongo, { 'proposer.id': proposer }, { registeredAt: -1 }, limit),
    countOf: async (proposer) => proposals.countDocuments({ 'proposer.id': proposer }),
    listOpen: async (limit) => list(mongo, { ...open, dueAt: above(epoch) }, { dueAt: 1 }, limit),
    countOpen: async () => proposals.countDocuments(open),
    dueForWaking: async (now, limit) => listBells(mongo, now, limit),
    nextWakeAt: async () => findNextWakeAt(mongo),
  });
}
