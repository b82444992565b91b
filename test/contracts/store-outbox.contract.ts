// What is sent, and the local chat's rooms and clock.
import { describe, expect, it } from '@jest/globals';
import { changes, type DeliveryOutcome } from '../../src/bot/changes.js';
import { AppError } from '../../src/errors.js';
import type { Store } from '../../src/ports.js';
import { createMongoStores, openMongo } from '../../adapters/mongodb/index.js';
import { silentLog, type MongoServer } from '../builders/embedded-store.js';
import { aMessage, after, desk, start, storeScene } from './store-scene.js';

const lane = 'web|desk';

const sent = (deliveryId: string, basedOn: number | null): DeliveryOutcome => ({
  deliveryId,
  basedOn,
  from: 'pending',
  status: 'sent',
  at: after(5),
  platformMessageId: 'platform-1',
  error: null,
});

/** As a turn does: a conflict is computed again. */
async function commitStubbornly(store: Store, id: string): Promise<void> {
  for (;;)
    try {
      await store.commit(changes({ messages: [aMessage({ id })] }));
      return;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'STORE.CONFLICT')) throw error;
    }
}

export function storeOutboxContract(name: string, startServer: () => Promise<MongoServer>) {
  describe(`Outbox, rooms and town clock: ${name}`, () => {
    const { opened } = storeScene(startServer);

    it('keeps the messages of a lane in the order of their commits under 8 concurrent committers', async () => {
      const { store, outbox, uri } = opened();
      const second = await openMongo(uri, { log: silentLog });
      const stores = [store, createMongoStores(second, { now: () => start }).store];
      await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map(async (who) => {
          for (let nth = 0; nth < 6; nth++) await commitStubbornly(stores[who % 2]!, `m-${who}-${nth}`);
        }),
      );
      await second.close(1_000);

      const sentIds: string[] = [];
      for (let seq = 1; seq <= 48; seq++) {
        const head = (await outbox.headOf(lane))!;
        expect(head.value.seq).toBe(seq);
        sentIds.push(head.value.id);
        await store.commit(changes({ outcomes: [sent(head.value.id, head.version)] }));
      }
      expect(await outbox.headOf(lane)).toBeUndefined();
      for (const who of ['0', '7'])
        expect(sentIds.filter((id) => id.startsWith(`m-${who}`))).toEqual(
          [0, 1, 2, 3, 4, 5].map((nth) => `m-${who}-${nth}`),
        );
    }, 30_000);

    it('gives back a message as it was written, nothing added for what it leaves out', async () => {
      const { store, outbox } = opened();
      const control = { intent: 'proposal.answer', target: 'p~1', label: '返事する', emphasis: undefined };
      const given = { text: '', blocks: [{ kind: 'actions' as const, controls: [control] }] };
      await store.commit(changes({ messages: [aMessage({ message: given })] }));

      expect((await outbox.headOf(lane))?.value.message).toEqual(given);
    });

    it('records each try of a message, and only for whoever claimed it', async () => {
      const { store, outbox } = opened();
      await store.commit(changes({ messages: [aMessage({ id: 'd1', proposalIds: ['p1'] })] }));
      const head = (await outbox.headOf(lane))!;
      const claimed = (await outbox.claim(head))!;
      expect(claimed.value).toMatchObject({ claims: 1, attempts: 0 });
      expect(await outbox.claim(head)).toBeUndefined();

      await outbox.defer(head, { nextAt: after(1), maybeSent: false, failingSince: null, error: 'lost' });
      await outbox.defer(claimed, {
        nextAt: after(9),
        maybeSent: true,
        failingSince: start,
        error: 'timeout',
      });
      const deferred = (await outbox.headOf(lane))!;
      expect(deferred.value).toMatchObject({
        attempts: 1,
        maybeSent: true,
        failingSince: start,
        nextAt: after(9),
        lastError: 'timeout',
      });
      const again = (await outbox.markResent((await outbox.claim(deferred))!))!;
      expect(again.value).toMatchObject({ resent: true, claims: 2 });

      await expect(store.commit(changes({ outcomes: [sent('d1', claimed.version)] }))).rejects.toMatchObject({
        code: 'STORE.CONFLICT',
      });
      await store.commit(changes({ outcomes: [sent('d1', again.version)] }));
      const delivery = await store.deliveries.findByMessage(desk, 'platform-1');
      expect(delivery).toMatchObject({ id: 'd1', status: 'sent', sentAt: after(5), attempts: 2 });
      expect(await store.deliveries.listOf('p1')).toEqual([delivery]);
      expect(await outbox.oldestPendingAt()).toBeNull();
    });

    it('knows what a place has refused since it last took something', async () => {
      const { store, outbox } = opened();
      const ends = async (id: string, status: 'sent' | 'undeliverable', onlyFor: string | null = null) => {
        await store.commit(changes({ messages: [aMessage({ id, onlyFor })] }));
        const { version } = (await outbox.headOf(lane))!;
        await store.commit(changes({ outcomes: [{ ...sent(id, version), status }] }));
        return (await store.deliveries.refusedLately(desk, 2)).map((refused) => refused.id);
      };
      expect(await store.deliveries.refusedLately(desk, 2)).toEqual([]);
      expect(await ends('d1', 'undeliverable')).toEqual(['d1']);
      expect(await ends('d2', 'sent')).toEqual([]);
      expect(await ends('d3', 'undeliverable')).toEqual(['d3']);
      expect(await ends('d4', 'undeliverable', 'web:tanaka')).toEqual(['d3']);
      expect(await ends('d5', 'undeliverable')).toEqual(['d5', 'd3']);
      expect(await ends('d6', 'undeliverable')).toEqual(['d6', 'd5']);
      expect(await ends('d7', 'sent', 'web:tanaka')).toEqual(['d6', 'd5']);
      await store.commit(changes({ messages: [aMessage({ id: 'd8' })] }));
      expect(await store.deliveries.refusedLately({ ...desk, id: 'all' }, 2)).toEqual([]);
      expect(await store.deliveries.refusedLately(desk, 2)).toHaveLength(2);
    });

    it('lets lines join a reminder until it was claimed', async () => {
      const { store, outbox } = opened();
      await store.commit(
        changes({ messages: [aMessage({ id: 'r1', purpose: 'reminder', delayMs: 5_000 })] }),
      );
      const { message } = aMessage();
      const line = { proposalId: 'p2', kind: 'today', dueAt: start, message } as const;
      const join = (basedOn: number) =>
        store.commit(
          changes({ joined: [{ deliveryId: 'r1', basedOn, lines: [line], message, proposalIds: ['p2'] }] }),
        );
      await join(1);
      const head = (await outbox.headOf(lane))!;
      expect(head.value).toMatchObject({ lines: [line], proposalIds: ['p2'], nextAt: after(5) });
      await outbox.claim(head);

      await expect(join(head.version)).rejects.toMatchObject({ code: 'STORE.CONFLICT' });
      const counts = await outbox.pendingCount();
      expect(counts.filter(({ count }) => count > 0)).toEqual([{ kind: 'reminder', count: 1 }]);
      expect(await outbox.oldestPendingAt()).toEqual(start);
    });

    it('keeps the log of a room: posted once, edited in place, removed to a mark', async () => {
      const { rooms } = opened();
      const entry = {
        id: 'desk|m1',
        room: 'desk',
        at: start,
        from: 'tanaka',
        replyTo: null,
        onlyFor: null,
        kind: 'message' as const,
        form: null,
        text: 'はい',
        blocks: [],
      };
      expect(await rooms.lastSeq()).toBe(0);
      expect(await rooms.post(entry)).toBe('posted');
      expect(await rooms.post(entry)).toBe('duplicate');
      await rooms.post({ ...entry, id: 'desk|m2' });
      expect(await rooms.edit('desk|m1', { text: 'いいえ', blocks: [] })).toBe(true);
      const first = (await rooms.find('desk|m1'))!;
      expect((await rooms.list('desk', 5)).map(({ id }) => id)).toEqual(['desk|m1', 'desk|m2']);
      expect((await rooms.changesSince(first.position, 5)).map(({ id }) => id)).toEqual([
        'desk|m2',
        'desk|m1',
      ]);
      expect(await rooms.lastSeq()).toBe(first.seq);

      expect(await rooms.remove('desk|m1')).toBe(true);
      expect(await rooms.remove('desk|m1')).toBe(false);
      expect(await rooms.edit('desk|m1', { text: 'また', blocks: [] })).toBe(false);
      expect(await rooms.post(entry)).toBe('duplicate');
      expect(await rooms.find('desk|m1')).toBeUndefined();
      expect((await rooms.changesSince(first.seq, 5))[0]).toMatchObject({ removed: true, text: '' });
    });

    it('moves the town clock forward only', async () => {
      const { townClock } = opened();
      expect(await townClock.read()).toBe(0);
      expect(await townClock.set(5_000)).toBe(5_000);
      expect(await townClock.set(4_000)).toBe(5_000);
      expect(await townClock.read()).toBe(5_000);
    });
  });
}
