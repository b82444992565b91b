import type { Instant } from '../../src/calendar/instant.js';

/** One instant, set by hand. Serves as town clock and as system clock. */
export interface FakeClock {
  readonly now: () => Instant;
  /** Forward only, as every clock of ours. */
  readonly moveTo: (instant: Instant) => void;
  readonly moveBy: (ms: number) => void;
}

export function createFakeClock(start: Instant): FakeClock {
  let now = start;
  const moveTo = (instant: Instant) => {
    if (instant > now) now = instant;
  };
  return {
    now: () => now,
    moveTo,
    moveBy: (ms) => {
      moveTo(new Date(now.getTime() + ms));
    },
  };
}
