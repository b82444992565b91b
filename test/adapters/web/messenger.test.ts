import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMessenger } from '../../../adapters/web/messenger.js';
import { createResponder } from '../../../adapters/web/responder.js';
import { message, paragraph } from '../../../src/bot/outgoing-message.js';
import type { Post } from '../../../src/ports.js';
import { createMemoryRoomStore } from '../../fakes/memory-room-store.js';

const townClock = { now: () => new Date('2026-11-24T01:00:00Z') };
const place = { platform: 'web', id: 'desk' } as const;
const aPost = (changes: Partial<Post> = {}): Post => ({
  key: 'd1',
  place,
  message: message(paragraph('受け付けました')),
  replyTo: null,
  updates: null,
  onlyFor: null,
  writtenAt: new Date('2026-11-24T00:00:00Z'),
  ...changes,
});

let rooms = createMemoryRoomStore();
beforeEach(() => {
  rooms = createMemoryRoomStore();
});
const shown = async (room = 'desk') => (await rooms.list(room, 10)).map(({ id, text }) => [id, text]);

describe('the messenger of the web chat', () => {
  it('posts once, however often it is asked', async () => {
    const messenger = createMessenger({ rooms, townClock });

    expect(await messenger.lookUp(aPost())).toEqual({ kind: 'absent' });
    expect(await messenger.post(aPost())).toEqual({ kind: 'sent', platformMessageId: 'b-d1' });
    expect(await messenger.post(aPost())).toEqual({ kind: 'sent', platformMessageId: 'b-d1' });

    expect(await shown()).toEqual([['desk|b-d1', '受け付けました']]);
    expect(await messenger.lookUp(aPost())).toEqual({ kind: 'found', platformMessageId: 'b-d1' });
  });

  it('updates a message in place, and posts anew when it is gone', async () => {
    const messenger = createMessenger({ rooms, townClock });
    await messenger.post(aPost());
    const update = aPost({ key: 'd2', updates: 'b-d1', message: message(paragraph('検討中です')) });

    expect(await messenger.post(update)).toEqual({ kind: 'sent', platformMessageId: 'b-d1' });
    expect(await shown()).toEqual([['desk|b-d1', '検討中です']]);

    await rooms.remove('desk|b-d1');
    expect(await messenger.post(update)).toEqual({ kind: 'sent', platformMessageId: 'b-d2' });
    expect(await shown()).toEqual([['desk|b-d2', '検討中です']]);
  });

  it('keeps what it answers and whom it is for', async () => {
    await createMessenger({ rooms, townClock }).post(aPost({ replyTo: 'b-0', onlyFor: 'web:tanaka' }));

    expect(await rooms.find('desk|b-d1')).toMatchObject({ replyTo: 'b-0', onlyFor: 'tanaka', from: 'bot' });
  });

  it('says that the platform is away when the store is', async () => {
    rooms.away = true;

    expect(await createMessenger({ rooms, townClock }).post(aPost())).toEqual({
      kind: 'unavailable',
      reason: 'STORE.UNAVAILABLE',
    });
  });

  it('refuses a room that does not exist', async () => {
    const outcome = createMessenger({ rooms, townClock }).post(aPost({ place: { ...place, id: 'dm:ito' } }));

    expect(await outcome).toEqual({ kind: 'refused', reason: 'no such room' });
  });
});

describe('the responder of the web chat', () => {
  it('opens a form for one person and says a thing to one person', async () => {
    const responder = createResponder({ rooms, townClock, ids: { next: () => 'id' } });
    const form = { title: 'お返事', fields: [] };
    await responder.openForm('web:tanaka', place, { intent: 'proposal.answer', target: 'p~1', form });
    await responder.say('web:sato', place, message(paragraph('窓口の方だけが行えます')));

    expect(await rooms.list('desk', 10)).toMatchObject([
      {
        kind: 'open-form',
        onlyFor: 'tanaka',
        form: { intent: 'proposal.answer', target: 'p~1', form },
      },
      { kind: 'message', onlyFor: 'sato', text: '窓口の方だけが行えます' },
    ]);
  });
});
