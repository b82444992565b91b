import { describe, expect, it } from '@jest/globals';
import { createBell } from '../../jobs/bell.js';
import { laneJob, type Job } from '../../jobs/job.js';
import { createInProcess } from '../../jobs/performer.js';
import { sendLane } from '../../jobs/processors/send-lane.js';
import type { Workplace } from '../../jobs/workplace.js';
import { changes } from '../../src/bot/changes.js';
import type { Outgoing } from '../../src/bot/delivery.js';
import { message, paragraph } from '../../src/bot/outgoing-message.js';
import { placeKey, type Place } from '../../src/places.js';
import type { SystemClock } from '../../src/ports.js';
import { aWorkplace } from '../builders/a-workplace.js';
import { createFakeMessenger, type FakeMessenger } from '../fakes/fake-messenger.js';
import { createMemoryStore } from '../fakes/memory-store.js';
import { until } from '../faults/until.js';

const start = new Date('2026-11-20T01:00:00Z');
const paceMs = 120;
const desk: Place = { platform: 'web', id: 'desk' };
const suzuki: Place = { platform: 'web', id: 'dm:suzuki' };

const inMs = (ms: number): Date => new Date(start.getTime() + ms);

const messagesTo = (place: Place, count: number): Outgoing[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `${place.id}-${n + 1}`,
    place,
    to: 'desk',
    purpose: 'thread',
    proposalIds: [],
    message: message(paragraph('届きました')),
  }));

const paced = (clock: SystemClock): FakeMessenger => Object.assign(createFakeMessenger(clock), { paceMs });

/** A workplace whose platform wants its pace, at an instant that only the test moves. */
function aPacedWorkplace() {
  const { work, clock } = aWorkplace(start);
  const messenger = paced(clock);
  const rung: Job[] = [];
  const ring = (...jobs: Job[]) => {
    rung.push(...jobs);
  };
  return { work: { ...work, messengers: { web: messenger }, ring }, clock, messenger, rung };
}

const send = (work: Workplace, place: Place) => sendLane(work, { key: placeKey(place) });
const arrivedAt = ({ arrivals }: FakeMessenger, place: Place): Date[] =>
  arrivals.filter(({ shown }) => placeKey(shown.place) === placeKey(place)).map(({ at }) => at);

describe('a lane of a platform that wants a pace', () => {
  it('rests after each message, and is rung for its next instant', async () => {
    const { work, clock, messenger, rung } = aPacedWorkplace();
    await work.store.commit(changes({ messages: messagesTo(desk, 2) }));

    await send(work, desk);
    expect(arrivedAt(messenger, desk)).toEqual([start]);
    expect(rung).toMatchObject([{ name: 'send-lane', data: { key: 'web|desk' }, delayMs: paceMs }]);

    clock.moveTo(inMs(paceMs - 1));
    await send(work, desk);
    expect(arrivedAt(messenger, desk)).toHaveLength(1);

    clock.moveTo(inMs(paceMs));
    await send(work, desk);
    expect(arrivedAt(messenger, desk)).toEqual([start, inMs(paceMs)]);
  });

  it('keeps the pace in a process that starts in between', async () => {
    const { work, clock, messenger } = aPacedWorkplace();
    await work.store.commit(changes({ messages: messagesTo(desk, 2) }));
    await send(work, desk);

    clock.moveTo(inMs(paceMs / 2));
    await send({ ...work, holder: 'another-process' }, desk);

    expect(arrivedAt(messenger, desk)).toEqual([start]);
  });

  it('does not stop another lane while it rests', async () => {
    const { work, messenger } = aPacedWorkplace();
    await work.store.commit(changes({ messages: [...messagesTo(desk, 9), ...messagesTo(suzuki, 1)] }));

    await send(work, desk);
    await send(work, suzuki);

    expect(arrivedAt(messenger, suzuki)).toEqual([start]);
  });

  it('keeps the pace after a try that failed: that was a request too', async () => {
    const { work, clock, messenger } = aPacedWorkplace();
    await work.store.commit(changes({ messages: messagesTo(desk, 1) }));
    messenger.meet(desk, { kind: 'rate-limited', retryAfterMs: 1 });
    await send(work, desk);

    clock.moveTo(inMs(1));
    await send(work, desk);
    expect(arrivedAt(messenger, desk)).toEqual([]);

    clock.moveTo(inMs(paceMs));
    await send(work, desk);
    expect(arrivedAt(messenger, desk)).toEqual([inMs(paceMs)]);
  });

  it('rests longer than its pace when the platform says so', async () => {
    const { work, rung, messenger } = aPacedWorkplace();
    await work.store.commit(changes({ messages: messagesTo(desk, 1) }));
    messenger.meet(desk, { kind: 'rate-limited', retryAfterMs: 7_000 });

    await send(work, desk);

    expect(rung).toMatchObject([{ delayMs: 7_000 }]);
  });
});

/** The same in real time, without Redis: what is rung is done in this process, a few at a time. */
function aWorkplaceInRealTime() {
  const clock: SystemClock = { now: () => new Date() };
  const { work: fakes } = aWorkplace(start);
  const messenger = paced(clock);
  const ring = (...jobs: Job[]) => {
    bell.ring(...jobs);
  };
  const store = createMemoryStore(clock);
  const messengers = { web: messenger };
  const work: Workplace = { ...fakes, ...store, systemClock: clock, townClock: clock, messengers, ring };
  const bell = createBell({ inProcess: createInProcess(work, work.log), metrics: work.metrics });
  return { work, messenger, bell };
}

describe('many lanes without Redis, one of them long', () => {
  const people = Array.from({ length: 20 }, (_, n): Place => ({ platform: 'web', id: `dm:${n}` }));
  const perPerson = 2;
  const atDesk = 6;

  it('are worked on side by side, each at its pace, and no sweep is needed', async () => {
    const { work, messenger, bell } = aWorkplaceInRealTime();
    const messages = [
      ...messagesTo(desk, atDesk),
      ...people.flatMap((place) => messagesTo(place, perPerson)),
    ];
    await work.store.commit(changes({ messages }));

    const began = Date.now();
    bell.ring(...[desk, ...people].map((place) => laneJob(placeKey(place), 'v1')));
    await until('the last message', () => (messenger.arrivals.length < messages.length ? undefined : true));
    await bell.close();

    for (const place of [desk, ...people]) {
      const times = arrivedAt(messenger, place).map(Number);
      const gaps = times.slice(1).map((at, n) => at - times[n]!);
      expect(times).toHaveLength(place === desk ? atDesk : perPerson);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(paceMs);
    }
    // Five resting lanes at a time would make the last of twenty people wait for four rounds.
    const lastOfPeople = Math.max(...people.flatMap((place) => arrivedAt(messenger, place)).map(Number));
    expect(lastOfPeople - began).toBeLessThan(3 * paceMs);
  });
});
