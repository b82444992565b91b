/** What doctor says about Teams, over real HTTP with a Microsoft of our own. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { checkTeams, type TeamsChecksDeps } from '../../../adapters/teams/checks/index.js';
import { startFakeMicrosoft, type FakeMicrosoft } from '../../fakes/fake-microsoft.js';

jest.setTimeout(15_000);

let microsoft: FakeMicrosoft;
beforeEach(async () => {
  microsoft = await startFakeMicrosoft();
});
afterEach(() => microsoft.close());

const person = '5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f';

const settings = (): TeamsChecksDeps['settings'] => ({
  appId: '8f2d3c1a-5b7e-4a9d-8c6f-1e2d3c4b5a69',
  appPassword: microsoft.secret,
  tenantId: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  openIdMetadataUrl: microsoft.metadataUrl,
  tokenUrl: microsoft.tokenUrl,
  serviceUrls: null,
  tokenIssuers: null,
  allowUnauthenticated: false,
});

type Given = Partial<Omit<TeamsChecksDeps, 'settings'>> & {
  settings?: Partial<TeamsChecksDeps['settings']>;
};

const check = (given: Given = {}) =>
  checkTeams({
    desk: { home: 'teams', members: [], manager: person },
    publicUrl: 'https://yamabiko.example.lg.jp',
    systemClock: { now: () => new Date() },
    ...given,
    settings: { ...settings(), ...given.settings },
  });

/** What is not well, and nothing else. */
const troubles = async (given: Given = {}) =>
  (await check(given))
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ verdict, about, says }) => `${verdict}: ${about}: ${says}`);

const only = (text: string | RegExp) => [expect.stringMatching(text)];

describe('what doctor asks Microsoft', () => {
  it('is well when the app, the keys, the address, the clock and the people are', async () => {
    const checks = await check();
    expect(checks.map(({ verdict, about }) => `${verdict}: ${about}`)).toEqual([
      'ok: Teams token',
      'ok: Teams clock',
      'ok: Teams signing keys',
      'ok: Teams address',
      'ok: Teams people',
    ]);
    expect(microsoft.forms).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: settings().appId,
        client_secret: microsoft.secret,
        scope: 'https://api.botframework.com/.default',
      },
    ]);
  });

  it('says the messaging endpoint that the Azure bot needs', async () => {
    const says = (await check()).map((line) => line.says).join('\n');
    expect(says).toContain('https://yamabiko.example.lg.jp/api/messages');
  });

  it('says nothing secret, whatever is wrong', async () => {
    const lines = JSON.stringify([
      ...(await check()),
      ...(await check({ settings: { appPassword: 'べつ' } })),
    ]);
    for (const secret of [microsoft.secret, 'べつ', 'a.b.c']) expect(lines).not.toContain(secret);
  });
});

describe('a token that Microsoft does not give', () => {
  it.each([
    [7000215, 'TEAMS_APP_PASSWORD takes the value of a client secret, not its id'],
    [7000222, 'the secret has expired; make a new one'],
    [90002, 'check TEAMS_TENANT_ID'],
    [900023, 'copy the directory (tenant) id'],
    [700016, 'check TEAMS_APP_ID and TEAMS_TENANT_ID'],
    [7000229, 'register it as a single-tenant app'],
    [7000112, 'Enterprise applications'],
    [53003, 'Conditional Access'],
  ])('AADSTS%i says what to do', async (code, whatToDo) => {
    microsoft.aadsts = code;
    const [line, ...others] = await troubles();
    expect(others).toEqual([]);
    expect(line).toContain(whatToDo);
    expect(line).toContain(`(AADSTS${code})`);
  });

  it('is told by its code, when that is new to us', async () => {
    microsoft.aadsts = 123456;
    expect(await troubles()).toEqual(only(/^problem: Teams token: .+AADSTS123456.+TEAMS_TENANT_ID/));
  });

  it('may be Microsoft’s own trouble', async () => {
    microsoft.failsWith = 503;
    expect(await troubles()).toEqual([
      expect.stringMatching(/^problem: Teams token: .+HTTP 503; try again/),
      expect.stringMatching(/^problem: Teams signing keys: .+HTTP 503/),
    ]);
  });

  it('may be an answer of something else in between', async () => {
    microsoft.failsWith = 403;
    expect((await troubles())[0]).toMatch(/^problem: Teams token: .+HTTP 403/);
  });
});

describe('a Microsoft that cannot be reached', () => {
  it('is said of each address, with the variable that moves it', async () => {
    const nowhere = 'http://127.0.0.1:1/token';
    const lines = await troubles({ settings: { tokenUrl: nowhere, openIdMetadataUrl: nowhere } });
    expect(lines).toEqual([
      expect.stringMatching(/^problem: Teams token: .+TEAMS_TOKEN_URL/),
      expect.stringMatching(/^problem: Teams signing keys: 127\.0\.0\.1:1: .+HTTPS/),
    ]);
  });

  it('is given up within seconds when it is silent', async () => {
    microsoft.silent = true;
    const started = performance.now();
    const lines = await troubles();
    expect(performance.now() - started).toBeLessThan(7_000);
    expect(lines).toEqual([
      expect.stringContaining('no answer within 5 s'),
      expect.stringContaining('no answer within 5 s'),
    ]);
  });
});

describe('the signing keys', () => {
  it.each([
    ['are none', () => (microsoft.keys = [])],
    ['are at an address that knows them not', () => (microsoft.failsWith = 404)],
  ])('a problem, when there %s', async (_what, arrange) => {
    arrange();
    const lines = await troubles();
    expect(lines.at(-1)).toMatch(/^problem: Teams signing keys: .+nothing that Teams sends can be taken/);
  });
});

describe('the clock', () => {
  it.each([
    [0, []],
    [30, []],
    [-90, only(/^warning: Teams clock: .+by (89|90|91) s/)],
    [90, only(/^warning: Teams clock: .+by (89|90|91) s/)],
    [400, only(/^problem: Teams clock: .+synchronise/)],
    [-400, only(/^problem: Teams clock: .+synchronise/)],
  ])('of Microsoft %i s ahead of ours', async (seconds, expected) => {
    microsoft.aheadMs = seconds * 1_000;
    expect(await troubles()).toEqual(expected);
  });
});

describe('the settings', () => {
  it.each([
    'http://yamabiko.example.lg.jp',
    'https://localhost',
    'https://127.0.0.1:3000',
    'http://[::1]:80',
  ])('%s is no address for Teams', async (publicUrl) => {
    expect(await troubles({ publicUrl })).toEqual(only(/^problem: Teams address: .+PUBLIC_URL/));
  });

  it('names who has no object id', async () => {
    const desk = { home: 'teams', members: [person, '田中'], manager: 'U0MANAGER' } as const;
    expect(await troubles({ desk })).toEqual(only(/^problem: Teams people: U0MANAGER, 田中: .+object id/));
  });

  it('leaves the people of another platform’s desk alone', async () => {
    expect(await troubles({ desk: { home: 'slack', members: [], manager: 'U0MANAGER' } })).toEqual([]);
  });

  it('warns of unsigned activities', async () => {
    const lines = await troubles({ settings: { allowUnauthenticated: true } });
    expect(lines).toEqual(only(/^warning: .+TEAMS_ALLOW_UNAUTHENTICATED/));
  });
});
