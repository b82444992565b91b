import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTokens, type Tokens } from '../../../adapters/teams/credentials.js';
import { TokenRefused, TokenUnavailable } from '../../../adapters/teams/errors.js';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.js';
import { startTokenServer, type TokenServer } from '../../fakes/teams-api/token-server.js';
import { appId, tenantId } from '../../fakes/teams-api/town-on-teams.js';
import { jst } from '../../calendar/calendars.js';

let server: TokenServer;
let clock: FakeClock;
beforeEach(async () => {
  server = await startTokenServer({ appId, appPassword: 'a secret', tenantId });
  clock = createFakeClock(jst('2026-11-20 10:00'));
});
afterEach(() => server.close());

const tokensOf = (given: { appPassword?: string; tokenUrl?: string } = {}): Tokens =>
  createTokens({
    settings: { appId, appPassword: 'a secret', tenantId, tokenUrl: server.url, ...given },
    systemClock: clock,
    timeoutMs: 300,
  });

const minutes = (count: number) => count * 60_000;

describe('the token of the bot', () => {
  it('is fetched once for everybody who waits, and kept', async () => {
    const tokens = tokensOf();
    const all = await Promise.all([tokens.current(), tokens.current(), tokens.current()]);
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(await tokens.current()).toBe('token-1');
    expect(server.asked()).toBe(1);
  });

  it('is renewed five minutes before its end', async () => {
    server.expiresInSeconds = 3_600;
    const tokens = tokensOf();
    await tokens.current();
    clock.moveBy(minutes(54));
    expect(await tokens.current()).toBe('token-1');
    clock.moveBy(minutes(1));
    expect(await tokens.current()).toBe('token-2');
  });

  it('that lives for less than that is used for half of its life', async () => {
    server.expiresInSeconds = 60;
    const tokens = tokensOf();
    await tokens.current();
    clock.moveBy(29_000);
    expect(await tokens.current()).toBe('token-1');
    clock.moveBy(1_000);
    expect(await tokens.current()).toBe('token-2');
  });

  it('that was not taken is fetched anew', async () => {
    const tokens = tokensOf();
    await tokens.current();
    tokens.forget();
    expect(await tokens.current()).toBe('token-2');
  });

  it('belongs to one installation: another one of the same app fetches its own', async () => {
    expect(await tokensOf().current()).toBe('token-1');
    expect(await tokensOf().current()).toBe('token-2');
  });
});

describe('without a token', () => {
  it.each([
    ['a wrong secret', () => tokensOf({ appPassword: 'wrong' }), 'invalid_client'],
    ['a wrong address', () => tokensOf({ tokenUrl: `${server.url}/other` }), 'http 404'],
  ])('because of %s, asking again does not help, and nothing secret is said', async (_name, tokens, word) => {
    const failure = tokens().current();
    await expect(failure).rejects.toThrow(TokenRefused);
    await expect(failure).rejects.toMatchObject({ message: word, retryable: false });
  });

  it.each<[string, TokenServer['fault']]>([
    ['its server fails', { kind: 'answer', status: 500, body: '<html>' }],
    ['its server is busy', { kind: 'answer', status: 429, body: '{"error":"temporarily_unavailable"}' }],
    ['its answer holds none', { kind: 'answer', status: 200, body: '{"token_type":"Bearer"}' }],
    ['its answer cannot be read', { kind: 'answer', status: 200, body: '<html>' }],
    ['it does not come in time', { kind: 'silent' }],
  ])('because %s, it is asked for again the next time', async (_name, fault) => {
    const tokens = tokensOf();
    server.fault = fault;
    await expect(tokens.current()).rejects.toThrow(TokenUnavailable);
    server.fault = null;
    expect(await tokens.current()).toMatch(/^token-/);
  });

  it('because nobody listens, it is asked for again as well', async () => {
    const tokens = tokensOf({ tokenUrl: 'http://127.0.0.1:1/token' });
    await expect(tokens.current()).rejects.toMatchObject({
      code: 'TEAMS.TOKEN_UNAVAILABLE',
      retryable: true,
    });
  });
});
