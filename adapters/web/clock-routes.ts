import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Instant } from '../../src/calendar/instant.js';
import type { TownClock } from '../../src/ports.js';

export type ClockMove =
  | { kind: 'moved'; now: Instant }
  /** Not while Slack or Teams is on: there it would move promises made to real people. */
  | { kind: 'refused'; reason: string }
  | { kind: 'invalid'; reason: string };

export interface MovableClock extends TownClock {
  /** `3bd`, `6h`. Resolves when every step that became due on the way has been handled. */
  readonly advance: (text: string) => Promise<ClockMove>;
}

const advanceSchema = z.object({ advance: z.string() });

export function createClockRoutes(clock: MovableClock): Router {
  return Router()
    .get('/clock', (_request, response) => {
      response.json({ now: clock.now().toISOString() });
    })
    .post('/clock', moveClock(clock));
}

function moveClock(clock: MovableClock): RequestHandler {
  return async (request, response) => {
    const read = advanceSchema.safeParse(request.body);
    const move: ClockMove = read.success
      ? await clock.advance(read.data.advance)
      : { kind: 'invalid', reason: 'The field "advance" must be a duration such as "3bd" or "6h".' };
    switch (move.kind) {
      case 'moved':
        response.json({ now: move.now.toISOString() });
        return;
      case 'refused':
        response.status(409).json({ error: move.reason });
        return;
      case 'invalid':
        response.status(400).json({ error: move.reason, field: 'advance' });
        return;
    }
  };
}
