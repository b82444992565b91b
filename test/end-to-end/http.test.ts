/** What anybody can ask of the server: contract §3, §8 and §9. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { controlsOf } from './chat-messages.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(60_000);

const token = 'metrics-token-of-the-test';

let town: Town;
beforeAll(async () => {
  // Nobody listens there: this town works without Redis.
  town = await startTown({ environment: { METRICS_TOKEN: token, REDIS_URL: '/nonexistent/redis.sock' } });
});
afterAll(() => town.stop());

const at = (path: string, init?: RequestInit): Promise<Response> => fetch(`${town.address}${path}`, init);
const json = async (response: Response): Promise<unknown> => response.json();

const post = (path: string, body: string | Buffer, type = 'application/json') =>
  at(path, { method: 'POST', headers: { 'content-type': type }, body });
const event = { person: 'suzuki', room: 'dm:suzuki', kind: 'message', text: 'こんにちは' };
const postEvent = (body: unknown) => post('/chat/events', JSON.stringify(body));

describe('health', () => {
  it('lives, and is ready; that Redis is away is a warning only', async () => {
    const alive = await at('/healthz');
    expect(alive.status).toBe(200);
    const ready = await at('/readyz');
    expect(ready.status).toBe(200);
    expect(JSON.stringify(await json(ready))).toContain('Redis is away');
    expect(ready.headers.get('x-powered-by')).toBeNull();
  });
});

describe('metrics', () => {
  it.each([[undefined], ['Bearer wrong'], [token], ['Bearer '], [`Bearer ${token} `.toUpperCase()]])(
    'are not shown for Authorization: %s',
    async (authorization) => {
      const answer = await at('/metrics', authorization ? { headers: { authorization } } : undefined);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain('yamabiko_');
    },
  );

  it('have every name of the contract, with the labels it gives', async () => {
    await town.proposeToDesk('suzuki', '庁舎の時計を合わせたい');
    const answer = await at('/metrics', { headers: { authorization: `Bearer ${token}` } });
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const page = await answer.text();
    for (const line of [
      /^yamabiko_open_proposals\{state="received"\} 1$/m,
      /^yamabiko_next_word_overdue 0$/m,
      /^yamabiko_next_word_overdue_seconds_max 0$/m,
      /^# TYPE yamabiko_outbox_pending gauge$/m,
      /^yamabiko_outbox_oldest_seconds \d/m,
      /^yamabiko_deliveries_total\{platform="web",outcome="sent"\} [1-9]/m,
      /^yamabiko_events_total\{platform="web",result="handled"\} [1-9]/m,
      /^yamabiko_turn_seconds_bucket\{le="[^"]+"\} \d/m,
      /^yamabiko_silence_violations_total 0$/m,
      /^yamabiko_degraded 1$/m,
    ])
      expect(page).toMatch(line);
    for (const personal of ['鈴木', 'suzuki', '時計']) expect(page).not.toContain(personal);
  });
});

describe('the address', () => {
  it.each(['/', '/chats', '/chat/nothing', '/healthz/x', '/admin', '/chat/../etc/passwd'])(
    '%s is nothing: 404',
    async (path) => {
      expect((await at(path)).status).toBe(404);
    },
  );

  it('of the page gives a guarded page', async () => {
    const page = await at('/chat');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).toContain('lang="ja"');
  });

  it.each([['evil.example'], ['127.0.0.1.evil.example:80']])(
    'answers nobody who calls it %s',
    async (host) => {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const { port } = new URL(town.address);
        request({ host: '127.0.0.1', port, path: '/chat/clock', headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(403);
    },
  );

  it('answers no page of somebody else', async () => {
    const answer = await at('/chat/clock', { headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(403);
  });
});

describe('a body', () => {
  const padded = (bytes: number): Buffer => {
    const empty = Buffer.byteLength(JSON.stringify({ ...event, text: '' }));
    return Buffer.from(JSON.stringify({ ...event, text: 'x'.repeat(bytes - empty) }));
  };

  it('of 1 MiB is taken, one byte more is 413', async () => {
    expect(padded(1_048_576)).toHaveLength(1_048_576);
    expect((await post('/chat/events', padded(1_048_577))).status).toBe(413);
    expect((await post('/chat/events', padded(1_048_576))).status).toBe(202);
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"person":'],
    ['an array', '[]'],
    ['a text', '"hello"'],
    ['null', 'null'],
    ['a number', '1'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
  ])('that is %s is 400', async (_name, body) => {
    const answer = await post('/chat/events', body);
    expect(answer.status).toBe(400);
    expect(await json(answer)).toMatchObject({ field: expect.stringMatching(/^(body|kind)$/) });
  });

  it.each([
    ['person', { ...event, person: 'yamada' }],
    ['person', { ...event, person: undefined }],
    ['room', { ...event, room: 'dm:nobody' }],
    ['room', { ...event, room: 'dm:sato' }],
    ['kind', { ...event, kind: 'shout' }],
    ['text', { ...event, text: '' }],
    ['text', { ...event, text: 1 }],
    ['messageId', { ...event, messageId: 'b-mine' }],
    ['messageId', { ...event, messageId: 'a|b' }],
    ['eventId', { ...event, eventId: 'x'.repeat(201) }],
    ['messageId', { ...event, kind: 'edit' }],
    ['intent', { ...event, kind: 'action', target: 'x~1' }],
    ['target', { ...event, kind: 'form', intent: 'proposal.answer' }],
    [
      'values.text',
      { ...event, kind: 'form', intent: 'proposal.answer', target: 'x~1', values: { text: 1 } },
    ],
  ])('with a wrong %s is 400 and names it', async (field, body) => {
    const answer = await postEvent(body);
    expect(answer.status).toBe(400);
    expect(await json(answer)).toMatchObject({ field, error: expect.stringContaining(`"${field}"`) });
  });

  it('is JSON whatever its content type says', async () => {
    expect((await post('/chat/events', JSON.stringify(event), 'text/plain')).status).toBe(202);
  });

  it('is answered with the ids it was stored under, given or made', async () => {
    const given = await postEvent({ ...event, eventId: 'given', messageId: 'mine' });
    expect(given.status).toBe(202);
    expect(await json(given)).toEqual({ eventId: 'given', messageId: 'mine' });
    const made = z
      .strictObject({ eventId: z.string().min(1), messageId: z.string().min(1) })
      .parse(await json(await postEvent(event)));
    expect(made.eventId).not.toBe('given');
  });
});

describe('messages of a room', () => {
  it('are shown with everything the contract names, controls among the blocks', async () => {
    const [first, ...more] = await town.messages('dm:suzuki', 'suzuki');
    expect(first).toMatchObject({ from: 'suzuki', replyTo: null });
    const withForm = more.flatMap(controlsOf).filter(({ form }) => form !== undefined);
    expect(withForm[0]?.form?.fields[0]).toMatchObject({ name: 'reason', required: false });
  });

  it.each([
    ['/chat/rooms/dm:nobody/messages', 404],
    ['/chat/rooms/desk/messages?person=nobody', 400],
    ['/chat/rooms/desk/messages?person=suzuki&person=sato', 400],
    ['/chat/rooms/%zz/messages', 400],
    ['/chat/stream', 400],
    ['/chat/stream?person=bot', 400],
  ])('%s is %d', async (path, status) => {
    expect((await at(path)).status).toBe(status);
  });
});

describe('the stream', () => {
  interface Told {
    readonly event: string;
    readonly data: {
      readonly id: string;
      readonly room: string;
      readonly text?: string;
      readonly from?: string;
    };
  }

  /** Reads until every wish was granted once; wishes are granted in any order. */
  async function listen(person: string, during: () => Promise<void>, wishes: ((told: Told) => boolean)[]) {
    const stop = new AbortController();
    const answer = await at(`/chat/stream?person=${person}`, { signal: stop.signal });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    await during();
    const told: Told[] = [];
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, name = ''] = /^event: (\w+)$/m.exec(part) ?? [];
        const [, data] = /^data: (.*)$/m.exec(part) ?? [];
        if (data !== undefined) told.push({ event: name, data: JSON.parse(data) });
      }
      if (wishes.every((wish) => told.some(wish))) break;
    }
    stop.abort();
    return told;
  }

  it('tells of messages, edits and removals, as the list shows them, and of nobody else’s', async () => {
    // Written before: what is changed before the page ever saw it is shown once, as it is then.
    await town.say('suzuki', '直す前', { messageId: 'to-edit' });
    await town.say('suzuki', '消すもの', { messageId: 'to-remove' });
    const told = await listen(
      'suzuki',
      async () => {
        await town.say('sato', '佐藤の秘密の提案です');
        await town.edit('suzuki', 'to-edit', '直した後');
        await town.remove('suzuki', 'to-remove');
        await town.say('suzuki', '給湯室の当番をやめたい');
      },
      [
        ({ event, data }) => event === 'edit' && data.text === '直した後',
        ({ event, data }) => event === 'remove' && data.id === 'to-remove',
        ({ event, data }) => event === 'message' && data.from === 'bot',
      ],
    );
    expect(new Set(told.map(({ data }) => data.room))).toEqual(new Set(['dm:suzuki']));
    const listed = await town.messages('dm:suzuki', 'suzuki');
    const said = told.find(({ event, data }) => event === 'message' && data.from === 'bot')!;
    expect(listed.find(({ id }) => id === said.data.id)?.text).toBe(said.data.text);
  });
});

