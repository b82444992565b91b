/**
 * Hears what Slack does not deliver. Two tasks, as long as the service runs: catching up after an outage that we know
 * of, and slowly looking around for one that we do not, such as a proxy that lets nothing through.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Inbox, Log } from '../../src/ports.js';
import { createCatchUp, type CatchUpDeps } from './catch-up.js';
import { failureReason } from './errors.js';
import { createLookAround } from './look-around.js';
import { createPatientCall } from './patience.js';
import type { SlackIdentity } from './settings.js';

export interface Rhythm {
  /** Between two calls when there is something to catch up with. */
  readonly readMs: number;
  /** Between two calls when nothing is known to be missing. */
  readonly lookMs: number;
  /** Between two writings of the mark. */
  readonly roundMs: number;
}

/** Reading histories is limited to some fifty calls a minute (facts/slack.md §8); looking up deliveries needs them too. */
export const slackRhythm: Rhythm = { readMs: 1_500, lookMs: 25_000, roundMs: 60_000 };

/** A pause that took so much longer than it should: this machine slept, and heard nothing. */
const oversleptMs = 120_000;

export interface ListeningDeps extends Omit<CatchUpDeps, 'identity' | 'reader' | 'signal'> {
  readonly client: WebClient;
  readonly rhythm: Rhythm;
}

export interface Listening {
  readonly start: (identity: SlackIdentity) => void;
  /** Something was not stored, and Slack may give it up. */
  readonly unheard: () => void;
  /** The inbox that receivers put into: what it does not take is unheard. */
  readonly inbox: Pick<Inbox, 'put'>;
  /** Nothing is begun any more; nothing waits for what is under way. */
  readonly close: () => void;
}

/** Says the same reason once, however often it comes. */
function createComplaint(log: Log, about: string): (failure: unknown) => void {
  let last: string | undefined;
  return (failure) => {
    const reason = failure === undefined ? undefined : failureReason(failure);
    if (reason !== undefined && reason !== last) log.warn({ reason }, about);
    last = reason;
  };
}

export function createListening(deps: ListeningDeps): Listening {
  const { client, rhythm, log, systemClock } = deps;
  const stop = new AbortController();
  const { signal } = stop;
  let unheard: () => void = () => undefined;

  const rest = async (ms: number): Promise<void> => {
    const before = systemClock.now().getTime();
    // The end of it all is no failure.
    await sleep(ms, undefined, { ref: false, signal }).catch(() => undefined);
    if (systemClock.now().getTime() - before > ms + oversleptMs) unheard();
  };

  const isOver = (): boolean => signal.aborted;

  const repeat = async (task: () => Promise<void>, pauseMs: number, about: string): Promise<void> => {
    const complain = createComplaint(log, about);
    while (!isOver()) {
      const failure: unknown = await task().catch((error: unknown) => error);
      if (!isOver()) complain(failure);
      await rest(pauseMs);
    }
  };

  const readerAt = (paceMs: number) => ({ client, call: createPatientCall(paceMs, signal) });

  const start = (identity: SlackIdentity): void => {
    const parts = { ...deps, identity, signal };
    const catchUp = createCatchUp({ ...parts, reader: readerAt(rhythm.readMs) });
    const lookAround = createLookAround({ ...parts, reader: readerAt(rhythm.lookMs) });
    unheard = catchUp.unheard;
    void repeat(catchUp.round, rhythm.roundMs, 'what Slack did not deliver could not be fetched yet');
    void repeat(lookAround, rhythm.lookMs, 'the history of Slack could not be looked through');
  };

  return {
    start,
    unheard: () => {
      unheard();
    },
    inbox: {
      put: (envelope) =>
        deps.inbox.put(envelope).catch((error: unknown) => {
          unheard();
          throw error;
        }),
    },
    close: () => {
      stop.abort();
    },
  };
}
