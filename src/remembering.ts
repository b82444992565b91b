/** Answers of a platform that hold for a while, and beyond it while the platform is away. */
import { PlatformUnavailable } from './errors.js';
import type { Log, SystemClock } from './ports.js';

/** Nobody waits for a platform that has just not answered. */
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
  /** However old; undefined: it has never answered. */
  readonly lastKnown: (key: string) => T | undefined;
}

export interface Answering {
  /** As its users call it. */
  readonly platform: string;
  /** Why a question was not answered: a stable word for the log. */
  readonly failureReason: (error: unknown) => string;
  readonly systemClock: SystemClock;
  readonly log: Log;
}

interface Remembered<T> {
  readonly answer: T | undefined;
  readonly askAgainAt: number;
  readonly cause?: unknown;
}

export function remembering<T>(
  { about, ask, keptMs }: Question<T>,
  { platform, failureReason, systemClock, log }: Answering,
): Memory<T> {
  const known = new Map<string, Remembered<T>>();

  const askAnew = async (key: string, now: number): Promise<Remembered<T>> => {
    try {
      return { answer: await ask(key), askAgainAt: now + keptMs };
    } catch (cause) {
      log.warn(
        { about, reason: failureReason(cause) },
        `${platform} does not say who somebody is: its last answer holds`,
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
        throw new PlatformUnavailable(`${platform} cannot be asked who somebody is`, {
          cause: current.cause,
        });
      }
      return current.answer;
    },
    lastKnown: (key) => known.get(key)?.answer,
  };
}
