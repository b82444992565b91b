/** Answers of Slack that hold for a while, and beyond it while Slack is away. */
import { PlatformUnavailable } from '../../src/errors.js';
import type { Log, SystemClock } from '../../src/ports.js';
import { failureReason } from './errors.js';

/** Nobody waits for a Slack that has just not answered. */
const afterFailureMs = 5_000;

export interface Question<T> {
  /** For the log. */
  readonly about: 'a person' | 'a channel' | 'the desk';
  readonly ask: (key: string) => Promise<T>;
  readonly keptMs: number;
}

export interface Memory<T> {
  /** Asks again when an answer is old; the old one holds while there is no new. @throws PlatformUnavailable without any. */
  readonly ask: (key: string) => Promise<T>;
  /** However old; undefined: Slack has never answered. */
  readonly lastKnown: (key: string) => T | undefined;
}

interface Remembered<T> {
  readonly answer: T | undefined;
  readonly askAgainAt: number;
  readonly cause?: unknown;
}

export function remembering<T>(
  { about, ask, keptMs }: Question<T>,
  { systemClock, log }: { readonly systemClock: SystemClock; readonly log: Log },
): Memory<T> {
  const known = new Map<string, Remembered<T>>();

  const askAnew = async (key: string, now: number): Promise<Remembered<T>> => {
    try {
      return { answer: await ask(key), askAgainAt: now + keptMs };
    } catch (cause) {
      log.warn(
        { about, reason: failureReason(cause) },
        'Slack does not say who somebody is: its last answer holds',
      );
      return { answer: known.get(key)?.answer, askAgainAt: now + afterFailureMs, cause };
    }
  };

  return {
    ask: async (key) => {
      const now = systemClock.now().getTime();
      const kept = known.get(key);
      const current = kept && now < kept.askAgainAt ? kept : await askAnew(key, now);
      known.set(key, current);
      if (current.answer === undefined) {
        throw new PlatformUnavailable('Slack cannot be asked who somebody is', { cause: current.cause });
      }
      return current.answer;
    },
    lastKnown: (key) => known.get(key)?.answer,
  };
}
