import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { message, paragraph } from '../../../src/bot/outgoing-message.js';
import { anEntry } from './room-store.contract.js';
import { startWebChat } from './web-chat.js';

let chat: Awaited<ReturnType<typeof startWebChat>>;
beforeEach(async () => {
  chat = await startWebChat();
});
afterEach(() => chat.close());

/** Reads a stream until it has told `count` events: `[event, data]` each. */
async function openStream(person: string) {
  const response = await fetch(`${chat.url}/stream?person=${person}`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = () =>
    [...text.matchAll(/^event: (.*)\nid: \d+\ndata: (.*)$/gm)].map(
      ([, event, data]) => [event, JSON.parse(data!)] as [string, Record<string, unknown>],
    );
  const readUntil = async (count: number) => {
    while (events().length < count) text += (await reader.read()).value ?? '';
    return events();
  };
  const isOver = async () => {
    while (!(await reader.read()).done);
    return true;
  };
  return { response, readUntil, isOver };
}

describe('GET /chat/stream', () => {
  it('tells what any process posts, edits and removes, in the rooms that this person reads', async () => {
    const { readUntil } = await openStream('tanaka');
    await chat.rooms.post(anEntry({ id: 'dm:sato|m1', room: 'dm:sato', from: 'sato' }));
    await chat.rooms.post(anEntry({ id: 'desk|s-1', onlyFor: 'manager' }));
    await chat.rooms.post(anEntry({ id: 'desk|b-1', text: '1' }));
    await readUntil(1);
    await chat.rooms.edit('desk|b-1', { text: '2', blocks: [] });
    await readUntil(2);
    await chat.rooms.remove('desk|b-1');

    expect(await readUntil(3)).toMatchObject([
      ['message', { id: 'b-1', room: 'desk', text: '1' }],
      ['edit', { id: 'b-1', room: 'desk', text: '2', edited: true }],
      ['remove', { id: 'b-1', room: 'desk' }],
    ]);
  });

  it('goes on when the store comes back', async () => {
    const { readUntil } = await openStream('suzuki');
    await chat.rooms.post(anEntry({ id: 'all|1', room: 'all' }));
    chat.rooms.away = true;
    await new Promise((resolve) => setTimeout(resolve, 400));
    chat.rooms.away = false;

    expect(await readUntil(1)).toMatchObject([['message', { id: '1' }]]);
  });

  it('tells of what was written before only when it changes', async () => {
    await chat.rooms.post(anEntry({ id: 'all|1', room: 'all' }));
    const { readUntil } = await openStream('suzuki');
    await chat.messenger.post({
      key: '2',
      place: { platform: 'web', id: 'dm:suzuki' },
      message: message(paragraph('はい')),
      replyTo: null,
      updates: null,
      onlyFor: null,
      writtenAt: new Date(),
    });

    expect(await readUntil(1)).toMatchObject([['message', { id: 'b-2', room: 'dm:suzuki', text: 'はい' }]]);
  });

  it('ends when the chat is closed', async () => {
    const { response, isOver } = await openStream('suzuki');

    expect(response.headers.get('content-type')).toContain('text/event-stream');
    chat.close().catch(() => undefined);
    expect(await isOver()).toBe(true);
  });

  it('wants a known person and a store', async () => {
    expect((await fetch(`${chat.url}/stream`)).status).toBe(400);
    chat.rooms.away = true;
    expect((await fetch(`${chat.url}/stream?person=sato`)).status).toBe(503);
  });
});
