/**
 * After an outage of ours: reads in every direct conversation what Slack may have given up delivering (P1), and keeps
 * the mark until which Slack was heard. The mark moves on only when nothing before it is left unread.
 */
import type { DeskSettings } from '../../src/municipality.js';
import { AppError } from '../../src/errors.js';
import type { Hearing, SystemClock } from '../../src/ports.js';
import { classify } from './errors.js';
import { fetchMissed, tellMissed, type FetchDeps } from './fetch-missed.js';
import { directConversations, type HistoryReader } from './history.js';
import type { PastConversation, Span } from './past-events.js';

export interface CatchUpDeps extends FetchDeps {
  readonly hearing: Hearing;
  /** When this installation first started: nothing before it was ever said to us. */
  readonly installedAt: () => Promise<Date>;
  readonly desk: Pick<DeskSettings, 'home' | 'channel'>;
  readonly systemClock: SystemClock;
  readonly signal: AbortSignal;
}

/** Slack repeats for some six minutes what we did not take: before the mark something may still be on its way. */
export const marginMs = 10 * 60_000;

/**
 * However long the service was off: long holidays are covered, and the inbox still knows what was heard before (it
 * keeps handled rows for 30 days), so that nothing is taken twice.
 */
const lookBackMs = 14 * 24 * 3_600_000;

/** Some conversations were not read: the same round goes on with them the next time. */
class HistoryUnread extends AppError {
  readonly code = 'SLACK.HISTORY_UNREAD';
  readonly retryable = true;
}

/** Everything that is read: the desk's channel first, where one conversation is everybody's. */
export async function pastConversations(
  desk: CatchUpDeps['desk'],
  reader: HistoryReader,
): Promise<PastConversation[]> {
  const direct = await directConversations(reader);
  return desk.home === 'slack' ? [{ channel: desk.channel, kind: 'desk' }, ...direct] : direct;
}

/** `gone`: never. `later`: this one only. `away`: nobody's would be read, or nothing be stored. */
function failureOf(error: unknown, signal: AbortSignal): 'gone' | 'later' | 'away' {
  if (signal.aborted || error instanceof AppError) return 'away';
  const failure = classify(error);
  if (failure.kind === 'refused') return 'gone';
  if (failure.kind !== 'unavailable') return 'later';
  // The same token has just listed the conversations: it is the other side's account.
  return failure.reason === 'account_inactive' ? 'gone' : 'away';
}

interface Pass {
  readonly begun: Date;
  left: readonly PastConversation[];
  missed: number;
}

export interface CatchUp {
  /**
   * Once a minute: catches up if it has to, and moves the mark. Rejects when it could not; what is left is done by the
   * next round.
   */
  readonly round: () => Promise<void>;
  /** Something was not stored just now, and Slack may give it up. */
  readonly unheard: () => void;
}

export function createCatchUp(deps: CatchUpDeps): CatchUp {
  const { hearing, systemClock, signal, log } = deps;
  /** Null: not since the start of this process. */
  let heard: Date | null = null;
  let unheardAt: Date | null = null;
  let pass: Pass | null = null;

  const lostSince = (instant: Date): boolean => unheardAt !== null && unheardAt > instant;

  /** Asks the store first: while it is away, nothing is read in vain. Without a mark: since the installation. */
  const spanToRead = async (now: Date): Promise<Span> => {
    const mark = (await hearing.heardUntil('slack')) ?? (await deps.installedAt());
    const from = Math.max((heard ?? mark).getTime() - marginMs, now.getTime() - lookBackMs);
    return { from: new Date(from), to: null };
  };

  /** False: this one has to be asked for again. @throws when nobody's could be read, or nothing be stored. */
  const isRead = async (current: Pass, conversation: PastConversation, span: Span): Promise<boolean> => {
    try {
      current.missed += await fetchMissed(deps, conversation, span);
      return true;
    } catch (error) {
      const failure = failureOf(error, signal);
      if (failure === 'away') throw error;
      return failure === 'gone';
    }
  };

  const read = async (current: Pass, span: Span): Promise<void> => {
    const again: PastConversation[] = [];
    try {
      for (let next = current.left[0]; next; next = current.left[0]) {
        if (!(await isRead(current, next, span))) again.push(next);
        current.left = current.left.slice(1);
      }
    } finally {
      current.left = [...current.left, ...again];
      tellMissed(current.missed, log);
      current.missed = 0;
    }
  };

  const complete = async (now: Date): Promise<Date> => {
    const span = await spanToRead(now);
    if (!pass || lostSince(pass.begun))
      pass = { begun: now, left: await pastConversations(deps.desk, deps.reader), missed: 0 };
    const current = pass;
    await read(current, span);
    if (current.left.length > 0)
      throw new HistoryUnread(`${current.left.length} conversations were not read`);
    pass = null;
    if (!lostSince(current.begun)) unheardAt = null;
    return current.begun;
  };

  return {
    round: async () => {
      const now = systemClock.now();
      const until = heard && !unheardAt ? now : await complete(now);
      await hearing.markHeard('slack', until);
      heard = until;
    },
    unheard: () => {
      unheardAt = systemClock.now();
    },
  };
}
