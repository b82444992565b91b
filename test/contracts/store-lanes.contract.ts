// The durable work: what waits to be handled, and the lanes of what waits to be sent.
import { describe, expect, it } from '@jest/globals';
import { changes } from '../../src/bot/changes.js';
import type { MongoServer } from '../builders/embedded-store.js';
import { aMessage, after, anEnvelope, start, storeScene } from './store-scene.js';

const lane = 'web|desk';

export function storeLanesContract(name: string, startServer: () => Promise<MongoServer>) {
  describe(`Inbox and Lanes: ${name}`, () => {
    const { opened, at } = storeScene(startServer);

    it('stores an event once, whichever of its two keys repeats', async () => {
      const { inbox } = opened();
      const envelope = anEnvelope();

      expect(await inbox.put(envelope)).toBe('stored');
      expect(await inbox.put(envelope)).toBe('duplicate');
      expect(await inbox.put(anEnvelope({ eventId: envelope.eventId }))).toBe('duplicate');
      expect(await inbox.put(anEnvelope({ dedupKey: envelope.dedupKey }))).toBe('duplicate');
      expect(await inbox.countWaiting()).toBe(1);
    });

    it('gives the rows of a conversation in the order of their arrival, those that may be handled now', async () => {
      const { inbox } = opened();
      const second = anEnvelope({ receivedAt: after(2) });
      const first = anEnvelope({ receivedAt: after(1) });
      await inbox.put(second);
      await inbox.put(first);
      const row = (await inbox.nextOf(first.conversation, start))!;
      expect(row).toMatchObject({ ...first, number: null, attempts: 0, storedAt: start });

      await inbox.postpone(row, after(60), 'its message has not come yet');
      expect(await inbox.nextOf(first.conversation, start)).toMatchObject({ id: second.id });
      expect(await inbox.nextOf(first.conversation, after(60))).toMatchObject({ id: first.id, attempts: 1 });

      await inbox.bury((await inbox.nextOf(first.conversation, after(60)))!, 'unreadable');
      expect(await inbox.nextOf(first.conversation, after(60))).toMatchObject({ id: second.id });
      expect(await inbox.countWaiting()).toBe(1);
    });

    it('lists each waiting conversation once, the longest waiting first', async () => {
      const { inbox } = opened();
      for (const [conversation, seconds] of [
        ['b', 1],
        ['a', 2],
        ['b', 3],
        ['c', 4],
      ] as const) {
        at(after(seconds));
        await inbox.put(anEnvelope({ conversation }));
      }

      const waiting = await inbox.waiting(after(5), 2);
      expect(waiting.map(({ key, since }) => [key, since])).toEqual([
        ['b', after(1)],
        ['a', after(2)],
      ]);
      expect(await inbox.waiting(after(1), 10)).toHaveLength(1);
    });

    it('lends a lane to one holder at a time', async () => {
      const { store, lanes } = opened();
      await store.commit(changes({ messages: [aMessage()] }));
      const [bell] = await lanes.due(start, after(600), 10);
      expect(bell).toEqual({ key: lane, version: 1, nextAt: start });

      const lease = (await lanes.claim(lane, 'one', start, after(60)))!;
      expect(lease).toEqual({ key: lane, version: 2, nextAt: start, holder: 'one' });
      expect(await lanes.claim(lane, 'two', start, after(60))).toBeUndefined();
      expect(await lanes.due(start, after(600), 10)).toEqual([]);
      expect(await lanes.renew(lease, after(120))).toBe(true);

      expect(await lanes.claim(lane, 'two', after(120), after(180))).toMatchObject({ version: 3 });
      expect(await lanes.renew(lease, after(240))).toBe(false);
      await lanes.release(lease, null);
      expect(await lanes.claim(lane, 'three', after(150), after(180))).toBeUndefined();
    });

    it('gives a lane back with the instant of its next message, or none', async () => {
      const { store, lanes } = opened();
      await store.commit(changes({ messages: [aMessage()] }));
      await lanes.release((await lanes.claim(lane, 'one', start, after(60)))!, after(30));
      expect(await lanes.due(start, after(600), 10)).toEqual([{ key: lane, version: 2, nextAt: after(30) }]);
      expect(await lanes.claim(lane, 'one', after(29), after(60))).toBeUndefined();

      await lanes.release((await lanes.claim(lane, 'one', after(30), after(60)))!, null);
      expect(await lanes.due(after(99), after(600), 10)).toEqual([]);

      at(after(100));
      await store.commit(changes({ messages: [aMessage({ delayMs: 60_000 })] }));
      expect(await lanes.due(after(100), after(600), 10)).toMatchObject([{ nextAt: after(160) }]);
    });

    it('keeps a lane due on release when a message joined', async () => {
      const { store, lanes } = opened();
      await store.commit(changes({ messages: [aMessage()] }));
      const lease = (await lanes.claim(lane, 'one', start, after(60)))!;
      await store.commit(changes({ messages: [aMessage()] }));
      await lanes.release(lease, null);

      expect(await lanes.due(start, start, 10)).toEqual([{ key: lane, version: 3, nextAt: start }]);
      expect(await lanes.claim(lane, 'two', start, after(60))).toMatchObject({ version: 4 });
    });

    it('lets a lane rest, or all lanes of a platform', async () => {
      const { store, lanes } = opened();
      const slack = { platform: 'slack', id: 'C1' } as const;
      await store.commit(changes({ messages: [aMessage(), aMessage({ place: slack })] }));
      await lanes.rest(lane, after(30));
      await lanes.rest(lane, after(10));
      await lanes.restPlatform('slack', after(60));

      expect(await lanes.due(after(29), after(600), 10)).toEqual([]);
      expect(await lanes.due(after(30), after(600), 10)).toMatchObject([{ key: lane }]);
      expect(await lanes.claim('slack|C1', 'one', after(59), after(99))).toBeUndefined();
      expect(await lanes.claim('slack|C1', 'one', after(60), after(99))).toMatchObject({ key: 'slack|C1' });
    });
  });
}
