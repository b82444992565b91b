// Every query of ours has an index: what a sweep costs grows with what is due, not with what exists (design §9).
import { describe, expect, it } from '@jest/globals';
import { changes } from '../../src/bot/changes.js';
import { newConversation } from '../../src/bot/conversation.js';
import { aProposal } from '../builders/a-proposal.js';
import type { MongoServer, OpenedStore } from '../builders/embedded-store.js';
import { aMessage, after, desk, start, storeScene, type Scene } from './store-scene.js';

interface Asked {
  readonly collection: string;
  readonly method: string;
  readonly filter: object;
  readonly sort?: object;
  readonly limit?: number;
}

interface Options {
  readonly sort?: object;
  readonly limit?: number;
}

/** Notes what mongoose asks the driver for. */
function listen({ mongo }: OpenedStore): Asked[] {
  const asked: Asked[] = [];
  mongo.connection.set(
    'debug',
    (collection: string, method: string, first: unknown, ...others: unknown[]) => {
      if (method.startsWith('insert') || method === 'createIndexes') return;
      const filter = method === 'aggregate' ? (first as { $match: object }[])[0]?.$match : first;
      const { sort, limit } = method.startsWith('find') ? (others.at(-1) as Options) : {};
      asked.push({
        collection,
        method,
        filter: filter as object,
        ...(sort && { sort }),
        ...(limit !== undefined && { limit }),
      });
    },
  );
  return asked;
}

async function useEverything({ opened, arrived }: Scene): Promise<void> {
  const { store, inbox, numbers, lanes, outbox, schedules, archive, townClock, rooms, references } = opened();
  const row = await arrived();
  const proposal = aProposal();
  await inbox.waiting(start, 5);
  await inbox.countWaiting();
  await inbox.postpone(row, start, 'later');
  await numbers.drawFor(row, 2026);
  const key = 'k';
  const again = (await inbox.nextOf(row.conversation, start))!;
  const first = changes({
    proposals: [{ proposal, basedOn: null }],
    conversations: [{ key, conversation: newConversation, basedOn: null }],
    messages: [aMessage({ id: 'd' })],
    latestWords: [{ place: desk, word: { purpose: 'card', proposalId: null } }],
    slots: [{ name: 's', slot: start, basedOn: null }],
  });
  await store.commit(first, again);
  const { message } = aMessage();
  await store.commit(
    changes({
      proposals: [{ proposal, basedOn: 1 }],
      conversations: [{ key, conversation: newConversation, basedOn: 1 }],
      joined: [{ deliveryId: 'd', basedOn: 1, lines: [], message, proposalIds: [] }],
      slots: [{ name: 's', slot: after(1), basedOn: start }],
    }),
  );
  const lease = (await lanes.claim('web|desk', 'me', start, after(9)))!;
  await lanes.due(start, start, 5);
  await lanes.renew(lease, after(9));
  await lanes.release(lease, null);
  await lanes.rest('web|desk', start);
  await lanes.restPlatform('web', start);
  await outbox.defer((await outbox.claim((await outbox.headOf('web|desk'))!))!, {
    nextAt: start,
    maybeSent: false,
    error: 'e',
  });
  await outbox.markResent((await outbox.headOf('web|desk'))!);
  await outbox.pendingCount();
  await outbox.oldestPendingAt();
  await store.proposals.find(proposal.id);
  await store.proposals.findByNumber(proposal.number);
  await store.proposals.findByMessage('m');
  await store.proposals.listOf('web:suzuki', 5);
  await store.proposals.countOf('web:suzuki');
  await store.proposals.listOpen(5);
  await store.proposals.countOpen();
  await store.proposals.dueForWaking(start, 5);
  await store.proposals.nextWakeAt();
  await store.conversations.find(key);
  await store.conversations.latestWord(desk);
  await store.conversations.dueForWaking(start, 5);
  await store.conversations.nextWakeAt();
  await store.deliveries.find('d');
  await store.deliveries.findByMessage(desk, 'x');
  await store.deliveries.listOf(proposal.id);
  await schedules.lastSlot('s');
  await schedules.installedAt(start);
  for await (const { id } of archive.all()) expect(id).toBe(proposal.id);
  await archive.openAfter(null, 5);
  await archive.registeredBetween(start, after(1));
  await archive.answeredBetween(start, after(1));
  await archive.endedBetween(start, after(1));
  await archive.countByState();
  await archive.overdue(start);
  await archive.drawnNumbers();
  await archive.unwoken(start, 5);
  await references.find(desk);
  await references.latestOn('teams');
  await references.forget(desk);
  await townClock.set(1);
  await townClock.read();
  await rooms.edit('r', { text: '', blocks: [] });
  await rooms.remove('r');
  await rooms.find('r');
  await rooms.list('desk', 5);
  await rooms.changesSince(0, 5);
  await rooms.lastSeq();
}

export function storeQueriesContract(name: string, startServer: () => Promise<MongoServer>) {
  describe(`Queries: ${name}`, () => {
    const scene = storeScene(startServer);

    it('all use an index', async () => {
      const asked = listen(scene.opened());
      await useEverything(scene);
      scene.opened().mongo.connection.set('debug', false);

      expect(asked.length).toBeGreaterThan(50);
      for (const { collection, filter, ...order } of asked) {
        const { method: _method, ...shape } = order;
        const explained = await scene.opened().mongo.connection.db?.command({
          explain: { find: collection, filter, ...shape },
          verbosity: 'queryPlanner',
        });
        const plan = JSON.stringify((explained?.queryPlanner as { winningPlan: unknown }).winningPlan);
        // What was said about one proposal is a handful, found by a multikey index: that sort costs nothing.
        if (!('proposalIds' in filter))
          expect({ filter, plan }).not.toMatchObject({ plan: expect.stringContaining('"SORT"') });
        expect({ collection, filter, plan }).toMatchObject({
          plan: expect.stringMatching(/^(?!.*COLLSCAN).*(IXSCAN|IDHACK)/),
        });
      }
    });
  });
}
