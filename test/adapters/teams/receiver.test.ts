import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/json-object.js';
import {
  botId,
  deskId,
  payload,
  payloadNames,
  sent,
  serviceUrl,
  suzukiId,
  talkId,
  tenantId,
  type PayloadName,
} from './teams-payloads.js';
import { TeamsReceiver, until } from './teams-receiver.js';

let teams: TeamsReceiver;
beforeEach(async () => {
  teams = await TeamsReceiver.start();
});
/** Whatever was sent: the process takes the next activity. */
afterEach(async () => {
  teams.inbox.away = false;
  teams.memory.away = false;
  expect((await teams.post({ ...payload('message'), id: 'alive' })).status).toBe(200);
  await teams.close();
});

const suzuki = { platform: 'teams', id: `dm:${suzukiId}` } as const;
const desk = { platform: 'teams', id: deskId } as const;
const talk = { platform: 'teams', id: talkId } as const;

describe('an activity', () => {
  it('is stored as it came, and then the bell is rung', async () => {
    const body = sent('message');
    expect(await teams.post(body)).toMatchObject({ status: 200, body: '' });
    await until(() => teams.rung.length > 0);

    expect(teams.happened).toEqual(['stored', 'rung']);
    expect(teams.inbox.envelopes).toMatchObject([{ platform: 'teams', body }]);
    expect(teams.rung).toEqual(teams.inbox.envelopes);
  });

  it('is one, however often it comes', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => teams.post(payload('message'))));
    await until(() => teams.rung.length > 0);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(teams.inbox.envelopes).toHaveLength(1);
    expect(teams.happened.filter((what) => what === 'rung')).toHaveLength(1);
  });

  it('has to be sent again when it could not be stored', async () => {
    teams.inbox.away = true;
    expect((await teams.post(payload('message'))).status).toBe(503);
    expect((await teams.post(payload('execute'))).status).toBe(503);
    expect(teams.rung).toEqual([]);
    expect(teams.logged).toMatchObject([
      { level: 'warn', facts: { reason: 'STORE.UNAVAILABLE' } },
      { level: 'warn', facts: { reason: 'STORE.UNAVAILABLE' } },
    ]);

    teams.inbox.away = false;
    expect((await teams.post(payload('message'))).status).toBe(200);
    expect(teams.inbox.envelopes).toHaveLength(1);
  });

  it('stays stored when the bell does not ring', async () => {
    teams.clumsy = true;
    expect((await teams.post(payload('message'))).status).toBe(200);
    await until(() => teams.logged.length > 0);

    expect(teams.logged).toMatchObject([{ level: 'warn', facts: { reason: 'Error' } }]);
  });
});

describe('an activity of somebody else', () => {
  const conversation = payload('message').conversation as JsonObject;
  const other = 'https://smba.trafficmanager.net/other/';

  it.each<[string, JsonObject]>([
    ['another tenant', { conversation: { ...conversation, tenantId: 'other' } }],
    ['another tenant in the channel data', { channelData: { tenant: { id: 'other' } } }],
    ['no tenant', { conversation: { id: 'a:1' }, channelData: {} }],
    ['another service URL than in the token', { serviceUrl: other }],
    ['no service URL', { serviceUrl: undefined }],
    ['an odd service URL', { serviceUrl: { toString: 'x' } }],
    ['another channel', { channelId: 'webchat' }],
    ['no channel', { channelId: undefined }],
  ])('gets 403: %s', async (_what, changed) => {
    expect(await teams.post({ ...payload('message'), ...changed })).toMatchObject({
      status: 403,
      body: '{"error":"Not allowed."}',
    });
    expect(teams.inbox.envelopes).toEqual([]);
    expect(teams.logged).toMatchObject([{ level: 'warn', facts: { status: 403 } }]);
  });

  it('gets 403 for a service URL that is not on the list, although it is in the token', async () => {
    for (const url of ['https://evil.example/', 'https://smba.trafficmanager.net.evil.example/']) {
      const token = await teams.token({ serviceUrl: url });
      expect((await teams.post({ ...payload('message'), serviceUrl: url }, token)).status).toBe(403);
    }
    expect(teams.remembered).toBe(0);
  });

  it('gets 403 for a token of another tenant', async () => {
    const token = await teams.token({ claims: { tid: 'other' } });

    expect((await teams.post(payload('message'), token)).status).toBe(403);
  });

  it('may name its tenant in one place only', async () => {
    const byConversation = { ...payload('message'), channelData: undefined };
    const byChannelData = {
      ...payload('message'),
      id: 'm-2',
      conversation: { ...conversation, tenantId: undefined },
    };

    expect((await teams.post(byConversation)).status).toBe(200);
    expect((await teams.post(byChannelData)).status).toBe(200);
    expect(teams.inbox.envelopes).toHaveLength(2);
  });
});

