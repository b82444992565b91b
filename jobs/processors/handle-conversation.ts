/** One person in one place: events are handled one at a time, in the order in which they arrived. */
import { changes } from '../../src/bot/changes.js';
import { handleEvent } from '../../src/bot/handle-event.js';
import {
  AppError,
  DocumentNewerThanProgram,
  PlatformUnavailable,
  StoreConflict,
  StoreUnavailable,
} from '../../src/errors.js';
import { unreadable } from '../../src/messages/desk-notices.js';
import { telling } from '../../src/messages/telling.js';
import type { InboxRow } from '../../src/ports.js';
import { deskPlace } from '../../src/town.js';
import { commitRecomputed } from '../commit.js';
import type { JobData } from '../job.js';
import type { Workplace } from '../workplace.js';

/** An edit waits this long for its message; after that its words stand for themselves. */
const patienceMs = 60_000;
const editRetryMs = 1_000;
/** A row that failed this often is taken out of the way, with an alarm and a word to the desk. */
const mostAttempts = 8;
const backoffMs = (attempts: number): number => Math.min(1_000 * 2 ** attempts, 60_000);

const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms);

async function turn(work: Workplace, row: InboxRow): Promise<'handled' | 'unsupported' | 'postponed'> {
  const now = work.systemClock.now();
  const event = await work.parsers[row.platform]?.(row);
  if (!event || event.kind === 'unsupported') {
    await work.store.commit(changes({}), row);
    return 'unsupported';
  }
  const patience = now < after(row.storedAt, patienceMs);
  const compute = async () => {
    const outcome = await handleEvent(work, row, event, patience);
    return outcome.kind === 'changes' ? outcome.changes : undefined;
  };
  if (await commitRecomputed(work, compute, row)) return 'handled';
  await work.inbox.postpone(row, after(now, editRetryMs), 'its message is not here yet');
  return 'postponed';
}

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : 'TURN.FAILED');

async function bury(work: Workplace, row: InboxRow, code: string): Promise<void> {
  await work.inbox.bury(row, code);
  work.log.error({ row: row.id, code }, 'an event could not be handled and was taken out of the way');
  const notice = {
    id: `${row.id}-buried`,
    place: deskPlace(work.town),
    to: 'desk',
    purpose: 'human-task',
    proposalIds: [],
    message: unreadable(row.id, telling(work.town, work.townClock.now())),
  } as const;
  await commitRecomputed(work, () => Promise.resolve(changes({ messages: [notice] })));
}

/** A failure of one row must not stop the others, and must not be forgotten either. */
async function failed(work: Workplace, row: InboxRow, error: unknown): Promise<'postponed' | 'buried'> {
  const code = codeOf(error);
  if (row.attempts + 1 >= mostAttempts) {
    await bury(work, row, code);
    return 'buried';
  }
  // Two workers took the same row: the fence let one of them through, and nothing is wrong.
  if (error instanceof StoreConflict) work.log.debug({ row: row.id }, 'another worker was faster');
  else work.log.warn({ row: row.id, code, err: error }, 'a turn failed and will be tried again');
  await work.inbox.postpone(row, after(work.systemClock.now(), backoffMs(row.attempts)), code);
  return 'postponed';
}

/** `waits`: its platform has to be asked first. It keeps its place, and who wrote it twice is not heard in another order. */
async function handleRow(work: Workplace, row: InboxRow): Promise<'done' | 'waits'> {
  const started = performance.now();
  let result: Awaited<ReturnType<typeof turn | typeof failed>>;
  try {
    result = await turn(work, row);
  } catch (error) {
    // No fault of the row: the next sweep finds it again, perhaps in a newer process.
    if (error instanceof StoreUnavailable || error instanceof DocumentNewerThanProgram) throw error;
    if (error instanceof PlatformUnavailable) {
      work.log.debug({ row: row.id }, 'an event waits for its platform');
      return 'waits';
    }
    result = await failed(work, row, error);
  }
  work.metrics.eventHandled(row.platform, result);
  work.metrics.turnTook((performance.now() - started) / 1_000);
  return 'done';
}

export async function handleConversation(
  work: Workplace,
  { key }: JobData['handle-conversation'],
): Promise<void> {
  while (!work.stopping()) {
    const row = await work.inbox.nextOf(key, work.systemClock.now());
    if (!row) return;
    if ((await handleRow(work, row)) === 'waits') return;
  }
}
