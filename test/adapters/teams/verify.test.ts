// Every way in which a token can be wrong, through real HTTP: the status, and one line in the log without the token.
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aSigningPair, channelClaims, type TokenDetails } from '../../fakes/teams-api/tokens.js';
import { appId, payload, serviceUrl, tenantId } from './teams-payloads.js';
import { now, pair, TeamsReceiver } from './teams-receiver.js';

const stranger = await aSigningPair('key-1');
const unknown = await aSigningPair('key-9');
const forWebchat = await aSigningPair('key-2', ['webchat']);
const unrestricted = await aSigningPair('key-3', null);

let teams: TeamsReceiver;
beforeEach(async () => {
  teams = await TeamsReceiver.start();
});
afterEach(() => teams.close());

const seconds = now.getTime() / 1_000;
const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const claims = (changed: Record<string, unknown>): Partial<TokenDetails> => ({ claims: changed });

/** A token that nobody signed with a private key. */
function forged(header: object, signature: (signed: string) => string): string {
  const signed = `${base64(header)}.${base64(channelClaims({ appId, serviceUrl, now }))}`;
  return `${signed}.${signature(signed)}`;
}

const publicKeyText = JSON.stringify(pair.publicJwk);

const expectOneLine = (status: number, token: string) => {
  const [line, ...others] = teams.logged;
  expect(others).toEqual([]);
  expect(line).toMatchObject({ level: 'warn', facts: { status } });
  const [, body = '', signature = ''] = token.split('.');
  for (const part of [body, signature].filter((text) => text !== ''))
    expect(JSON.stringify(line)).not.toContain(part);
};

describe('a token that is wrong gets 401', () => {
  it.each<[what: string, token: () => Promise<string> | string, reason: RegExp]>([
    ['another key under the same id', () => teams.token({}, stranger), /SIGNATURE/],
    ['a key that nobody knows', () => teams.token({}, unknown), /no key/],
    ['no key id', () => teams.token({ header: { kid: undefined } }), /no key/],
    ['another audience', () => teams.token(claims({ aud: 'another-bot' })), /aud/],
    ['another issuer', () => teams.token(claims({ iss: 'https://sts.windows.net/x/' })), /iss/],
    ['expired', () => teams.token(claims({ exp: seconds - 301 })), /exp/],
    ['not yet valid', () => teams.token(claims({ nbf: seconds + 301 })), /nbf/],
    ['no issuer', () => teams.token(claims({ iss: undefined })), /iss missing/],
    ['no audience', () => teams.token(claims({ aud: undefined })), /aud missing/],
    ['no expiry', () => teams.token(claims({ exp: undefined })), /exp missing/],
    ['no service URL', () => teams.token(claims({ serviceurl: undefined })), /serviceurl/],
    ['an expiry of another type', () => teams.token(claims({ exp: 'tomorrow' })), /exp/],
    ['alg none', () => forged({ alg: 'none', kid: 'key-1' }, () => ''), /JW[ST]|ALG/],
    ['alg none, with a signature', () => forged({ alg: 'none', kid: 'key-1' }, () => 'eA'), /ALG/],
    [
      'HS256 with the public key',
      () =>
        forged({ alg: 'HS256', kid: 'key-1' }, (signed) =>
          createHmac('sha256', publicKeyText).update(signed).digest('base64url'),
        ),
      /ALG/,
    ],
    ['an unknown critical header', () => forged({ alg: 'RS256', crit: ['x'], x: 1 }, () => 'eA'), /JW|JOSE/],
    [
      // The shape of our own outgoing token, which the library would take (facts §2).
      'the emulator',
      () =>
        teams.token(
          claims({
            iss: `https://sts.windows.net/${tenantId}/`,
            aud: 'https://api.botframework.com',
            appid: appId,
            tid: tenantId,
            ver: '1.0',
            serviceurl: undefined,
          }),
        ),
      /aud|iss/,
    ],
    ['no token at all, but words', () => 'none', /no token|JW/],
  ])('%s', async (_what, make, reason) => {
    const token = await make();
    const { status, body, headers } = await teams.post(payload('message'), token);

    expect([status, body, headers.get('www-authenticate')]).toEqual([
      401,
      '{"error":"Not authenticated."}',
      'Bearer',
    ]);
    expect(teams.inbox.envelopes).toEqual([]);
    expectOneLine(401, token);
    expect(teams.logged[0]?.facts).toMatchObject({ reason: expect.stringMatching(reason) });
  });

  it.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['no scheme', { Authorization: 'x.y.z' }],
    ['another scheme', { Authorization: 'Basic eDp5' }],
    ['no token', { Authorization: 'Bearer ' }],
    ['two tokens', { Authorization: 'Bearer a b' }],
  ])('%s', async (_what, headers) => {
    expect((await teams.send(JSON.stringify(payload('message')), headers)).status).toBe(401);
    expectOneLine(401, '');
    expect(teams.openId.fetched()).toBe(0);
  });

  it('signed for another channel', async () => {
    teams.openId.publish(pair, forWebchat);
    const token = await teams.token({}, forWebchat);

    expect((await teams.post(payload('message'), token)).status).toBe(401);
    expectOneLine(401, token);
  });

  it('is not told from one without a body, nor from one with a broken one', async () => {
    expect((await teams.post('{', 'none')).status).toBe(401);
    expect((await teams.post('', 'none')).status).toBe(401);
  });
});

