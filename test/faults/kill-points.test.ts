/** The process dies at every point of a word's way; the small core of these is in core.test.ts. */
import { describe, it } from '@jest/globals';
import { killedAt } from './stories.js';

describe('the service, killed', () => {
  it.concurrent('between the acknowledgement and the turn', () =>
    killedAt({ point: 'between-ack-and-turn' }),
  );

  it.concurrent('right after the commit of a turn', () => killedAt({ point: 'after-commit', nth: 2 }));

  it.concurrent('while it claims a lane', () => killedAt({ point: 'during-lane-claim', nth: 2 }));

  it.concurrent.each([0, 1, 2, 4, 8, 16])('%i ms into the transaction of a turn', (afterMs) =>
    killedAt({ point: 'in-the-transaction', nth: 1, afterMs }),
  );

  it.concurrent.each([1, 3, 5])('between sending and recording message %i', (nth) =>
    killedAt({ point: 'between-send-and-record', nth }),
  );
});
