import { describe, it } from '@jest/globals';
import { killedAt, sameEventFiveTimes, stopsInTime } from './stories.js';

describe('the service', () => {
  it.concurrent('repeats nothing when killed after it stored a word and before it acknowledged it', () =>
    killedAt({ point: 'after-store-before-ack', nth: 2 }),
  );

  it.concurrent('loses nothing when killed in the transaction of a turn', () =>
    killedAt({ point: 'in-the-transaction', nth: 2, afterMs: 3 }),
  );

  it.concurrent('does not send again what was sent and not recorded', () =>
    killedAt({ point: 'between-send-and-record', nth: 2 }),
  );

  it.concurrent('takes an event that comes five times at once for one', sameEventFiveTimes);

  it.concurrent('stops in time when told to, and loses nothing', stopsInTime);
});
