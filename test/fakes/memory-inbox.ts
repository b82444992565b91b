import { StoreConflict } from '../../src/errors.js';
import type {
  Archive,
  Envelope,
  Inbox,
  InboxRow,
  Numbers,
  SystemClock,
  WaitingConversation,
} from '../../src/ports.js';
import { proposalNumber, type ProposalNumber } from '../../src/proposals/number.js';
import type { AtOnce, Rollback } from './answering.js';

interface Kept {
  readonly row: InboxRow;
  readonly nextAt: Date;
}

/** Rows that still have to be handled, and the keys of all that ever came. */
export function createMemoryInbox(clock: SystemClock) {
  const waiting = new Map<string, Kept>();
  const known = new Set<string>();
  const highest = new Map<number, number>();

  const put = (envelope: Envelope): 'stored' | 'duplicate' => {
    const keys = [`event|${envelope.platform}|${envelope.eventId}`, `thing|${envelope.dedupKey}`];
    if (keys.some((key) => known.has(key))) return 'duplicate';
    for (const key of keys) known.add(key);
    const storedAt = clock.now();
    const row = { ...envelope, version: 1, attempts: 0, storedAt, number: null };
    waiting.set(envelope.id, { row, nextAt: storedAt });
    return 'stored';
  };

  const order = ({ row: a }: Kept, { row: b }: Kept): number =>
    a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1);

  const nextOf = (conversation: string, now: Date): InboxRow | undefined =>
    [...waiting.values()]
      .filter(({ row, nextAt }) => row.conversation === conversation && nextAt <= now)
      .sort(order)[0]?.row;

  const listWaiting = (now: Date, limit: number): WaitingConversation[] => {
    const firsts = new Map<string, WaitingConversation>();
    const due = [...waiting.values()]
      .filter(({ nextAt }) => nextAt <= now)
      .sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime());
    for (const { row, nextAt } of due)
      if (!firsts.has(row.conversation))
        firsts.set(row.conversation, { key: row.conversation, rowId: row.id, since: nextAt });
    return [...firsts.values()].slice(0, limit);
  };

  const isAsRead = ({ id, version }: InboxRow): boolean => waiting.get(id)?.row.version === version;

  const tried = ({ id, version, attempts }: InboxRow): InboxRow | undefined => {
    const kept = waiting.get(id);
    return kept?.row.version === version
      ? { ...kept.row, version: version + 1, attempts: attempts + 1 }
      : undefined;
  };

  const inbox: AtOnce<Inbox> = {
    put,
    nextOf,
    waiting: listWaiting,
    postpone: (row, until) => {
      const again = tried(row);
      if (again) waiting.set(row.id, { row: again, nextAt: until });
    },
    bury: (row) => {
      if (isAsRead(row)) waiting.delete(row.id);
    },
    countWaiting: () => waiting.size,
  };

  const drawFor = (row: InboxRow, fiscalYear: number): ProposalNumber => {
    const kept = waiting.get(row.id);
    const drawn = row.number ?? kept?.row.number;
    if (drawn) return drawn;
    if (!kept) throw new StoreConflict('The inbox row was handled meanwhile');
    const serial = (highest.get(fiscalYear) ?? 0) + 1;
    highest.set(fiscalYear, serial);
    const number = proposalNumber(fiscalYear, serial);
    waiting.set(row.id, { ...kept, row: { ...kept.row, number } });
    return number;
  };

  return {
    inbox,
    numbers: { drawFor } satisfies AtOnce<Numbers>,
    drawnNumbers: (() =>
      [...highest]
        .map(([fiscalYear, serial]) => ({ fiscalYear, highest: serial }))
        .sort((a, b) => a.fiscalYear - b.fiscalYear)) satisfies AtOnce<Archive>['drawnNumbers'],
    /** The first fence of a turn. */
    markHandled: (row: InboxRow, rollback: Rollback): void => {
      if (!isAsRead(row)) throw new StoreConflict('The inbox row was changed since it was read');
      rollback.remove(waiting, row.id);
    },
  };
}
