// Turns: one transaction, fenced by what was read. Runs against the embedded server, and against a real replica set
// when TEST_MONGODB_URI names one.
import { describe, expect, it } from '@jest/globals';
import { changes } from '../../src/bot/changes.js';
import { newConversation, plannedConversation } from '../../src/bot/conversation.js';
import { take } from '../../src/proposals/desk-work.js';
import { aProposal } from '../builders/a-proposal.js';
import type { MongoServer } from '../builders/embedded-store.js';
import { aTown } from '../builders/town.js';
import { aMessage, after, anEnvelope, desk, start, storeScene } from './store-scene.js';

const conflict = { code: 'STORE.CONFLICT' };
const tanaka = { id: 'web:tanaka', name: '田中', section: 'DX推進課' };

function taken(proposal = aProposal()) {
  const outcome = take(proposal, tanaka, aTown());
  if (outcome.kind !== 'taken') throw new Error(outcome.kind);
  return outcome.proposal;
}

export function storeContract(name: string, startServer: () => Promise<MongoServer>) {
  describe(`Store.commit: ${name}`, () => {
    const { opened, arrived } = storeScene(startServer);

    it('gives back a proposal as it was written', async () => {
      const { store } = opened();
      const proposal = aProposal({
        messageKey: 'web|dm:suzuki|m1',
        spokenFor: { name: null, section: null },
      });
      await store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));

      expect(await store.proposals.find(proposal.id)).toEqual({ value: proposal, version: 1 });
      expect(await store.proposals.findByNumber(proposal.number)).toMatchObject({ value: proposal });
    });

    it('refuses a save based on an old version', async () => {
      const { store } = opened();
      const proposal = aProposal();
      await store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
      const next = changes({ proposals: [{ proposal: taken(proposal), basedOn: 1 }] });
      await store.commit(next);

      await expect(store.commit(next)).rejects.toMatchObject(conflict);
      expect(await store.proposals.find(proposal.id)).toEqual({ value: taken(proposal), version: 2 });
    });

    it('refuses a second proposal with the same number', async () => {
      const { store } = opened();
      const proposal = aProposal();
      await store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
      const other = aProposal({ number: proposal.number });

      await expect(
        store.commit(changes({ proposals: [{ proposal: other, basedOn: null }] })),
      ).rejects.toMatchObject({ ...conflict, cause: { code: 11000 } });
    });

    it('is all or nothing', async () => {
      const { store, outbox, lanes, inbox } = opened();
      const row = await arrived();
      const proposal = aProposal();
      const turn = changes({
        proposals: [{ proposal, basedOn: null }],
        messages: [aMessage()],
        latestWords: [{ place: desk, word: { purpose: 'card', proposalId: proposal.id } }],
        slots: [{ name: 'digest', slot: start, basedOn: after(-1) }],
      });

      await expect(store.commit(turn, row)).rejects.toMatchObject(conflict);
      expect(await store.proposals.find(proposal.id)).toBeUndefined();
      expect(await outbox.headOf('web|desk')).toBeUndefined();
      expect(await lanes.due(start, after(60), 10)).toEqual([]);
      expect(await store.conversations.latestWord(desk)).toBeUndefined();
      expect(await inbox.nextOf(row.conversation, start)).toEqual(row);
    });

    it('handles an event once: the second is a conflict', async () => {
      const { store, inbox, outbox } = opened();
      const row = await arrived();
      await store.commit(changes({ messages: [aMessage({ id: 'first' })] }), row);

      await expect(
        store.commit(changes({ messages: [aMessage({ id: 'second' })] }), row),
      ).rejects.toMatchObject(conflict);
      expect(await inbox.countWaiting()).toBe(0);
      expect(await outbox.headOf('web|desk')).toMatchObject({ value: { id: 'first', seq: 1 } });
      expect(await store.deliveries.find('second')).toBeUndefined();
    });

    it('refuses to send a message twice', async () => {
      const { store } = opened();
      const digest = changes({ messages: [aMessage({ id: 'digest-2026-W48-1' })] });
      await store.commit(digest);

      await expect(store.commit(digest)).rejects.toMatchObject(conflict);
    });

    it('keeps a conversation, and what the bot said last in its place apart from it', async () => {
      const { store } = opened();
      const held = {
        id: 'h1',
        text: 'テスト',
        messageKey: null,
        files: [],
        at: start,
        askAgainAt: after(3600),
      };
      const draft = { proposalId: 'p', intent: 'proposal.answer', values: {}, at: start };
      const conversation = plannedConversation({ ...newConversation, held: [held], drafts: [draft] });
      const key = 'web|dm:suzuki|web:suzuki';
      const word = { purpose: 'question', proposalId: 'p' };
      await store.commit(
        changes({
          conversations: [{ key, conversation: newConversation, basedOn: null }],
          latestWords: [{ place: desk, word: { purpose: 'card', proposalId: null } }],
        }),
      );
      await store.commit(changes({ latestWords: [{ place: desk, word }] }));
      await store.commit(changes({ conversations: [{ key, conversation, basedOn: 1 }] }));

      expect(await store.conversations.find(key)).toEqual({ value: conversation, version: 2 });
      expect(await store.conversations.latestWord(desk)).toEqual(word);
      expect(await store.conversations.nextWakeAt()).toEqual(after(3600));
      expect(await store.conversations.dueForWaking(after(3600), 10)).toEqual([
        { id: key, version: 2, wakeAt: after(3600) },
      ]);
      await expect(
        store.commit(changes({ conversations: [{ key, conversation, basedOn: 1 }] })),
      ).rejects.toMatchObject(conflict);
    });

    it('lets a slot of a schedule be worked off once', async () => {
      const { store, schedules } = opened();
      const slot = (at: Date, basedOn: Date | null) =>
        store.commit(changes({ slots: [{ name: 'digest', slot: at, basedOn }] }));
      await slot(start, null);
      await expect(slot(start, null)).rejects.toMatchObject(conflict);
      await slot(after(60), start);
      await expect(slot(after(60), start)).rejects.toMatchObject(conflict);

      expect(await schedules.lastSlot('digest')).toEqual(after(60));
      expect(await schedules.lastSlot('other')).toBeUndefined();
      expect(await schedules.installedAt(start)).toEqual(start);
      expect(await schedules.installedAt(after(99))).toEqual(start);
    });

    it('remembers until when a platform was heard; that never goes back', async () => {
      const { hearing } = opened();
      expect(await hearing.heardUntil('slack')).toBeUndefined();
      await Promise.all([after(60), start].map((until) => hearing.markHeard('slack', until)));
      await hearing.markHeard('web', start);

      expect(await hearing.heardUntil('slack')).toEqual(after(60));
      await hearing.markHeard('slack', after(120));
      await hearing.markHeard('slack', after(90));
      expect(await hearing.heardUntil('slack')).toEqual(after(120));
      expect(await hearing.heardUntil('web')).toEqual(start);
    });

    it('draws one number per row', async () => {
      const { numbers, archive } = opened();
      const row = await arrived();
      const drawn = await Promise.all([1, 2, 3, 4].map(() => numbers.drawFor(row, 2026)));
      const other = await arrived({ ...anEnvelope(), conversation: 'other' });

      expect(new Set(drawn.map(({ serial }) => serial)).size).toBe(1);
      expect(await numbers.drawFor(row, 2026)).toEqual(drawn[0]);
      const next = await numbers.drawFor(other, 2026);
      expect(next.serial).not.toBe(drawn[0]?.serial);
      expect(await archive.drawnNumbers()).toEqual([{ fiscalYear: 2026, highest: next.serial }]);
    });

    it('finds a proposal by a message of its thread, so that an edit finds it', async () => {
      const { store } = opened();
      const proposal = aProposal({ messageKey: 'web|dm:suzuki|m7' });
      await store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));

      expect(await store.proposals.findByMessage('web|dm:suzuki|m7')).toMatchObject({ value: proposal });
      expect(await store.proposals.findByMessage('web|dm:suzuki|m8')).toBeUndefined();
    });

    it('says that it is unavailable when MongoDB is gone', async () => {
      const { store, inbox, mongo } = opened();
      await mongo.connection.close();

      const gone = { code: 'STORE.UNAVAILABLE', retryable: true };
      await expect(inbox.put(anEnvelope())).rejects.toMatchObject(gone);
      await expect(opened().hearing.markHeard('slack', start)).rejects.toMatchObject(gone);
      await expect(store.commit(changes({ messages: [aMessage()] }))).rejects.toMatchObject(gone);
      expect(await mongo.ping(500)).toBe(false);
      await mongo.connection.openUri(opened().uri);
    });
  });
}
