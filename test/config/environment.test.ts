import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment, platformsOn, readEnvironment } from '../../config/environment.js';
import type { Environment } from '../../config/environment.js';

type Given = Record<string, string>;

const slack = { SLACK_SIGNING_SECRET: 'signing-hush', SLACK_BOT_TOKEN: 'xoxb-hush' };
const teams = { TEAMS_APP_ID: 'app', TEAMS_APP_PASSWORD: 'password-hush', TEAMS_TENANT_ID: 'tenant' };

function environment(given: Given): Environment {
  const reading = readEnvironment(given);
  if (reading.kind === 'invalid') throw new Error(reading.problems.join('\n'));
  return reading.environment;
}

function problems(given: Given): string[] {
  const reading = readEnvironment(given);
  return reading.kind === 'invalid' ? reading.problems : [];
}

describe('readEnvironment', () => {
  it('needs nothing: the defaults are those of the contract', () => {
    const { publicUrl, ...values } = environment({});

    expect(values).toEqual({
      production: false,
      mongodbUri: null,
      redisUrl: null,
      configPath: null,
      dataDir: '.yamabiko',
      noInstall: false,
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      slack: null,
      teams: null,
      webChat: true,
      metricsToken: null,
    });
    expect(publicUrl(3000)).toBe('http://127.0.0.1:3000');
  });

  it('reads every variable', () => {
    const { publicUrl, ...values } = environment({
      NODE_ENV: 'production',
      MONGODB_URI: 'mongodb://user:p%40ss@one:27017,two:27018/yamabiko?replicaSet=rs0',
      REDIS_URL: 'rediss://:hush@redis.example:6380/1',
      YAMABIKO_CONFIG: '/etc/yamabiko/municipality.yaml',
      YAMABIKO_DATA_DIR: '/var/lib/yamabiko',
      YAMABIKO_NO_INSTALL: '1',
      HOST: '::1',
      PORT: '8080',
      PUBLIC_URL: 'https://yamabiko.example.lg.jp/bot/',
      LOG_LEVEL: 'debug',
      ...slack,
      SLACK_API_URL: 'http://127.0.0.1:4010/api',
      ...teams,
      TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:4020/.well-known/openidconfiguration',
      TEAMS_TOKEN_URL: 'http://127.0.0.1:4020/oauth2/v2.0/token',
      TEAMS_SERVICE_URLS: 'https://smba.example, http://127.0.0.1:4020/teams/',
      TEAMS_TOKEN_ISSUERS: 'https://api.botframework.com, urn:other',
      TEAMS_ALLOW_UNAUTHENTICATED: '1',
      WEB_CHAT: 'on',
      METRICS_TOKEN: 'metrics-hush',
    });

    expect(values).toEqual({
      production: true,
      mongodbUri: 'mongodb://user:p%40ss@one:27017,two:27018/yamabiko?replicaSet=rs0',
      redisUrl: 'rediss://:hush@redis.example:6380/1',
      configPath: '/etc/yamabiko/municipality.yaml',
      dataDir: '/var/lib/yamabiko',
      noInstall: true,
      host: '::1',
      port: 8080,
      logLevel: 'debug',
      slack: { signingSecret: 'signing-hush', botToken: 'xoxb-hush', apiUrl: 'http://127.0.0.1:4010/api/' },
      teams: {
        appId: 'app',
        appPassword: 'password-hush',
        tenantId: 'tenant',
        openIdMetadataUrl: 'http://127.0.0.1:4020/.well-known/openidconfiguration',
        tokenUrl: 'http://127.0.0.1:4020/oauth2/v2.0/token',
        serviceUrls: ['https://smba.example/', 'http://127.0.0.1:4020/teams/'],
        tokenIssuers: ['https://api.botframework.com', 'urn:other'],
        allowUnauthenticated: true,
      },
      webChat: true,
      metricsToken: 'metrics-hush',
    });
    expect(publicUrl(8080)).toBe('https://yamabiko.example.lg.jp/bot');
  });

  it('takes an empty variable for one that is not set', () => {
    const { mongodbUri, port, slack } = environment({ MONGODB_URI: '', PORT: ' ', SLACK_BOT_TOKEN: '' });

    expect({ mongodbUri, port, slack }).toEqual({ mongodbUri: null, port: 3000, slack: null });
  });

  it('names the port that the server got in the public address', () => {
    expect(environment({ PORT: '0' }).publicUrl(49_152)).toBe('http://127.0.0.1:49152');
    expect(environment({ HOST: '::1' }).publicUrl(3000)).toBe('http://[::1]:3000');
    expect(environment({ HOST: '0.0.0.0' }).publicUrl(3000)).toBe('http://localhost:3000');
  });

  it.each(['redis://127.0.0.1:6379', '/run/redis.sock', 'rediss://redis.example'])(
    'takes %s for Redis',
    (url) => {
      expect(environment({ REDIS_URL: url }).redisUrl).toBe(url);
    },
  );

  it('reads the socket of a unix: address as the path that ioredis wants', () => {
    expect(environment({ REDIS_URL: 'unix:///run/redis.sock' }).redisUrl).toBe('/run/redis.sock');
  });

  it.each([
    'mongodb+srv://user:hush@cluster.example/yamabiko',
    'mongodb://%2Ftmp%2Fmongodb-27017.sock/yamabiko',
    'mongodb://[::1]:27017',
  ])('takes %s for MongoDB', (uri) => {
    expect(environment({ MONGODB_URI: uri }).mongodbUri).toBe(uri);
  });

  it.each<[string, Given, string[]]>([
    ['nothing set', {}, ['web']],
    ['localhost', { HOST: 'localhost' }, ['web']],
    ['all of 127.0.0.0/8', { HOST: '127.9.9.9' }, ['web']],
    ['reachable from outside', { HOST: '0.0.0.0' }, []],
    ['Slack set up', slack, ['slack']],
    ['both set up', { ...slack, ...teams }, ['slack', 'teams']],
    ['asked for beside Slack', { ...slack, WEB_CHAT: 'on' }, ['slack', 'web']],
    ['asked not to', { WEB_CHAT: 'off' }, []],
  ])('decides which platforms are on: %s', (_, given, expected) => {
    expect(platformsOn(environment(given))).toEqual(expected);
  });
});

