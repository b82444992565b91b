// Shapes of documents, and reads over all of them.
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readDocument } from '../../adapters/mongodb/documents.js';
import { openMongo } from '../../adapters/mongodb/index.js';
import { changes } from '../../src/bot/changes.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { arrive, speak } from '../../src/proposals/human-word.js';
import { withdraw } from '../../src/proposals/proposer-word.js';
import { aProposal } from '../builders/a-proposal.js';
import { silentLog, type MongoServer, type OpenedStore } from '../builders/embedded-store.js';
import { aTown } from '../builders/town.js';
import { storeScene } from './store-scene.js';

const town = aTown();
const day = (date: string): Date => new Date(`${date}T01:00:00Z`);
const tanaka = { id: 'web:tanaka', name: '田中', section: 'DX推進課' };

async function save({ store }: OpenedStore, ...proposals: Proposal[]) {
  for (const proposal of proposals) await store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
}

function answered(proposal: Proposal, at: Date): Proposal {
  const words = {
    deliveryId: 'd',
    word: 'answer',
    by: tanaka,
    signedAs: '田中',
    text: 'やります',
    headline: null,
    at,
  };
  const outcome = speak(proposal, { ...words, word: 'answer' }, town);
  if (outcome.kind !== 'spoken') throw new Error(outcome.kind);
  return arrive(outcome.proposal, 'd', at, town)!;
}

/** Changes a stored proposal as no process of ours would. */
async function tamper({ mongo }: OpenedStore, { id }: Proposal, set: object): Promise<void> {
  await mongo.connection.collection<{ _id: string }>('proposals').updateOne({ _id: id }, { $set: set });
}