describe('the town clock', () => {
  const move = (body: unknown) => post('/chat/clock', JSON.stringify(body));
  const now = async () => z.object({ now: z.iso.datetime() }).parse(await json(await at('/chat/clock'))).now;

  it('goes forward by business days and by hours', async () => {
    const before = Date.parse(await now());
    const byHours = await town.advance('6h');
    expect(byHours.getTime() - before).toBeGreaterThanOrEqual(6 * 3_600_000);
    const byDays = await town.advance('1bd');
    // To the same minute of the day.
    expect(byDays.getTime() - byHours.getTime()).toBeGreaterThan(24 * 3_600_000 - 60_000);
    expect(Date.parse(await now())).toBeGreaterThanOrEqual(byDays.getTime());
  });

  it.each([
    [{ advance: '-3bd' }],
    [{ advance: 'tomorrow' }],
    [{ advance: 3 }],
    [{}],
    [[]],
    [{ advance: '3 bd' }],
  ])('does not understand %j, and stays', async (body) => {
    const before = Date.parse(await now());
    const answer = await move(body);
    expect(answer.status).toBe(400);
    expect(await json(answer)).toMatchObject({ field: 'advance' });
    expect(Date.parse(await now()) - before).toBeLessThan(60_000);
  });
});

describe('without Redis', () => {
  it('the same words arrive, and nothing failed', async () => {
    await town.say('sato', '税の封筒を小さくしたい');
    await town.until('dm:sato', 'sato', '税の封筒を小さくしたい');
    expect(town.complaints().filter(({ level }) => level === 'error')).toEqual([]);
  });
});