const wrong: [title: string, given: Given, named: [key: string, expected: string][]][] = [
  ['production without a store', { NODE_ENV: 'production' }, [['MONGODB_URI', 'a MongoDB replica set']]],
  ['another store', { MONGODB_URI: 'postgres://db' }, [['MONGODB_URI', 'mongodb://127.0.0.1:27017']]],
  ['an @ in a password', { MONGODB_URI: 'mongodb://u:hush@hush@db' }, [['MONGODB_URI', 'mongodb://']]],
  ['another queue', { REDIS_URL: 'amqp://hush@mq' }, [['REDIS_URL', 'redis://127.0.0.1:6379']]],
  ['Redis without its scheme', { REDIS_URL: 'localhost:6379' }, [['REDIS_URL', 'redis://']]],
  ['a port that is text', { PORT: 'abc' }, [['PORT', '"abc" is not a port; write a number from 0 to 65535']]],
  ['a port out of range', { PORT: '65536' }, [['PORT', 'a number from 0 to 65535']]],
  ['a negative port', { PORT: '-1' }, [['PORT', 'a number from 0 to 65535']]],
  ['a host with its scheme', { HOST: 'http://localhost' }, [['HOST', 'for example 127.0.0.1']]],
  ['a public address that is none', { PUBLIC_URL: 'yamabiko' }, [['PUBLIC_URL', 'https://']]],
  [
    'an unknown level',
    { LOG_LEVEL: 'loud' },
    [['LOG_LEVEL', 'trace, debug, info, warn, error, fatal or silent']],
  ],
  ['a switch that is none', { YAMABIKO_NO_INSTALL: 'yes' }, [['YAMABIKO_NO_INSTALL', '1 or on, 0 or off']]],
  ['a word of JavaScript for a switch', { WEB_CHAT: 'constructor' }, [['WEB_CHAT', '1 or on, 0 or off']]],
  [
    'half of Slack',
    { SLACK_SIGNING_SECRET: 'signing-hush' },
    [['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, set all of them or none']],
  ],
  ['the other half', { SLACK_BOT_TOKEN: 'xoxb-hush' }, [['SLACK_SIGNING_SECRET', 'set all of them or none']]],
  [
    'a third of Teams',
    { TEAMS_APP_ID: 'app' },
    [
      ['TEAMS_APP_PASSWORD', 'TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID, set all of them or none'],
      ['TEAMS_TENANT_ID', 'set all of them or none'],
    ],
  ],
  [
    'an API that is no address',
    { ...slack, SLACK_API_URL: 'slack' },
    [['SLACK_API_URL', 'https://slack.com/api/']],
  ],
  [
    'keys that are no address',
    { TEAMS_OPENID_METADATA_URL: 'ftp://x' },
    [['TEAMS_OPENID_METADATA_URL', 'https://']],
  ],
  ['tokens from no address', { TEAMS_TOKEN_URL: '/token' }, [['TEAMS_TOKEN_URL', '/oauth2/v2.0/token']]],
  [
    'a service without encryption',
    { TEAMS_SERVICE_URLS: 'https://smba.example,http://smba.example' },
    [['TEAMS_SERVICE_URLS', 'http only for loopback']],
  ],
  [
    'an issuer left blank',
    { TEAMS_TOKEN_ISSUERS: 'https://a,' },
    [['TEAMS_TOKEN_ISSUERS', 'comma-separated']],
  ],
  [
    'the chat where others reach it',
    { WEB_CHAT: 'on', HOST: '0.0.0.0' },
    [['WEB_CHAT', 'set HOST=127.0.0.1, or WEB_CHAT=off']],
  ],
  [
    'unsigned activities where others reach us',
    { ...teams, TEAMS_ALLOW_UNAUTHENTICATED: '1', HOST: '192.168.1.5' },
    [['TEAMS_ALLOW_UNAUTHENTICATED', 'set HOST=127.0.0.1']],
  ],
  [
    'many at once, those between variables included',
    {
      NODE_ENV: 'production',
      PORT: 'x',
      LOG_LEVEL: 'x',
      SLACK_BOT_TOKEN: 'xoxb-hush',
      WEB_CHAT: 'on',
      HOST: '10.0.0.1',
    },
    [
      ['PORT', 'a number'],
      ['LOG_LEVEL', 'info'],
      ['SLACK_SIGNING_SECRET', 'is missing'],
      ['MONGODB_URI', 'is missing'],
      ['WEB_CHAT', 'HOST is 10.0.0.1'],
    ],
  ],
];

