/** Each variable of contract §2 by itself. What several must agree on is in environment.ts. */
import { z } from 'zod';
import * as address from './addresses.js';
import { oneOf, optional, written } from './written-values.js';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const defaultHost = '127.0.0.1';

const text = optional(z.string());

const switchWords = new Map([
  ['1', true],
  ['on', true],
  ['0', false],
  ['off', false],
]);

/** `1` and `on` mean the same everywhere, so that nobody has to remember which variable wants which. */
export const parseSwitch = (value: string): boolean | undefined => switchWords.get(value);

const switchOn = written({ what: 'a switch', example: '1 or on, 0 or off', parse: parseSwitch });

const parsePort = (value: string): number | undefined =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? Number(value) : undefined;

/** Addresses may carry a password, therefore no problem repeats one. */
const addressOf = <T>(what: string, example: string, parse: (value: string) => T | undefined) =>
  optional(written({ what, example: `for example ${example}`, parse, hidden: true }));

const webAddress = (example: string) => addressOf('a web address', example, address.parseWebUrl);
const baseAddress = (example: string) => addressOf('a web address', example, address.parseBaseUrl);

export const variables = z.object({
  NODE_ENV: text,
  MONGODB_URI: addressOf(
    'a MongoDB address',
    'mongodb://127.0.0.1:27017/yamabiko?replicaSet=rs0',
    address.parseMongodbUri,
  ),
  REDIS_URL: addressOf('a Redis address', 'redis://127.0.0.1:6379', address.parseRedisUrl),
  YAMABIKO_CONFIG: text,
  YAMABIKO_DATA_DIR: z.string().default('.yamabiko'),
  YAMABIKO_NO_INSTALL: switchOn.default(false),
  HOST: written({ what: 'a host', example: 'for example 127.0.0.1', parse: address.parseHost }).default(
    defaultHost,
  ),
  PORT: written({ what: 'a port', example: 'a number from 0 to 65535', parse: parsePort }).default(3000),
  PUBLIC_URL: baseAddress('https://yamabiko.example.lg.jp'),
  LOG_LEVEL: oneOf('a log level', logLevels).default('info'),
  SLACK_SIGNING_SECRET: text,
  SLACK_BOT_TOKEN: text,
  SLACK_API_URL: baseAddress('https://slack.com/api/'),
  TEAMS_APP_ID: text,
  TEAMS_APP_PASSWORD: text,
  TEAMS_TENANT_ID: text,
  TEAMS_OPENID_METADATA_URL: webAddress('https://login.botframework.com/v1/.well-known/openidconfiguration'),
  TEAMS_TOKEN_URL: webAddress('https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token'),
  TEAMS_SERVICE_URLS: addressOf(
    'a comma-separated list of addresses, http only for loopback',
    'https://smba.trafficmanager.net/',
    address.parseServiceUrls,
  ),
  TEAMS_TOKEN_ISSUERS: optional(
    written({
      what: 'a comma-separated list',
      example: 'for example https://api.botframework.com',
      parse: address.parseList,
    }),
  ),
  TEAMS_ALLOW_UNAUTHENTICATED: switchOn.default(false),
  WEB_CHAT: optional(switchOn),
  METRICS_TOKEN: text,
});

export type Variables = z.infer<typeof variables>;
/** What was written, before it was understood: only variables of ours, none of them empty. */
export type Written = Partial<Record<keyof Variables, string>>;
