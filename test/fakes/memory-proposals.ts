import type { ProposalChange, Stored } from '../../src/bot/changes.js';
import { StoreConflict } from '../../src/errors.js';
import type { Archive, Proposals } from '../../src/ports.js';
import type { ProposalNumber } from '../../src/proposals/number.js';
import { isOpen, states, type Proposal } from '../../src/proposals/proposal.js';
import type { AtOnce, Rollback } from './answering.js';

type Kept = Stored<Proposal>;

const time = (at: Date | null | undefined): number => at?.getTime() ?? 0;
const byTime =
  (of: (proposal: Proposal) => Date | null | undefined) =>
  (a: Proposal, b: Proposal): number =>
    time(of(a)) - time(of(b));

const keyOf = ({ fiscalYear, serial }: ProposalNumber): string => `${fiscalYear}-${serial}`;

/** When the first human word arrived or was told; what the proposer says or withdraws does not count. */
function firstAnsweredAt({ history, ending }: Proposal): Date | undefined {
  return history.find(({ fulfilledBy: by }) =>
    by === 'ending' ? ending?.kind !== 'withdrawn' : by !== null && by !== 'reply',
  )?.endedAt;
}

const isWithin = (at: Date | null | undefined, from: Date, to: Date): boolean =>
  at instanceof Date && at >= from && at < to;

const valuesOf = (rows: Iterable<Kept>): Proposal[] => Array.from(rows, ({ value }) => value);

export function createMemoryProposals() {
  const all = new Map<string, Kept>();
  const open = new Map<string, Kept>();
  const idOfNumber = new Map<string, string>();
  const idOfMessage = new Map<string, string>();

  const verify = ({ proposal, basedOn }: ProposalChange): void => {
    if ((all.get(proposal.id)?.version ?? null) !== basedOn)
      throw new StoreConflict('The proposal was changed since it was read');
    const numbered = idOfNumber.get(keyOf(proposal.number));
    if (numbered !== undefined && numbered !== proposal.id)
      throw new StoreConflict('Somebody else wrote this key', { cause: { code: 11_000 } });
  };

  const write = (change: ProposalChange, rollback: Rollback): void => {
    verify(change);
    const { proposal: value, basedOn } = change;
    const kept = { value, version: (basedOn ?? 0) + 1 };
    rollback.set(all, value.id, kept);
    rollback.set(idOfNumber, keyOf(value.number), value.id);
    if (isOpen(value)) rollback.set(open, value.id, kept);
    else rollback.remove(open, value.id);
    for (const { messageKey } of value.thread)
      if (messageKey !== null) rollback.set(idOfMessage, messageKey, value.id);
  };

  const findById = (id: string | undefined): Kept | undefined => (id === undefined ? undefined : all.get(id));

  /** A text that was moved to another proposal left this one. */
  const findByMessage = (key: string): Kept | undefined => {
    const kept = findById(idOfMessage.get(key));
    return kept?.value.thread.some(({ messageKey }) => messageKey === key) ? kept : undefined;
  };

  const own = (person: string): Proposal[] =>
    valuesOf(all.values()).filter(({ proposer }) => proposer?.id === person);

  const toWake = (): Kept[] => [...open.values()].filter(({ value }) => value.wakeAt !== null);

  const proposals: AtOnce<Proposals> = {
    find: findById,
    findByNumber: (number) => findById(idOfNumber.get(keyOf(number))),
    findByMessage,
    listOf: (person, limit) =>
      own(person)
        .sort(byTime(({ registeredAt }) => registeredAt))
        .reverse()
        .slice(0, limit),
    countOf: (person) => own(person).length,
    listOpen: (limit) =>
      valuesOf(open.values())
        .filter(({ nextWord }) => nextWord !== null)
        .sort(byTime(({ nextWord }) => nextWord?.dueAt))
        .slice(0, limit),
    countOpen: () => open.size,
    dueForWaking: (now, limit) =>
      toWake()
        .flatMap(({ value: { id, wakeAt }, version }) =>
          wakeAt && wakeAt <= now ? [{ id, version, wakeAt }] : [],
        )
        .sort((a, b) => time(a.wakeAt) - time(b.wakeAt))
        .slice(0, limit),
    nextWakeAt: () => {
      const next = Math.min(...toWake().map(({ value }) => time(value.wakeAt)));
      return Number.isFinite(next) ? new Date(next) : null;
    },
  };

  const byId = (a: Kept, b: Kept): number => (a.value.id < b.value.id ? -1 : 1);

  const between = (of: (proposal: Proposal) => Date | null | undefined, from: Date, to: Date): Proposal[] =>
    valuesOf(all.values())
      .filter((proposal) => isWithin(of(proposal), from, to))
      .sort(byTime(of));

  const archive: AtOnce<Omit<Archive, 'all' | 'drawnNumbers'>> = {
    openAfter: (afterId, limit) =>
      [...open.values()]
        .filter(({ value }) => afterId === null || value.id > afterId)
        .sort(byId)
        .slice(0, limit),
    registeredBetween: (from, to) => between(({ registeredAt }) => registeredAt, from, to),
    answeredBetween: (from, to) => between(firstAnsweredAt, from, to),
    endedBetween: (from, to) => between(({ ending }) => ending?.at, from, to),
    countByState: () =>
      states.map((state) => ({
        state,
        count: valuesOf(all.values()).filter((proposal) => proposal.state === state).length,
      })),
    overdue: (now) => {
      const late = valuesOf(open.values()).flatMap(({ nextWord }) =>
        nextWord && nextWord.dueAt < now ? [nextWord.dueAt] : [],
      );
      const first = late.sort((a, b) => time(a) - time(b))[0];
      return { count: late.length, earliestDueAt: first ?? null };
    },
    unwoken: (before, limit) =>
      [...open.values()]
        .filter(({ value: { wakeAt } }) => wakeAt === null || wakeAt < before)
        .sort((a, b) => time(a.value.wakeAt) - time(b.value.wakeAt))
        .slice(0, limit),
  };

  const oldestFirst = (): Proposal[] =>
    [...all.values()]
      .sort(byId)
      .map(({ value }) => value)
      .sort(byTime(({ registeredAt }) => registeredAt));

  return { proposals, archive, write, oldestFirst };
}
