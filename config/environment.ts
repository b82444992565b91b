/** The environment of contract §2. Nothing else in the product reads `process.env`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { platforms } from '../src/places.js';
import type { Platform } from '../src/places.js';
import { httpAddress, isLoopback, parseHost } from './addresses.js';
import { defaultHost, parseSwitch, variables } from './environment-variables.js';
import type { LogLevel, Variables, Written } from './environment-variables.js';
import { errorCode } from './error-code.js';
import { listed, problemsOf } from './written-values.js';

export interface Environment {
  readonly production: boolean;
  /** Null: the embedded store. */
  readonly mongodbUri: string | null;
  /** `redis://`, `rediss://` or the absolute path of a Unix socket; null: the embedded Redis. */
  readonly redisUrl: string | null;
  /** Null: the built-in town. */
  readonly configPath: string | null;
  readonly dataDir: string;
  readonly noInstall: boolean;
  readonly host: string;
  /** 0: any free port, known only once the server listens. */
  readonly port: number;
  /** Never ends with a slash. `listeningPort` counts only where PUBLIC_URL is not set. */
  readonly publicUrl: (listeningPort: number) => string;
  readonly logLevel: LogLevel;
  /** Null: the platform is off. */
  readonly slack: SlackEnvironment | null;
  readonly teams: TeamsEnvironment | null;
  readonly webChat: boolean;
  readonly metricsToken: string | null;
}

export interface SlackEnvironment {
  readonly signingSecret: string;
  readonly botToken: string;
  /** Ends with a slash; null: Slack's own. */
  readonly apiUrl: string | null;
}

/** Null in an address: Microsoft's public cloud. A value replaces the default. */
export interface TeamsEnvironment {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  readonly openIdMetadataUrl: string | null;
  readonly tokenUrl: string | null;
  readonly serviceUrls: readonly string[] | null;
  readonly tokenIssuers: readonly string[] | null;
  readonly allowUnauthenticated: boolean;
}

export type EnvironmentReading =
  | { readonly kind: 'valid'; readonly environment: Environment }
  | {
      readonly kind: 'invalid';
      readonly problems: string[];
      /** As far as it can be told, so that the town's settings are checked in the same go. */
      readonly meant: { readonly configPath: string | null; readonly platforms: readonly Platform[] };
    };

const slackKeys = ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'] as const;
const teamsKeys = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'] as const;

/** Reads `.env` of the working directory, when present, and the process: what the process has set wins. */
export function loadEnvironment(directory = process.cwd()): EnvironmentReading {
  let file = '';
  try {
    file = readFileSync(join(directory, '.env'), 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT') {
      const problem = `.env: cannot be read (${code}); make it a readable file, or remove it`;
      return { kind: 'invalid', problems: [problem], meant: { configPath: null, platforms: ['web'] } };
    }
  }
  return readEnvironment({ ...parseEnv(file), ...process.env });
}

/** Every problem in one go, secrets left out. A variable that is empty or blank counts as not set. */
export function readEnvironment(env: NodeJS.ProcessEnv): EnvironmentReading {
  const given = writtenIn(env);
  const reading = variables.safeParse(given);
  const problems = [...(reading.success ? [] : problemsOf(reading.error)), ...disagreements(given)];
  if (reading.success && problems.length === 0)
    return { kind: 'valid', environment: environmentOf(reading.data) };
  const meant = { configPath: given.YAMABIKO_CONFIG ?? null, platforms: meantPlatforms(given) };
  return { kind: 'invalid', problems, meant };
}

export const platformsOn = ({ slack, teams, webChat }: Environment): Platform[] =>
  platformsWhere({ slack: slack !== null, teams: teams !== null, web: webChat });

const platformsWhere = (on: Record<Platform, boolean>): Platform[] =>
  platforms.filter((platform) => on[platform]);

