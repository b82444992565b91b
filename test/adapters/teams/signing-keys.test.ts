import { beforeEach, describe, expect, it } from '@jest/globals';
import { fetchOpenIdKeys } from '../../../adapters/teams/open-id-keys.js';
import { createSigningKeys, type FindSigningKey, type KeySet } from '../../../adapters/teams/signing-keys.js';
import { createFakeClock } from '../../fakes/fake-clock.js';
import { startOpenIdServer } from '../../fakes/teams-api/open-id.js';
import { aSigningPair } from '../../fakes/teams-api/tokens.js';
import { now, pair } from './teams-receiver.js';

const minute = 60_000;
const day = 24 * 60 * minute;

const logged: object[] = [];
const note = (facts: object) => {
  logged.push(facts);
};
const log = { debug: note, info: note, warn: note, error: note };

const key = { key: pair.privateKey, endorsements: null };
const keysNamed = (...kids: string[]): KeySet => new Map(kids.map((kid) => [kid, key]));

let clock: ReturnType<typeof createFakeClock>;
let fetches: number;
let served: KeySet | Error;
let find: FindSigningKey;
beforeEach(() => {
  clock = createFakeClock(now);
  fetches = 0;
  served = keysNamed('a');
  logged.length = 0;
  find = createSigningKeys({
    fetchKeys: () => {
      fetches += 1;
      return served instanceof Error ? Promise.reject(served) : Promise.resolve(served);
    },
    systemClock: clock,
    log,
  });
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('signing keys', () => {
  it('are fetched once for many who ask at the same time', async () => {
    expect(await Promise.all([find('a'), find('a'), find('x')])).toEqual([key, key, undefined]);
    expect(fetches).toBe(1);
  });

  it('are looked for anew when one is asked for that is not known', async () => {
    await find('a');
    served = keysNamed('a', 'b');

    expect(await find('b')).toBe(key);
    expect(fetches).toBe(2);
  });

  it('cannot be made to be fetched without limit', async () => {
    await find('a');
    for (let n = 0; n < 500; n += 1) expect(await find(`made-up-${n}`)).toBeUndefined();
    expect(fetches).toBe(10);

    clock.moveBy(minute);
    served = keysNamed('b');
    expect(await find('b')).toBe(key);
    expect(fetches).toBe(11);
  });

  it('are fetched behind the back of whoever asks once they are a day old', async () => {
    await find('a');
    clock.moveBy(day + 1);
    served = keysNamed('b');

    expect(await find('a')).toBe(key);
    await settled();
    expect(await find('b')).toBe(key);
    expect(fetches).toBe(2);
    expect(await find('a')).toBeUndefined();
  });

  it('are kept when they cannot be fetched', async () => {
    await find('a');
    served = new Error('away');
    clock.moveBy(day + 1);

    expect(await find('a')).toBe(key);
    await settled();
    expect(await find('a')).toBe(key);
    expect(logged).toContainEqual({ reason: 'away', keysKnown: true });
  });

  it('cannot be told when nobody can be asked: of none, and of one that may be new', async () => {
    const unavailable = { code: 'TEAMS.SIGNING_KEYS_UNAVAILABLE', retryable: true };
    served = new Error('away');
    await expect(find('a')).rejects.toMatchObject(unavailable);
    for (let n = 0; n < 20; n += 1) await expect(find('a')).rejects.toMatchObject(unavailable);
    expect(fetches).toBe(10);

    clock.moveBy(minute);
    served = keysNamed('a');
    expect(await find('a')).toBe(key);
    served = new Error('away');
    await expect(find('b')).rejects.toMatchObject(unavailable);
  });
});

describe('the key server', () => {
  it('is read, keys of other kinds left out', async () => {
    const other = await aSigningPair('other', null);
    const openId = await startOpenIdServer(pair, other);
    openId.instead = {
      keys: [
        { kty: 'EC', kid: 'ec', crv: 'P-256', x: 'x', y: 'y' },
        { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
        { kty: 'RSA', kid: 'weak', n: 'AQAB', e: 'AQAB' },
        { ...other.publicJwk, kid: 'encryption', use: 'enc' },
        null,
        'key',
        { ...pair.publicJwk, x5c: ['MII'] },
        other.publicJwk,
      ],
    };
    const keys = await fetchOpenIdKeys(openId.metadataUrl);

    expect([...keys].map(([kid, { endorsements }]) => [kid, endorsements])).toEqual([
      ['key-1', ['msteams', 'webchat']],
      ['other', null],
    ]);
    await openId.close();
  });

  it.each<[string, unknown]>([
    ['no keys', { keys: [] }],
    ['nothing', {}],
    ['a text', 'keys'],
  ])('is not believed when it answers %s', async (_what, instead) => {
    const openId = await startOpenIdServer(pair);
    openId.instead = instead;

    await expect(fetchOpenIdKeys(openId.metadataUrl)).rejects.toThrow();
    await openId.close();
  });

  it('is not looked for at an address without TLS', async () => {
    const metadata = `data:application/json,${JSON.stringify({ jwks_uri: 'http://keys.example/' })}`;

    await expect(fetchOpenIdKeys(metadata)).rejects.toThrow('without TLS');
  });

  it('may be away', async () => {
    const openId = await startOpenIdServer(pair);
    openId.away = true;

    await expect(fetchOpenIdKeys(openId.metadataUrl)).rejects.toThrow('503');
    await openId.close();
  });
});
