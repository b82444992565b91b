/** Reads over all proposals, for exports, digests and figures. */
import type { QueryFilter } from 'mongoose';
import type { Stored } from '../../src/bot/changes.js';
import type { Archive } from '../../src/ports.js';
import { states, type Proposal } from '../../src/proposals/proposal.js';
import { above, below, epoch, within } from './collection.js';
import type { Mongo } from './mongo.js';
import { listDrawnNumbers } from './counters.js';
import { translatingErrors } from './errors.js';
import { open, proposalModel, readProposal, storedProposal, type ProposalDocument } from './proposals.js';

const batchSize = 200;

interface Position {
  readonly registeredAt: Date;
  readonly id: string;
}

/** The next batch after a position in order of registration: first those of the same instant, then later ones. */
async function batchAfter(mongo: Mongo, { registeredAt, id }: Position): Promise<ProposalDocument[]> {
  const order = { registeredAt: 1, _id: 1 } as const;
  const read = (filter: QueryFilter<ProposalDocument>, limit: number) =>
    proposalModel(mongo).find(filter).sort(order).limit(limit).lean<ProposalDocument[]>().exec();
  const same = await read({ registeredAt, _id: above(id) }, batchSize);
  if (same.length === batchSize) return same;
  return [...same, ...(await read({ registeredAt: above(registeredAt) }, batchSize - same.length))];
}

/** Batches instead of one cursor: a slow reader would lose it after ten minutes. */
async function* readAll(
  nextBatch: (after: Position) => Promise<ProposalDocument[]>,
): AsyncGenerator<Proposal> {
  let position: Position | undefined = { registeredAt: epoch, id: '' };
  while (position) {
    const batch = await nextBatch(position);
    yield* batch.map(readProposal);
    const last = batch.at(-1);
    position = last && { registeredAt: last.registeredAt, id: last._id };
  }
}

/** `from` inclusive, `to` exclusive, in order of that field. */
async function listBetween(
  mongo: Mongo,
  field: 'registeredAt' | 'firstAnsweredAt' | 'endedAt',
  from: Date,
  to: Date,
): Promise<Proposal[]> {
  const found = await proposalModel(mongo)
    .find({ [field]: within(from, to) })
    .sort({ [field]: 1 })
    .lean<ProposalDocument[]>();
  return found.map(readProposal);
}

async function listOpenAfter(mongo: Mongo, id: string, limit: number): Promise<Stored<Proposal>[]> {
  const found = await proposalModel(mongo)
    .find({ ...open, _id: above(id) })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<ProposalDocument[]>();
  return found.map(storedProposal);
}

async function listUnwoken(mongo: Mongo, before: Date, limit: number): Promise<Stored<Proposal>[]> {
  const proposals = proposalModel(mongo);
  const never = await proposals
    .find({ ...open, wakeAt: null })
    .limit(limit)
    .lean<ProposalDocument[]>();
  const late = await proposals
    .find({ ...open, wakeAt: below(before) })
    .sort({ wakeAt: 1 })
    .limit(limit)
    .lean<ProposalDocument[]>();
  return [...never, ...late].slice(0, limit).map(storedProposal);
}

async function findOverdue(mongo: Mongo, now: Date): ReturnType<Archive['overdue']> {
  const proposals = proposalModel(mongo);
  const filter = { ...open, dueAt: below(now) };
  const first = await proposals
    .findOne(filter, { dueAt: 1 })
    .sort({ dueAt: 1 })
    .lean<Pick<ProposalDocument, 'dueAt'>>();
  return { count: await proposals.countDocuments(filter), earliestDueAt: first?.dueAt ?? null };
}

async function countByState(mongo: Mongo): Promise<{ state: Proposal['state']; count: number }[]> {
  const counts: { state: Proposal['state']; count: number }[] = [];
  for (const state of states)
    counts.push({ state, count: await proposalModel(mongo).countDocuments({ state }) });
  return counts;
}

export function createArchive(mongo: Mongo): Archive {
  const { nextBatch } = translatingErrors({ nextBatch: async (after: Position) => batchAfter(mongo, after) });
  return translatingErrors<Archive>({
    all: () => readAll(nextBatch),
    openAfter: async (afterId, limit) => listOpenAfter(mongo, afterId ?? '', limit),
    registeredBetween: async (from, to) => listBetween(mongo, 'registeredAt', from, to),
    answeredBetween: async (from, to) => listBetween(mongo, 'firstAnsweredAt', from, to),
    endedBetween: async (from, to) => listBetween(mongo, 'endedAt', from, to),
    countByState: async () => countByState(mongo),
    overdue: async (now) => findOverdue(mongo, now),
    drawnNumbers: async () => listDrawnNumbers(mongo),
    unwoken: async (before, limit) => listUnwoken(mongo, before, limit),
  });
}
