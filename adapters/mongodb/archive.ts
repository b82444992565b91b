/** Reads over all proposals, for exports, digests and figures. */
import type { QueryFilter } from 'mongoose';
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

export function createArchive(mongo: Mongo): Archive {
  const proposals = proposalModel(mongo);
  const { nextBatch } = translatingErrors({ nextBatch: async (after: Position) => batchAfter(mongo, after) });

  /** `from` inclusive, `to` exclusive, in order of that field. */
  const between = async (
    field: 'registeredAt' | 'firstAnsweredAt' | 'endedAt',
    from: Date,
    to: Date,
  ): Promise<Proposal[]> => {
    const found = await proposals
      .find({ [field]: within(from, to) })
      .sort({ [field]: 1 })
      .lean<ProposalDocument[]>();
    return found.map(readProposal);
  };

  const openAfter: Archive['openAfter'] = async (afterId, limit) => {
    const found = await proposals
      .find({ ...open, _id: above(afterId ?? '') })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<ProposalDocument[]>();
    return found.map(storedProposal);
  };

  const countByState: Archive['countByState'] = async () => {
    const counts: { state: Proposal['state']; count: number }[] = [];
    for (const state of states) counts.push({ state, count: await proposals.countDocuments({ state }) });
    return counts;
  };

  const overdue: Archive['overdue'] = async (now) => {
    const filter = { ...open, dueAt: below(now) };
    const first = await proposals
      .findOne(filter, { dueAt: 1 })
      .sort({ dueAt: 1 })
      .lean<Pick<ProposalDocument, 'dueAt'>>();
    return { count: await proposals.countDocuments(filter), earliestDueAt: first?.dueAt ?? null };
  };

  const unwoken: Archive['unwoken'] = async (before, limit) => {
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
  };

  return translatingErrors<Archive>({
    all: () => readAll(nextBatch),
    openAfter,
    registeredBetween: async (from, to) => between('registeredAt', from, to),
    answeredBetween: async (from, to) => between('firstAnsweredAt', from, to),
    endedBetween: async (from, to) => between('endedAt', from, to),
    countByState,
    overdue,
    drawnNumbers: async () => listDrawnNumbers(mongo),
    unwoken,
  });
}
