/**
 * For trying out only: moves the town clock forward, stopping at every instant at which something falls due, so
 * that reminders come in the order in which a town would see them (contract §8).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseDuration, type Duration } from '../src/calendar/duration.js';
import { earliest, type Instant } from '../src/calendar/instant.js';
import { instantAt, localTimeOf } from '../src/calendar/local-date.js';
import { nextSlotAt } from '../src/digest/digest-week.js';
import type { Town } from '../src/town.js';
import type { InProcess } from './performer.js';
import type { Relay } from './relay.js';
import type { Workplace } from './workplace.js';

export interface MovableClock {
  /** Durable, forward only, for every process. */
  readonly moveTo: (instant: Instant) => Promise<void>;
}

/** A stop that does not come to rest (a platform is away) is left after this. */
const mostMsPerStop = 20_000;

/** Business days keep the time of day: 「3営業日あと」 is the same hour, three open days later. */
function destination(now: Instant, by: Duration, { calendar }: Town, alwaysOpen: boolean): Instant {
  if (by.unit === 'time') return new Date(now.getTime() + by.ms);
  if (by.unit === 'business-hours' || alwaysOpen) return calendar.due(now, by).dueAt;
  const { timezone } = calendar;
  const day = calendar.addBusinessDays(calendar.localDateOf(now), by.count);
  return instantAt(day, localTimeOf(now, timezone), timezone);
}

async function isQuiet(work: Workplace): Promise<boolean> {
  const townNow = work.townClock.now();
  const waiting = await work.inbox.countWaiting();
  const proposals = await work.store.proposals.dueForWaking(townNow, 1);
  const conversations = await work.store.conversations.dueForWaking(townNow, 1);
  const pending = await work.outbox.pendingCount();
  const unsent = pending.reduce((sum, { count }) => sum + count, 0);
  return waiting + proposals.length + conversations.length + unsent === 0;
}

async function comeToRest({ work, relay, inProcess }: ClockParts): Promise<void> {
  const deadline = performance.now() + mostMsPerStop;
  do {
    await relay.sweep();
    await inProcess.settled();
    await sleep(50);
  } while (performance.now() < deadline && !(await isQuiet(work)));
}

async function nextStop(work: Workplace, now: Instant): Promise<Instant | null> {
  const { settings, calendar } = work.town;
  const after = (at: Instant | null) => (at && at > now ? at : null);
  return earliest(
    after(await work.store.proposals.nextWakeAt()),
    after(await work.store.conversations.nextWakeAt()),
    nextSlotAt(now, settings.digest, calendar),
  );
}

interface ClockParts {
  readonly work: Workplace;
  readonly relay: Relay;
  readonly inProcess: InProcess;
}

export type MoveOutcome = { kind: 'moved'; now: Instant } | { kind: 'invalid'; reason: string };

export function createClockMover(parts: ClockParts) {
  const { work } = parts;
  let moving: Promise<unknown> = Promise.resolve();

  const move = async (clock: MovableClock, by: Duration): Promise<MoveOutcome> => {
    const alwaysOpen = work.town.settings.calendar.kind === 'always-open';
    const target = destination(work.townClock.now(), by, work.town, alwaysOpen);
    await comeToRest(parts);
    while (work.townClock.now() < target && !work.stopping()) {
      const stop = earliest(await nextStop(work, work.townClock.now()), target) ?? target;
      await clock.moveTo(stop);
      await comeToRest(parts);
    }
    return { kind: 'moved', now: work.townClock.now() };
  };

  /** `3bd`, `6h`. One move at a time. */
  const advance = (clock: MovableClock, text: string): Promise<MoveOutcome> => {
    const by = parseDuration(text);
    if (!by) {
      return Promise.resolve({
        kind: 'invalid',
        reason: 'advance: write for example 3bd, 4bh, 90s, 30m or 6h',
      });
    }
    const moved = moving.then(() => move(clock, by));
    moving = moved.catch(() => undefined);
    return moved;
  };

  return { advance };
}