function writtenIn(env: NodeJS.ProcessEnv): Written {
  const entries = Object.keys(variables.shape).map((key) => [key, env[key]?.trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value));
}

/** Rules between variables, on what was written: they are to be reported beside a variable that is wrong itself. */
function disagreements(given: Written): string[] {
  const host = parseHost(given.HOST ?? defaultHost);
  const reachable = host !== undefined && !isLoopback(host);
  const problems = [...incomplete(given, slackKeys, 'Slack'), ...incomplete(given, teamsKeys, 'Teams')];
  if (given.NODE_ENV === 'production' && !given.MONGODB_URI) {
    problems.push(
      'MONGODB_URI: is missing; NODE_ENV=production does not run on the embedded store, write the address of a MongoDB replica set',
    );
  }
  if (reachable && parseSwitch(given.WEB_CHAT ?? '')) {
    problems.push(`WEB_CHAT: cannot be on while HOST is ${host}; set HOST=127.0.0.1, or WEB_CHAT=off`);
  }
  if (reachable && parseSwitch(given.TEAMS_ALLOW_UNAUTHENTICATED ?? '')) {
    problems.push(
      `TEAMS_ALLOW_UNAUTHENTICATED: cannot be on while HOST is ${host}; set HOST=127.0.0.1, or leave it out`,
    );
  }
  return problems;
}

function incomplete(given: Written, keys: readonly (keyof Written)[], platform: string): string[] {
  const missing = keys.filter((key) => !given[key]);
  if (missing.length === keys.length) return [];
  return missing.map(
    (key) => `${key}: is missing; ${platform} needs ${listed(keys, 'and')}, set all of them or none`,
  );
}

/** A platform that was set up by half was meant to be on. */
function meantPlatforms(given: Written): Platform[] {
  const slack = slackKeys.some((key) => given[key]);
  const teams = teamsKeys.some((key) => given[key]);
  const byDefault = webByDefault(given.HOST ?? defaultHost, slack || teams);
  const web = given.WEB_CHAT ? parseSwitch(given.WEB_CHAT) !== false : byDefault;
  return platformsWhere({ slack, teams, web });
}

const webByDefault = (host: string, otherPlatform: boolean): boolean => !otherPlatform && isLoopback(host);

function environmentOf(values: Variables): Environment {
  const slack = slackOf(values);
  const teams = teamsOf(values);
  const { PUBLIC_URL: publicUrl, HOST: host } = values;
  return {
    production: values.NODE_ENV === 'production',
    mongodbUri: values.MONGODB_URI,
    redisUrl: values.REDIS_URL,
    configPath: values.YAMABIKO_CONFIG,
    dataDir: values.YAMABIKO_DATA_DIR,
    noInstall: values.YAMABIKO_NO_INSTALL,
    host,
    port: values.PORT,
    publicUrl: (listeningPort) => publicUrl?.replace(/\/$/, '') ?? httpAddress(host, listeningPort),
    logLevel: values.LOG_LEVEL,
    slack,
    teams,
    webChat: values.WEB_CHAT ?? webByDefault(host, slack !== null || teams !== null),
    metricsToken: values.METRICS_TOKEN,
  };
}

function slackOf(values: Variables): SlackEnvironment | null {
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken } = values;
  return signingSecret && botToken ? { signingSecret, botToken, apiUrl: values.SLACK_API_URL } : null;
}

function teamsOf(values: Variables): TeamsEnvironment | null {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: appPassword, TEAMS_TENANT_ID: tenantId } = values;
  if (!appId || !appPassword || !tenantId) return null;
  return {
    appId,
    appPassword,
    tenantId,
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL,
    tokenUrl: values.TEAMS_TOKEN_URL,
    serviceUrls: values.TEAMS_SERVICE_URLS,
    tokenIssuers: values.TEAMS_TOKEN_ISSUERS,
    allowUnauthenticated: values.TEAMS_ALLOW_UNAUTHENTICATED,
  };
}
