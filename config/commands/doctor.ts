/** `yamabiko doctor`: what is well, what is not, and what to do; one line a check. */
import { Redis } from 'ioredis';
import { ok, problem, warning, type Check } from '../../src/check.js';
import type { Platform } from '../../src/places.js';
import type { Log } from '../../src/ports.js';
import { formatNumber, proposalNumber } from '../../src/proposals/number.js';
import {
  checkSlack,
  checkTeams,
  checkTeamsChannels,
  createMembershipAsker,
  openFoundation,
  systemClock,
} from '../compose.js';
import type { Foundation, Settings } from '../compose.js';
import type { SettingsReading } from '../settings.js';

const unreachable = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function checkRedis(redisUrl: string | null): Promise<Check[]> {
  if (redisUrl === null) {
    return [warning('queue', 'REDIS_URL is not set: a redis-server of this machine is used, for trying out')];
  }
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const policy = (await redis.config('GET', 'maxmemory-policy'))[1] ?? 'unknown';
    return [
      ok('queue', 'Redis answers'),
      policy === 'noeviction'
        ? ok('queue memory', 'maxmemory-policy is noeviction')
        : problem('queue memory', `maxmemory-policy is ${policy}; set it to noeviction`),
    ];
  } catch (error) {
    return [warning('queue', `Redis does not answer (${unreachable(error)}); follow-ups run in-process`)];
  } finally {
    redis.disconnect();
  }
}

/** Numbers are drawn before the proposal is stored, so a crash in between leaves a gap; repeats never happen. */
async function checkNumbers({ stores }: Foundation): Promise<Check> {
  const used = new Map<number, Set<number>>();
  for await (const { number } of stores.archive.all()) {
    const serials = used.get(number.fiscalYear) ?? new Set<number>();
    used.set(number.fiscalYear, serials.add(number.serial));
  }
  const gaps: string[] = [];
  for (const { fiscalYear, highest } of await stores.archive.drawnNumbers()) {
    for (let serial = 1; serial <= highest; serial++) {
      if (!used.get(fiscalYear)?.has(serial)) gaps.push(formatNumber(proposalNumber(fiscalYear, serial)));
    }
  }
  return gaps.length === 0
    ? ok('numbers', 'no gaps')
    : warning(
        'numbers',
        `not in use: ${gaps.slice(0, 20).join(', ')}; nothing is lost, a crash can leave a gap`,
      );
}

async function checkSilence({ stores, townClock }: Foundation): Promise<Check> {
  const unwoken = await stores.archive.unwoken(new Date(townClock.now().getTime() - 600_000), 100);
  return unwoken.length === 0
    ? ok('promises', 'every open proposal has its next step')
    : problem('promises', `${unwoken.length} open proposals wait for a step that passed; start a worker`);
}

const mostSkewMs = 5_000;

async function checkClock({ mongo }: Foundation): Promise<Check> {
  const before = Date.now();
  const hello = await mongo.connection.db?.admin().command({ hello: 1 });
  const local = (before + Date.now()) / 2;
  const there = hello?.localTime instanceof Date ? hello.localTime.getTime() : local;
  const skewMs = Math.abs(there - local);
  return skewMs < mostSkewMs
    ? ok('clock', 'agrees with the store')
    : problem('clock', `differs from the store by ${Math.round(skewMs / 1_000)} s; synchronise the clocks`);
}

function checkDesk({ environment, municipality }: Settings): Check {
  const { desk } = municipality;
  const on = desk.home === 'web' ? environment.webChat : environment[desk.home] !== null;
  return on
    ? ok('desk', `${desk.name} is at ${desk.home}, channel ${desk.channel}`)
    : problem('desk', `desk.home is ${desk.home}, which is off; switch it on or move the desk`);
}

const digestChannelsOn = (wanted: Platform, { digest }: Settings['municipality']): string[] =>
  digest.places.flatMap(({ platform, channel }) => (platform === wanted ? [channel] : []));

async function checkChannelsOfTeams(settings: Settings, { stores }: Foundation): Promise<Check[]> {
  const { environment, municipality } = settings;
  const { teams } = environment;
  if (!teams) return [];
  const { desk } = municipality;
  const deskChannels = desk.home === 'teams' ? [desk.channel] : [];
  return checkTeamsChannels({
    references: stores.references,
    channels: [...new Set([...deskChannels, ...digestChannelsOn('teams', municipality)])],
    askMembership: createMembershipAsker(teams, systemClock),
  });
}

async function checkStore(settings: Settings, log: Log): Promise<Check[]> {
  let foundation: Foundation;
  try {
    foundation = await openFoundation(settings, log);
  } catch (error) {
    return [
      problem('store', `${unreachable(error)}; check MONGODB_URI and that MongoDB runs as a replica set`),
    ];
  }
  try {
    const name = foundation.storeName;
    return [
      name === 'embedded'
        ? warning('store', 'the embedded store answers; it is for trying out, set MONGODB_URI for real use')
        : ok('store', 'MongoDB answers, with transactions and all indexes'),
      await checkClock(foundation),
      await checkNumbers(foundation),
      await checkSilence(foundation),
      ...(await checkChannelsOfTeams(settings, foundation)),
    ];
  } finally {
    await foundation.close();
  }
}

async function checkSlackApp({ environment, municipality }: Settings): Promise<Check[]> {
  if (!environment.slack) return [];
  const { desk } = municipality;
  return checkSlack({
    settings: environment.slack,
    publicUrl: environment.publicUrl(environment.port),
    desk: desk.home === 'slack' ? desk : null,
    digestChannels: digestChannelsOn('slack', municipality),
    systemClock,
  });
}

async function checkTeamsApp({ environment, municipality: { desk } }: Settings): Promise<Check[]> {
  const { teams, publicUrl, port } = environment;
  return teams ? checkTeams({ settings: teams, desk, publicUrl: publicUrl(port), systemClock }) : [];
}

export async function examine(reading: SettingsReading, log: Log): Promise<Check[]> {
  if (reading.kind === 'invalid') return reading.problems.map((says) => problem('configuration', says));
  return [
    ok('configuration', `${reading.municipality.name}, every key is understood`),
    checkDesk(reading),
    ...(await checkSlackApp(reading)),
    ...(await checkTeamsApp(reading)),
    ...(await checkStore(reading, log)),
    ...(await checkRedis(reading.environment.redisUrl)),
  ];
}
