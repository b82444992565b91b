/** Every implementation of the room log passes this: `roomStoreContract(name, () => anEmptyStore)`. */
import { describe, expect, it } from '@jest/globals';
import type { NewRoomMessage, RoomStore } from '../../../adapters/web/room-store.js';

export const anEntry = (changes: Partial<NewRoomMessage> = {}): NewRoomMessage => ({
  id: 'desk|m-1',
  room: 'desk',
  at: new Date('2026-11-24T01:00:00Z'),
  from: 'tanaka',
  text: '確認します',
  blocks: [],
  replyTo: null,
  onlyFor: null,
  kind: 'message',
  form: null,
  ...changes,
});

export function roomStoreContract(name: string, open: () => Promise<RoomStore> | RoomStore): void {
  describe(`the room log: ${name}`, () => {
    it('gives back what was posted', async () => {
      const rooms = await open();
      const entry = anEntry({
        blocks: [{ kind: 'paragraph', text: 'はい' }],
        replyTo: 'b-1',
        onlyFor: 'tanaka',
        kind: 'open-form',
        form: { intent: 'proposal.answer', target: 'p~1', form: { title: 'お返事', fields: [] } },
      });

      expect(await rooms.lastSeq()).toBe(0);
      expect(await rooms.post(entry)).toBe('posted');

      const found = await rooms.find(entry.id);
      expect(found).toMatchObject({ ...entry, removed: false });
      expect(found?.position).toBe(found?.seq);
      expect(await rooms.lastSeq()).toBe(found?.seq);
    });

    it('takes an id once, also after its removal', async () => {
      const rooms = await open();
      await rooms.post(anEntry());

      expect(await rooms.post(anEntry({ text: '別の文' }))).toBe('duplicate');
      expect(await rooms.find('desk|m-1')).toMatchObject({ text: '確認します' });
      await rooms.remove('desk|m-1');
      expect(await rooms.post(anEntry())).toBe('duplicate');
      expect(await rooms.find('desk|m-1')).toBeUndefined();
    });

    it('lists the latest of a room, oldest first, edited ones at their place', async () => {
      const rooms = await open();
      for (const id of ['1', '2', '3', '4']) await rooms.post(anEntry({ id: `desk|${id}`, text: id }));
      await rooms.post(anEntry({ id: 'all|1', room: 'all' }));

      expect(await rooms.edit('desk|2', { text: '2b', blocks: [] })).toBe(true);
      expect(await rooms.remove('desk|4')).toBe(true);

      expect((await rooms.list('desk', 2)).map(({ text }) => text)).toEqual(['2b', '3']);
    });

    it('tells changes by number, each entry once and as it is now', async () => {
      const rooms = await open();
      await rooms.post(anEntry({ id: 'desk|1', text: '1' }));
      await rooms.post(anEntry({ id: 'all|2', room: 'all', text: '2' }));
      const before = await rooms.lastSeq();
      await rooms.post(anEntry({ id: 'desk|3', text: '3' }));
      await rooms.edit('desk|1', { text: '1b', blocks: [] });
      await rooms.remove('all|2');

      const changes = await rooms.changesSince(before, 10);

      expect(changes.map(({ id, text, removed }) => [id, text, removed])).toEqual([
        ['desk|3', '3', false],
        ['desk|1', '1b', false],
        ['all|2', '', true],
      ]);
      expect(await rooms.changesSince(before, 1)).toHaveLength(1);
      expect(await rooms.lastSeq()).toBe(changes.at(-1)?.seq);
    });

    it('changes nothing that is not there', async () => {
      const rooms = await open();

      expect(await rooms.edit('desk|none', { text: 'x', blocks: [] })).toBe(false);
      expect(await rooms.remove('desk|none')).toBe(false);
    });
  });
}
