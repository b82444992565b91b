import type { Instant } from '../../src/calendar/instant.js';
import type { Receiver } from '../../src/proposals/ladder.js';
import type { Waking } from '../../src/proposals/wake.js';

/** A waking at `now`; `closed`: receivers whose message of this half day has left already. */
export const wakingAt = (now: Instant, closed: readonly Receiver[] = []): Waking => ({
  now,
  cardId: 'card-1',
  bundleOf: (receiver) => (closed.includes(receiver) ? 'closed' : 'open'),
  lateText: (late, nextReportAt) => `${late.holder.kind}, next report ${nextReportAt.toISOString()}`,
});