describe('a wrong environment', () => {
  it.each(wrong)('is refused with every variable named: %s', (_, given, named) => {
    const found = problems(given);

    expect(found).toHaveLength(named.length);
    for (const [key, expected] of named) {
      expect(found.find((problem) => problem.startsWith(`${key}: `))).toContain(expected);
    }
    expect(found.join()).not.toMatch(/hush|\n/);
  });
});

describe('loadEnvironment', () => {
  const folder = (): string => mkdtempSync(join(tmpdir(), 'yamabiko-env-'));

  it('reads .env of the working directory', () => {
    const directory = folder();
    writeFileSync(join(directory, '.env'), 'METRICS_TOKEN="from the file" # a remark\n');

    expect(loadEnvironment(directory)).toMatchObject({ environment: { metricsToken: 'from the file' } });
  });

  it('lets the real environment win, also with an empty value', () => {
    const directory = folder();
    writeFileSync(join(directory, '.env'), 'METRICS_TOKEN=from the file');
    process.env.METRICS_TOKEN = '';
    try {
      expect(loadEnvironment(directory)).toMatchObject({ environment: { metricsToken: null } });
    } finally {
      delete process.env.METRICS_TOKEN;
    }
  });

  it('does without one', () => {
    expect(loadEnvironment(folder()).kind).toBe('valid');
  });

  it('says so when it cannot be read', () => {
    const directory = folder();
    mkdirSync(join(directory, '.env'));

    expect(loadEnvironment(directory)).toMatchObject({
      problems: [expect.stringContaining('.env: cannot be read')],
    });
  });
});
