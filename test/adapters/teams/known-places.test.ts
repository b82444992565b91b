import { beforeEach, describe, expect, it } from '@jest/globals';
import { createKnownPlaces, type KnownPlaces } from '../../../adapters/teams/known-places.js';
import { referenceIn } from '../../../adapters/teams/read-reference.js';
import { activityShape } from '../../../adapters/teams/activity-shapes.js';
import type { JsonObject } from '../../../src/json-object.js';
import type { NewReference } from '../../../adapters/teams/reading.js';
import { createFakeClock } from '../../fakes/fake-clock.js';
import { createMemoryStore, type MemoryStore } from '../../fakes/memory-store.js';
import {
  botId,
  deskId,
  payload,
  serviceUrl,
  suzukiId,
  tenantId,
  type PayloadName,
} from './teams-payloads.js';

const now = new Date('2026-11-25T01:00:00Z');
const suzuki: NewReference = {
  place: { platform: 'teams', id: `dm:${suzukiId}` },
  conversationId: 'a:1鈴chat',
  serviceUrl,
  tenantId,
  botId,
  user: { accountId: '29:1suzuki', name: '鈴木 花子' },
};

describe('known places', () => {
  let memory: MemoryStore;
  let clock: ReturnType<typeof createFakeClock>;
  let writes: number;
  let places: KnownPlaces;
  beforeEach(() => {
    clock = createFakeClock(now);
    memory = createMemoryStore(clock);
    writes = 0;
    const { references } = memory;
    const remember: typeof references.remember = (reference) => {
      writes += 1;
      return references.remember(reference);
    };
    places = createKnownPlaces({ ...references, remember }, clock);
  });

  it('are written once, and again when anything has changed', async () => {
    for (let n = 0; n < 5; n += 1) await places.see(suzuki);
    expect(writes).toBe(1);
    expect(await places.find(suzuki.place)).toEqual({ ...suzuki, seenAt: now });

    const moved = { ...suzuki, serviceUrl: 'https://smba.trafficmanager.net/apac/' };
    await places.see(moved);
    expect(writes).toBe(2);
    expect(await places.latestOn('teams')).toEqual({ ...moved, seenAt: now });
  });

  it('are written again after a while, when asked for, and after they were forgotten', async () => {
    await places.see(suzuki);
    clock.moveBy(10 * 60_000);
    await places.see(suzuki);
    expect(writes).toBe(2);
    await places.see(suzuki, 'anew');
    expect(writes).toBe(3);
    await places.forget(suzuki.place);
    expect(await places.find(suzuki.place)).toBeUndefined();
    await places.see(suzuki);
    expect(writes).toBe(4);
  });

  it('are not taken for written when they were not', async () => {
    memory.away = true;
    await expect(places.see(suzuki)).rejects.toMatchObject({ code: 'STORE.UNAVAILABLE' });
    memory.away = false;
    await places.see(suzuki);

    expect(await places.find(suzuki.place)).toBeDefined();
  });

  it('are remembered in memory only so many', async () => {
    const someone = (n: number): NewReference => ({ ...suzuki, place: { platform: 'teams', id: `dm:${n}` } });
    for (let n = 0; n <= 10_000; n += 1) await places.see(someone(n));
    const before = writes;
    await places.see(someone(10_000));
    expect(writes).toBe(before);
    await places.see(someone(0));
    expect(writes).toBe(before + 1);
  });
});

describe('how a place is reached', () => {
  const referenceOf = (name: PayloadName, changed: JsonObject = {}) =>
    referenceIn(activityShape.parse({ ...payload(name), ...changed }));

  it('is told by every activity of a person', () => {
    expect(referenceOf('message')).toEqual(suzuki);
  });

  it('is told by every activity of a channel; its threads are not apart', () => {
    const desk = { place: { platform: 'teams', id: deskId }, conversationId: deskId, user: null };

    expect(referenceOf('message-in-thread')).toMatchObject(desk);
    expect(referenceOf('installed-in-team')).toMatchObject(desk);
    expect(referenceOf('installed-in-team', { from: null })).toMatchObject(desk);
  });

  it('is told by a chat that the bot was added to, whoever says so', () => {
    expect(referenceOf('added-to-chat', { from: { id: botId } })).toMatchObject({
      place: suzuki.place,
      user: { accountId: '29:1suzuki', name: '' },
    });
  });

  it('names the tenant wherever Teams wrote it, and the service in its usual letters', () => {
    const conversation = { conversationType: 'personal', id: 'a:1' };
    const told = referenceOf('message', { conversation, serviceUrl: 'https://SMBA.trafficmanager.net/jp' });

    expect(told).toMatchObject({ tenantId, serviceUrl: 'https://smba.trafficmanager.net/jp/' });
  });

  it.each<[string, JsonObject]>([
    ['nobody', { from: null }],
    ['no bot', { recipient: null }],
    ['no tenant', { conversation: { id: 'a:1' }, channelData: null }],
    ['an address without TLS', { serviceUrl: 'http://smba.trafficmanager.net/' }],
  ])('is not told by an activity of %s', (_what, changed) => {
    expect(referenceOf('message', changed)).toBeNull();
  });
});
