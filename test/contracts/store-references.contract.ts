// Where places are reached: one reference per place, the newest.
import { describe, expect, it } from '@jest/globals';
import type { ConversationReference } from '../../src/ports.js';
import type { MongoServer } from '../builders/embedded-store.js';
import { after, start, storeScene } from './store-scene.js';

const suzuki: ConversationReference = {
  place: { platform: 'teams', id: 'dm:suzuki' },
  conversationId: 'a:1suzuki',
  serviceUrl: 'https://smba.trafficmanager.net/jp/',
  tenantId: 'town',
  botId: '28:bot',
  user: { accountId: '29:suzuki', name: '市民課・鈴木' },
  seenAt: start,
};
const desk: ConversationReference = {
  ...suzuki,
  place: { platform: 'teams', id: '19:desk@thread.tacv2' },
  conversationId: '19:desk@thread.tacv2',
  user: null,
  seenAt: after(60),
};

export function storeReferencesContract(name: string, startServer: () => Promise<MongoServer>): void {
  describe(`ConversationReferences: ${name}`, () => {
    const { opened } = storeScene(startServer);

    it('gives back what was remembered, of a person and of a channel', async () => {
      const { references } = opened();
      await references.remember(suzuki);
      await references.remember(desk);

      expect(await references.find(suzuki.place)).toEqual(suzuki);
      expect(await references.find(desk.place)).toEqual(desk);
      expect(await references.find({ platform: 'teams', id: 'dm:sato' })).toBeUndefined();
      expect(await references.find({ ...suzuki.place, platform: 'slack' })).toBeUndefined();
    });

    it('keeps one of a place: the one that was told last', async () => {
      const { references } = opened();
      const moved = { ...suzuki, serviceUrl: 'https://smba.trafficmanager.net/apac/', seenAt: after(5) };
      await references.remember(suzuki);
      await references.remember(moved);

      expect(await references.find(suzuki.place)).toEqual(moved);
    });

    it('is written by several at once', async () => {
      const { references } = opened();
      const names = ['鈴木', '鈴木 花子', '市民課・鈴木', '税務課・鈴木'];
      const told = names.map((name) => ({ ...suzuki, user: { accountId: '29:suzuki', name } }));
      await Promise.all(told.map((reference) => references.remember(reference)));

      expect(told).toContainEqual(await references.find(suzuki.place));
    });

    it('knows which one of a platform was seen last', async () => {
      const { references } = opened();
      expect(await references.latestOn('teams')).toBeUndefined();

      await references.remember(desk);
      await references.remember(suzuki);

      expect(await references.latestOn('teams')).toEqual(desk);
      expect(await references.latestOn('slack')).toBeUndefined();
    });

    it('forgets, also what it does not know', async () => {
      const { references } = opened();
      await references.remember(suzuki);
      await references.forget(suzuki.place);
      await references.forget(desk.place);

      expect(await references.find(suzuki.place)).toBeUndefined();
      expect(await references.latestOn('teams')).toBeUndefined();
    });

    it('says that it is unavailable when MongoDB is gone', async () => {
      const { references, mongo, uri } = opened();
      await mongo.connection.close();

      const gone = { code: 'STORE.UNAVAILABLE', retryable: true };
      await expect(references.remember(suzuki)).rejects.toMatchObject(gone);
      await expect(references.find(suzuki.place)).rejects.toMatchObject(gone);
      await mongo.connection.openUri(uri);
    });
  });
}