export function storeDocumentsContract(name: string, startServer: () => Promise<MongoServer>) {
  describe(`Documents: ${name}`, () => {
    const { opened } = storeScene(startServer);

    it('refuses a document that is newer than the program', async () => {
      const store = opened();
      const proposal = aProposal();
      await save(store, proposal);
      await tamper(store, proposal, { schemaVersion: 99 });

      await expect(store.store.proposals.find(proposal.id)).rejects.toMatchObject({
        code: 'STORE.DOCUMENT_NEWER',
      });
    });

    it('names what is wrong in a document, never what it says', async () => {
      const store = opened();
      const proposal = aProposal();
      await save(store, proposal);
      await tamper(store, proposal, { proposer: '鈴木' });

      const reading = store.store.proposals.find(proposal.id);
      await expect(reading).rejects.toMatchObject({ code: 'STORE.DOCUMENT_MALFORMED' });
      await expect(reading).rejects.toThrow(/^(?!.*鈴木).*proposer/);
      expect(await store.store.proposals.dueForWaking(day('2027-01-01'), 5)).toHaveLength(1);
    });

    it('upcasts older documents step by step', () => {
      const format = {
        collection: 'things',
        schema: z.object({ id: z.string(), words: z.array(z.string()) }),
        upcasts: [
          ({ word, ...others }: Readonly<Record<string, unknown>>) => ({ ...others, text: word }),
          ({ text, ...others }: Readonly<Record<string, unknown>>) => ({ ...others, words: [text] }),
        ],
      };
      const read = (document: object) => readDocument(format, { _id: 'a', ...document });

      expect(read({ schemaVersion: 1, word: 'x' })).toEqual({ id: 'a', words: ['x'] });
      expect(read({ schemaVersion: 2, text: 'x' })).toEqual({ id: 'a', words: ['x'] });
      expect(read({ schemaVersion: 3, words: ['x'] })).toEqual({ id: 'a', words: ['x'] });
      expect(() => read({ schemaVersion: 4, words: ['x'] })).toThrow('schemaVersion 4');
      expect(() => read({ words: ['x'] })).toThrow('no schemaVersion');
    });

    it('opens beside another process, and again', async () => {
      const opening = [1, 2, 3].map(() => openMongo(opened().uri, { log: silentLog }));
      for (const mongo of await Promise.all(opening)) {
        expect(await mongo.ping(1_000)).toBe(true);
        await mongo.close(1_000);
      }
    });

    it('refuses to start without a unique index', async () => {
      const { mongo, uri } = opened();
      await mongo.connection.collection('inbox').drop();
      await mongo.connection.collection('inbox').createIndex({ eventKey: 1 }, { name: 'event' }, {});

      await expect(openMongo(uri, { log: silentLog })).rejects.toMatchObject({ code: 'STORE.REFUSED' });
    });
  });

  describe(`Proposals and Archive: ${name}`, () => {
    const { opened } = storeScene(startServer);

    it('lists the proposals of a person, newest first, and counts them', async () => {
      const older = aProposal({ at: day('2026-11-02') });
      const newer = aProposal({ at: day('2026-11-10') });
      await save(opened(), older, newer, aProposal({ proposer: null }));
      const { proposals } = opened().store;

      expect(await proposals.listOf('web:suzuki', 5)).toEqual([newer, older]);
      expect(await proposals.listOf('web:suzuki', 1)).toEqual([newer]);
      expect(await proposals.countOf('web:suzuki')).toBe(2);
      expect(await proposals.countOf('web:sato')).toBe(0);
    });

    it('lists open proposals by due date, and those to be woken', async () => {
      const late = aProposal({ at: day('2026-11-10') });
      const early = aProposal({ at: day('2026-11-02') });
      const closed = withdraw(aProposal(), { at: day('2026-11-21'), reason: '' }, town);
      await save(opened(), late, early, closed);
      const { store, archive } = opened();

      expect(await store.proposals.listOpen(5)).toEqual([early, late]);
      expect(await store.proposals.countOpen()).toBe(2);
      expect(await store.proposals.nextWakeAt()).toEqual(early.wakeAt);
      expect(await store.proposals.dueForWaking(early.wakeAt!, 5)).toEqual([
        { id: early.id, version: 1, wakeAt: early.wakeAt },
      ]);
      expect(await archive.overdue(day('2026-11-10'))).toEqual({
        count: 1,
        earliestDueAt: early.nextWord?.dueAt,
      });
      expect(await archive.countByState()).toContainEqual({ state: 'received', count: 2 });
    });

    it('reads every proposal, oldest first, also when many were registered at once', async () => {
      const at = day('2026-11-05');
      const same = Array.from({ length: 230 }, () => aProposal({ at }));
      const first = aProposal({ at: day('2026-11-01') });
      const last = aProposal({ at: day('2026-11-09') });
      await opened().store.commit(
        changes({ proposals: [last, ...same, first].map((proposal) => ({ proposal, basedOn: null })) }),
      );
      const read: string[] = [];
      for await (const { id } of opened().archive.all()) read.push(id);

      expect(read).toEqual([first.id, ...same.map(({ id }) => id).sort(), last.id]);
    });

    it('knows when proposals were registered, answered and ended', async () => {
      const proposal = answered(aProposal({ at: day('2026-11-02') }), day('2026-11-04'));
      const withdrawn = withdraw(
        aProposal({ at: day('2026-11-03') }),
        { at: day('2026-11-05'), reason: '' },
        town,
      );
      await save(opened(), proposal, withdrawn);
      const { archive } = opened();

      expect(await archive.registeredBetween(day('2026-11-02'), day('2026-11-03'))).toEqual([proposal]);
      expect(await archive.answeredBetween(day('2026-11-01'), day('2026-11-09'))).toEqual([proposal]);
      expect(await archive.endedBetween(day('2026-11-01'), day('2026-11-09'))).toEqual([withdrawn]);
    });

    it('finds open proposals in turn, and those that nothing would wake', async () => {
      const [a, b, c] = ['a', 'b', 'c'].map((id) => aProposal({ id })) as [Proposal, Proposal, Proposal];
      await save(opened(), c, a, b);
      await tamper(opened(), b, { wakeAt: null });
      const { archive } = opened();

      expect((await archive.openAfter(null, 2)).map(({ value }) => value.id)).toEqual(['a', 'b']);
      expect((await archive.openAfter('b', 2)).map(({ value }) => value.id)).toEqual(['c']);
      expect(await archive.unwoken(a.wakeAt!, 5)).toMatchObject([{ value: { id: 'b' } }]);
      expect(await archive.unwoken(day('2027-01-01'), 5)).toHaveLength(3);
    });
  });
}