describe('the log of a refusal', () => {
  it('names who the token says that it is of, and by which key', async () => {
    await teams.post(payload('message'), await teams.token(claims({ iss: 'https://sts.windows.net/x/' })));

    expect(teams.logged[0]?.facts).toMatchObject({ iss: 'https://sts.windows.net/x/', kid: 'key-1' });
  });

  it('holds nothing that somebody made up to be read', async () => {
    const token = await teams.token({
      claims: { iss: 'You have won\n{"level":60}', aud: '鈴木 花子' },
      header: { kid: '名札をやめたい' },
    });
    await teams.post(payload('message'), token);

    expect(teams.logged[0]?.facts).toMatchObject({ iss: null, kid: null });
    expect(JSON.stringify(teams.logged)).not.toMatch(/won|鈴木|名札/);
  });
});

describe('a token that is good', () => {
  it.each<[string, Partial<TokenDetails>]>([
    ['as it is', {}],
    ['of a clock that is four minutes ahead', claims({ nbf: seconds + 240 })],
    ['of one that is four minutes late', claims({ exp: seconds - 240 })],
    ['without a beginning', claims({ nbf: undefined })],
    ['with the service URL written another way', { serviceUrl: serviceUrl.replace(/\/$/, '') }],
    ['with more claims', claims({ ver: '2.0', 'https://example.com/x': { y: [1] } })],
    ['of our tenant', claims({ tid: tenantId.toUpperCase() })],
  ])('is taken %s', async (_how, details) => {
    expect((await teams.post(payload('message'), await teams.token(details))).status).toBe(200);
    expect(teams.inbox.envelopes).toHaveLength(1);
  });

  it('may come of a key that names no channels', async () => {
    teams.openId.publish(pair, unrestricted);

    expect((await teams.post(payload('message'), await teams.token({}, unrestricted))).status).toBe(200);
  });

  it('may have another issuer where the installation says so, and then not the usual one', async () => {
    const other = await TeamsReceiver.start({ tokenIssuers: ['https://sts.windows.net/x/'] });
    const token = await other.token(claims({ iss: 'https://sts.windows.net/x/' }));

    expect((await other.post(payload('message'), token)).status).toBe(200);
    expect((await other.post(payload('message'))).status).toBe(401);
    await other.close();
  });
});

describe('the keys', () => {
  it('are fetched once', async () => {
    for (let n = 0; n < 5; n += 1) await teams.post({ ...payload('message'), id: `m-${n}` });

    expect(teams.inbox.envelopes).toHaveLength(5);
    expect(teams.openId.fetched()).toBe(1);
  });

  it('are followed when they change: a new one is good after one look, an old one until then', async () => {
    expect((await teams.post({ ...payload('message'), id: 'm-1' })).status).toBe(200);
    teams.openId.publish(unknown);
    expect((await teams.post({ ...payload('message'), id: 'm-2' })).status).toBe(200);

    const token = await teams.token({}, unknown);
    expect((await teams.post({ ...payload('message'), id: 'm-3' }, token)).status).toBe(200);
    expect(teams.openId.fetched()).toBe(2);
    expect((await teams.post({ ...payload('message'), id: 'm-4' })).status).toBe(401);
  });

  it('stay good while nobody can be asked for them', async () => {
    await teams.post({ ...payload('message'), id: 'm-1' });
    teams.openId.away = true;
    teams.clock.moveBy(3 * 24 * 3_600_000);

    expect((await teams.post({ ...payload('message'), id: 'm-2' })).status).toBe(200);
  });

  it('are not there yet: Teams has to try again', async () => {
    teams.openId.away = true;
    const token = await teams.token();
    expect(await teams.post(payload('message'), token)).toMatchObject({
      status: 503,
      body: '{"error":"Not available right now."}',
    });
    expect(JSON.stringify(teams.logged)).not.toContain(token);

    teams.openId.away = false;
    expect((await teams.post(payload('message'), token)).status).toBe(200);
  });
});

describe('an installation that takes unauthenticated activities', () => {
  it('still looks at tenant and service URL', async () => {
    const open = await TeamsReceiver.start({ allowUnauthenticated: true });
    const send = (activity: object) => open.send(JSON.stringify(activity), {});

    expect((await send(payload('message'))).status).toBe(200);
    expect((await send({ ...payload('message'), conversation: { id: 'a:1', tenantId: 'x' } })).status).toBe(
      403,
    );
    expect((await send({ ...payload('message'), serviceUrl: 'https://evil.example/' })).status).toBe(403);
    expect((await send({ ...payload('message'), serviceUrl: 'http://127.0.0.1:1/' })).status).toBe(403);
    await open.close();
  });
});
