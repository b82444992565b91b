import { describe, it } from '@jest/globals';
import { killedAt, sameEventFiveTimes, stopsInTime } from './stories.js';

/** Real processes, killed and started again: leases of ten seconds have to run out. */
const patienceMs = 120_000;

const stories: [title: string, play: () => Promise<void>][] = [
  [
    'repeats nothing when killed after it stored a word and before it acknowledged it',
    () => killedAt({ point: 'after-store-before-ack', nth: 2 }),
  ],
  [
    'loses nothing when killed in the transaction of a turn',
    () => killedAt({ point: 'in-the-transaction', nth: 2, afterMs: 3 }),
  ],
  [
    'does not send again what was sent and not recorded',
    () => killedAt({ point: 'between-send-and-record', nth: 2 }),
  ],
  ['takes an event that comes five times at once for one', sameEventFiveTimes],
  ['stops in time when told to, and loses nothing', stopsInTime],
];

describe('the service', () => {
  for (const [title, play] of stories) it.concurrent(title, play, patienceMs);
});