describe('a body that is no activity', () => {
  it.each<[string, string | Buffer]>([
    ['null', 'null'],
    ['an array', '[]'],
    ['a text', '"text"'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['without a type', JSON.stringify({ ...payload('message'), type: undefined })],
    ['with a type of another type', JSON.stringify({ ...payload('message'), type: 5 })],
    ['compressed', gzipSync(sent('message'))],
    ['nested without end', '['.repeat(500_000)],
  ])('gets 400: %s', async (_what, body) => {
    const headers = { Authorization: `Bearer ${await teams.token()}` };
    expect((await teams.send(body, headers)).status).toBe(400);
    expect(teams.logged).toMatchObject([{ level: 'warn', facts: { status: 400 } }]);
  });

  it('is taken up to 1 MiB and not a byte more', async () => {
    const frame = Buffer.byteLength(JSON.stringify({ ...payload('message'), text: '' }));
    const ofLength = (bytes: number) => ({ ...payload('message'), text: 'a'.repeat(bytes - frame) });

    expect((await teams.post(ofLength(1_048_576))).status).toBe(200);
    expect((await teams.post(ofLength(1_048_577))).status).toBe(413);
    expect((await teams.post(ofLength(5_000_000))).status).toBe(413);
    expect(teams.inbox.envelopes).toHaveLength(1);
  });

  it('may break off', async () => {
    const socket = connect(Number(new URL(teams.url).port), '127.0.0.1');
    socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();

    await until(() => teams.logged.some(({ facts }) => 'status' in facts && facts.status === 400));
  });

  it('cannot change what objects are', async () => {
    const body = sent('message').replace(
      '{',
      '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},',
    );

    expect((await teams.post(body)).status).toBe(200);
    expect(({} as JsonObject).isAdmin).toBeUndefined();
    expect(teams.inbox.envelopes).toHaveLength(1);
  });
});

describe('what is answered without being kept', () => {
  it.each<PayloadName>(['reaction', 'typing', 'read-receipt', 'message-to-others'])(
    'is what is not for us (%s)',
    async (name) => {
      expect(await teams.post(payload(name))).toMatchObject({ status: 200, body: '' });
      expect(teams.inbox.envelopes).toEqual([]);
      expect(teams.logged).toMatchObject([{ level: 'debug' }]);
      expect(teams.remembered).toBe(0);
    },
  );

  it('is a word in a channel that is not the desk, also one that names the bot', async () => {
    expect((await teams.post(payload('message-elsewhere'))).status).toBe(200);
    expect(teams.inbox.envelopes).toEqual([]);

    expect((await teams.post(payload('message-in-channel'))).status).toBe(200);
    expect(teams.inbox.envelopes).toHaveLength(1);
  });

  it('is an invoke that nobody knows: 501, with a log that holds no words', async () => {
    const invoke = { ...payload('execute'), name: 'signin/verifyState', value: { state: '名札' } };

    expect(await teams.post(invoke)).toMatchObject({ status: 501, body: '' });
    expect((await teams.post({ ...payload('execute'), name: undefined })).status).toBe(501);
    expect(teams.logged).toMatchObject([
      { level: 'warn', facts: { reason: 'an invoke of name signin/verifyState' } },
      { level: 'warn', facts: { reason: 'an invoke of name unknown' } },
    ]);
  });

  it('is a later kind of event', async () => {
    expect((await teams.post({ ...payload('message'), type: 'telepathy' })).status).toBe(200);
    expect(
      (await teams.post({ ...payload('message'), type: 'message', conversation: { tenantId } })).status,
    ).toBe(200);
  });
});

describe('a place', () => {
  const references = () => teams.memory.references;

  it.each<[PayloadName, typeof suzuki | typeof desk]>([
    ['installed-for-person', suzuki],
    ['added-to-chat', suzuki],
    ['installed-in-team', desk],
    ['member-joined', desk],
    ['message', suzuki],
    ['message-in-channel', desk],
    ['execute', desk],
    ['dialog-opened', suzuki],
  ])('is known after %s', async (name, place) => {
    expect((await teams.post(payload(name))).status).toBe(200);

    expect(await references().find(place)).toMatchObject({ serviceUrl, tenantId, botId });
  });

  it.each<[PayloadName, PayloadName, typeof suzuki | typeof desk | typeof talk]>([
    ['installed-for-person', 'removed-by-person', suzuki],
    ['installed-in-team', 'removed-from-team', desk],
  ])('is forgotten: %s, %s', async (came, went, place) => {
    await teams.post(payload(came));
    expect((await teams.post(payload(went))).status).toBe(200);
    expect(await references().find(place)).toBeUndefined();

    // It comes again, exactly as before.
    await teams.post(payload(came));
    expect(await references().find(place)).toBeDefined();
  });

  it('is forgotten when its channel is deleted; the others of the team stay', async () => {
    await teams.post(payload('installed-in-team'));
    await teams.post({
      ...payload('member-joined'),
      conversation: { id: talkId, conversationType: 'channel', tenantId },
    });
    expect(await references().find(talk)).toBeDefined();
    await teams.post(payload('channel-deleted'));

    expect(await references().find(talk)).toBeUndefined();
    expect(await references().find(desk)).toBeDefined();
  });

  it('is forgotten with its team', async () => {
    await teams.post(payload('installed-in-team'));
    await teams.post({
      ...payload('member-joined'),
      channelData: { eventType: 'teamDeleted', tenant: { id: tenantId } },
    });

    expect(await references().find(desk)).toBeUndefined();
  });

  it('is written before the words, and then not with every one of them', async () => {
    for (let n = 0; n < 4; n += 1) await teams.post({ ...payload('message'), id: `m-${n}` });
    expect(teams.remembered).toBe(1);

    teams.memory.away = true;
    const moved = {
      ...payload('message'),
      id: 'm-5',
      from: { ...(payload('message').from as object), name: '鈴木' },
    };
    expect((await teams.post(moved)).status).toBe(503);
    expect((await teams.post(payload('installed-for-person'))).status).toBe(503);
    expect((await teams.post(payload('removed-by-person'))).status).toBe(503);
    expect(teams.inbox.envelopes).toHaveLength(4);
  });

  it('is not learnt from a message extension: the bot need not be there', async () => {
    expect((await teams.post(payload('shortcut-fetch'))).status).toBe(200);

    expect(teams.remembered).toBe(0);
    expect(await references().latestOn('teams')).toBeUndefined();
  });

  it.each<[string, JsonObject]>([
    ['an installation of another kind', { ...payload('installed-for-person'), action: 'suspend' }],
    ['one of nobody', { ...payload('installed-for-person'), from: { id: botId } }],
  ])('is not learnt from %s', async (_what, activity) => {
    expect((await teams.post(activity)).status).toBe(200);
    expect(teams.remembered).toBe(0);
  });
});

describe('the door of Teams', () => {
  it('answers 200 to everything that Teams is known to send', async () => {
    for (const name of payloadNames) expect((await teams.post(sent(name))).status).toBe(200);
  });

  it.each(['/api/messages/', '/API/Messages', '/api'])('is not at %s', async (path) => {
    expect((await fetch(new URL(path, teams.url), { method: 'POST' })).status).toBe(404);
  });

  it('takes nothing but POST', async () => {
    expect((await fetch(teams.url)).status).toBe(404);
  });
});
