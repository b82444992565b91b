/** Questions to Teams that are asked now and then. */
import { PlatformUnavailable } from '../../src/errors.js';
import type { Log, SystemClock } from '../../src/ports.js';
import { classify } from './errors.js';

export interface Question<T> {
  /** For the log. */
  readonly about: 'a person' | 'the desk';
  readonly ask: (key: string) => Promise<T>;
  readonly keptMs: number;
}

interface Remembered<T> {
  /** Undefined: Teams has never answered. */
  readonly answer: T | undefined;
  readonly askAgainAt: number;
  readonly cause?: unknown;
}

/** Nobody waits for a Teams that has just not answered. */
const afterFailureMs = 5_000;

/** Asks again when an answer is old; keeps the old one while there is no new. @throws PlatformUnavailable without any. */
export function remembering<T>(
  { about, ask, keptMs }: Question<T>,
  { systemClock, log }: { systemClock: SystemClock; log: Log },
): (key: string) => Promise<T> {
  const known = new Map<string, Remembered<T>>();

  const askAnew = async (key: string, now: number): Promise<Remembered<T>> => {
    try {
      return { answer: await ask(key), askAgainAt: now + keptMs };
    } catch (cause) {
      const failure = classify(cause);
      const reason = 'reason' in failure ? failure.reason : failure.kind;
      log.warn({ about, reason }, 'Teams does not say who somebody is: its last answer holds');
      return { answer: known.get(key)?.answer, askAgainAt: now + afterFailureMs, cause };
    }
  };

  return async (key) => {
    const now = systemClock.now().getTime();
    const kept = known.get(key);
    const current = kept && now < kept.askAgainAt ? kept : await askAnew(key, now);
    known.set(key, current);
    if (current.answer === undefined) {
      throw new PlatformUnavailable('Teams cannot be asked who somebody is', { cause: current.cause });
    }
    return current.answer;
  };
}
