import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { now, post, startWebChat, statusFor } from './web-chat.js';

const message = { person: 'suzuki', room: 'dm:suzuki', kind: 'message', text: '名札をやめたい' };

let chat: Awaited<ReturnType<typeof startWebChat>>;
beforeEach(async () => {
  chat = await startWebChat();
});
afterEach(() => chat.close());

const send = (body: unknown) => post(`${chat.url}/events`, body);
const list = async (path: string) => {
  const response = await fetch(`${chat.url}/rooms/${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown>[] };
};

describe('POST /chat/events', () => {
  it('answers 202 once the message is in the inbox and in the room', async () => {
    const { status, body } = await send({ ...message, eventId: 'e1', replyTo: 'b-1' });

    expect([status, body]).toEqual([202, { eventId: 'e1', messageId: 'm-e1' }]);
    expect(chat.inbox.envelopes).toMatchObject([
      {
        platform: 'web',
        eventId: 'e1',
        dedupKey: 'web|dm:suzuki|m-e1|message',
        conversation: 'web|dm:suzuki|web:suzuki',
        receivedAt: now,
      },
    ]);
    expect(JSON.parse(chat.inbox.envelopes[0]!.body)).toEqual({
      ...message,
      eventId: 'e1',
      messageId: 'm-e1',
      replyTo: 'b-1',
    });
    expect((await list('dm:suzuki/messages')).body).toMatchObject([
      {
        id: 'm-e1',
        at: now.toISOString(),
        from: 'suzuki',
        text: '名札をやめたい',
        blocks: [],
        replyTo: 'b-1',
      },
    ]);
    expect(chat.rung).toEqual(chat.inbox.envelopes);
  });

  it('gives ids to an event that brings none', async () => {
    const { body } = await send(message);

    expect(body).toEqual({ eventId: expect.any(String), messageId: `m-${String(body.eventId)}` });
  });

  it('takes a duplicate with the same answer and changes nothing', async () => {
    const first = await send({ ...message, eventId: 'e1' });
    const again = await send({ ...message, eventId: 'e1', text: 'もう一度' });
    const sameMessage = await send({ ...message, eventId: 'e2', messageId: 'm-e1' });

    expect(again).toEqual(first);
    expect(sameMessage).toEqual({ status: 202, body: { eventId: 'e2', messageId: 'm-e1' } });
    expect(chat.inbox.envelopes).toHaveLength(1);
    expect(chat.rung).toHaveLength(1);
    expect((await list('dm:suzuki/messages')).body).toMatchObject([{ text: '名札をやめたい' }]);
  });

  it('lets two people use the same message id', async () => {
    await send({ ...message, messageId: 'm1' });
    await send({ ...message, messageId: 'm1', person: 'sato', room: 'dm:sato' });

    expect(chat.inbox.envelopes).toHaveLength(2);
    expect((await list('dm:sato/messages')).body).toMatchObject([{ id: 'm1', from: 'sato' }]);
  });

  it('edits and deletes only own messages in the room, and stores the event all the same', async () => {
    await send({ ...message, room: 'all', messageId: 'm1' });
    const edit = { room: 'all', kind: 'edit', messageId: 'm1' };

    expect((await send({ ...edit, person: 'sato', text: '書きかえ' })).status).toBe(202);
    expect((await list('all/messages')).body).toMatchObject([{ text: '名札をやめたい', edited: false }]);
    await send({ ...edit, person: 'suzuki', text: '名札を廃止したい', eventId: 'e9' });
    expect((await list('all/messages')).body).toMatchObject([{ text: '名札を廃止したい', edited: true }]);
    await send({ room: 'all', kind: 'delete', messageId: 'm1', person: 'suzuki' });
    expect((await list('all/messages')).body).toEqual([]);
    expect((await send({ ...edit, person: 'suzuki', messageId: 'none', text: 'x' })).status).toBe(202);
    expect(chat.inbox.envelopes.map(({ dedupKey }) => dedupKey)).toContain('web|all|m1|edit|e9');
  });

  it('wants an answer at once for an action, once', async () => {
    const action = { ...message, kind: 'action', intent: 'proposal.withdraw', target: 'p~1', eventId: 'e1' };

    expect(await send(action)).toEqual({ status: 202, body: { eventId: 'e1' } });
    await send(action);
    await send({ ...action, kind: 'form', eventId: 'e2', values: { reason: '' } });

    expect(chat.answered).toMatchObject([
      { kind: 'action', intent: 'proposal.withdraw', target: 'p~1', person: 'web:suzuki' },
    ]);
    expect(chat.inbox.envelopes).toHaveLength(2);
  });

  it.each(['{', '[]', '"text"', 'null'])('answers 400 to %j', async (body) => {
    expect(await send(body)).toEqual({
      status: 400,
      body: { error: 'The body must be a JSON object.', field: 'body' },
    });
  });

  it('answers 400 with the field named', async () => {
    expect(await send({ ...message, room: 'dm:sato' })).toMatchObject({
      status: 400,
      body: { field: 'room' },
    });
    expect(chat.inbox.envelopes).toHaveLength(0);
  });

  it('takes a body of 1 MiB and not a byte more', async () => {
    const frame = JSON.stringify({ ...message, text: '' }).length;
    const text = 'a'.repeat(1_048_576 - frame);

    expect((await send({ ...message, text })).status).toBe(202);
    expect(await send({ ...message, text: `${text}a` })).toMatchObject({
      status: 413,
      body: { field: 'body' },
    });
  });

  it.each(['inbox', 'rooms'] as const)(
    'answers 503 while the %s is away, and completes at a repeat',
    async (part) => {
      chat[part].away = true;
      expect(await send({ ...message, eventId: 'e1' })).toMatchObject({
        status: 503,
        body: { reason: 'STORE.UNAVAILABLE' },
      });

      chat[part].away = false;
      expect((await send({ ...message, eventId: 'e1' })).status).toBe(202);
      expect(chat.inbox.envelopes).toHaveLength(1);
      expect(chat.rung).toHaveLength(1);
      expect((await list('dm:suzuki/messages')).body).toHaveLength(1);
    },
  );
});

describe('GET /chat/rooms/:room/messages', () => {
  it('shows an entry for one person to that person only', async () => {
    const place = { platform: 'web', id: 'desk' } as const;
    const form = { title: 'お返事', fields: [] };
    await chat.responder.openForm('web:tanaka', place, { intent: 'proposal.answer', target: 'p~1', form });

    expect((await list('desk/messages?person=tanaka')).body).toMatchObject([
      { kind: 'open-form', intent: 'proposal.answer', target: 'p~1', form },
    ]);
    expect((await list('desk/messages?person=manager')).body).toEqual([]);
    expect((await list('desk/messages')).body).toEqual([]);
  });

  it('knows its rooms and its people', async () => {
    expect((await list('dm:ito/messages')).status).toBe(404);
    expect(await list('desk/messages?person=ito')).toMatchObject({ status: 400, body: { field: 'person' } });
  });

  it('answers 503 while the store is away', async () => {
    chat.rooms.away = true;

    expect((await list('desk/messages')).status).toBe(503);
  });
});

describe('the town clock', () => {
  it('is read and moved', async () => {
    const clock = `${chat.url}/clock`;

    expect(await (await fetch(clock)).json()).toEqual({ now: '2026-11-24T01:00:00.000Z' });
    expect(await post(clock, { advance: '3bd' })).toEqual({
      status: 200,
      body: { now: '2026-11-27T08:15:00.000Z' },
    });
    expect(await post(clock, { advance: '1h' })).toMatchObject({
      status: 409,
      body: { error: 'Slack is on.' },
    });
    expect(await post(clock, { advance: 'x' })).toMatchObject({ status: 400, body: { field: 'advance' } });
    expect(await post(clock, {})).toMatchObject({ status: 400, body: { field: 'advance' } });
  });
});

describe('the door of the web chat', () => {
  it.each([
    [200, {}],
    [200, { Host: 'localhost:3000', Origin: 'http://localhost:3000' }],
    [200, { Host: '[::1]:3000' }],
    [403, { Host: 'chat.example.com' }],
    [403, { Host: '127.0.0.1.example.com' }],
    [403, { Host: 'localhost:3000', Origin: 'http://example.com' }],
    [403, { Host: 'localhost:3000', Origin: 'http://localhost:9999' }],
    [403, { Host: 'localhost:3000', Origin: 'null' }],
  ])('answers %i to %j', async (status, headers: Record<string, string>) => {
    expect(await statusFor(chat.port, headers)).toBe(status);
  });

  it('shows the page under a policy that lets only its own files run', async () => {
    const page = await fetch(chat.url);

    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${chat.url}/chat.css`)).headers.get('content-type')).toContain('text/css');
  });

  it('answers 404 to what it does not know', async () => {
    expect((await fetch(`${chat.url}/nothing`)).status).toBe(404);
    expect((await post(`${chat.url}/rooms/desk/messages`, {})).status).toBe(404);
  });
});
