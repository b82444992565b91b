import type { Instant } from '../../src/calendar/instant.js';
import type { SystemClock, TownClock } from '../../src/ports.js';

export const systemClock: SystemClock = { now: () => new Date() };

/** How far the town is ahead of the system, kept where every process finds it. */
export interface ClockOffset {
  /** Milliseconds, never below what it was. */
  readonly read: () => Promise<number>;
  /** Moves forward only. Resolves with what holds now. */
  readonly set: (offsetMs: number) => Promise<number>;
}

export interface MovableTownClock extends TownClock {
  /** Durable when it resolves; other processes follow within half a second. */
  readonly moveTo: (instant: Instant) => Promise<void>;
  readonly close: () => void;
}

const refreshEveryMs = 500;

/** For trying out: a town clock that can be moved forward. */
export async function openMovableTownClock(stored: ClockOffset): Promise<MovableTownClock> {
  let offsetMs = await stored.read();
  const refresh = async () => {
    try {
      offsetMs = Math.max(offsetMs, await stored.read());
    } catch {
      // The store is away: the offset known so far holds, and the next refresh follows.
    }
  };
  const timer = setInterval(() => void refresh(), refreshEveryMs);
  timer.unref();
  return {
    now: () => new Date(Date.now() + offsetMs),
    moveTo: async (instant) => {
      offsetMs = await stored.set(Math.max(offsetMs, instant.getTime() - Date.now()));
    },
    close: () => {
      clearInterval(timer);
    },
  };
}
