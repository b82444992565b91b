/** Wires: which adapter implements which port. The platforms, each with what it is given: compose-platforms.ts. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Router } from 'express';
import { openEmbeddedMongo } from '../adapters/embedded/mongodb/index.js';
import { openEmbeddedRedis } from '../adapters/embedded/redis.js';
import { createMongoStores, openMongo, type Mongo, type MongoStores } from '../adapters/mongodb/index.js';
import { openMovableTownClock, systemClock, type MovableTownClock } from '../adapters/system/clocks.js';
import { createJapaneseHolidays, noHolidays } from '../adapters/system/holidays.js';
import { ids } from '../adapters/system/ids.js';
import { createMetrics, type MetricsPage } from '../adapters/system/metrics.js';
import { createWebChat } from '../adapters/web/index.js';
import { createJobs, turnJob, type Jobs, type MoveOutcome } from '../jobs/index.js';
import { createBusinessCalendar } from '../src/calendar/business-calendar.js';
import type { Municipality } from '../src/municipality.js';
import type { Platform } from '../src/places.js';
import type { Envelope, Log, TownClock } from '../src/ports.js';
import { sayInJapanese } from '../src/texts/ja/index.js';
import type { Town } from '../src/town.js';
import { answerAtOnce } from '../src/use-cases/answer-at-once.js';
import { isDeskUnreachable } from '../src/use-cases/reach-desk.js';
import {
  directoryOf,
  each,
  plugSlack,
  plugTeams,
  type PlatformParts,
  type Plugs,
  type Rhythms,
} from './compose-platforms.js';
import type { Environment } from './environment.js';

export { checkSlack } from '../adapters/slack/checks/index.js';
export type { Rhythms } from './compose-platforms.js';
export { createSlackManifest } from '../adapters/slack/manifest.js';
export { canBeCalledBySlack } from '../adapters/slack/request-url.js';
export { createAppPackage } from '../adapters/teams/app-package.js';
export { createMembershipAsker } from '../adapters/teams/checks/ask-membership.js';
export { checkChannels as checkTeamsChannels } from '../adapters/teams/checks/channels.js';
export { checkTeams } from '../adapters/teams/checks/index.js';
export { createTeamsLocalisation, createTeamsManifest } from '../adapters/teams/manifest.js';
export type { ManifestWords as TeamsManifestWords } from '../adapters/teams/manifest.js';
export { createLog } from '../adapters/system/log.js';
export { systemClock };

export interface Settings {
  readonly environment: Environment;
  readonly municipality: Municipality;
}

export function createTown(settings: Municipality): Town {
  const holidays = settings.calendar.nationalHolidays === 'jp' ? createJapaneseHolidays() : noHolidays;
  const calendar = createBusinessCalendar(settings.calendar, holidays);
  const deskHears = heardIn[settings.desk.home];
  return { settings, calendar, promise: settings.promise, say: sayInJapanese, deskHears };
}

/** Where people talk to one another as well, Teams tells a bot only of what names it. */
const heardIn: Readonly<Record<Platform, Town['deskHears']>> = {
  slack: 'replies',
  teams: 'mentions',
  web: 'replies',
};

/** The stores and the town: enough for every command that only reads, or writes once. */
export interface Foundation {
  readonly town: Town;
  readonly mongo: Mongo;
  readonly stores: MongoStores;
  readonly townClock: TownClock;
  /** Null: no local chat, and the town's time is the system's. */
  readonly movableClock: MovableTownClock | null;
  readonly storeName: 'embedded' | 'MongoDB';
  readonly close: () => Promise<void>;
}

interface OpenStore {
  readonly uri: string;
  readonly name: Foundation['storeName'];
  readonly close: () => Promise<void>;
}

/** Without MONGODB_URI a small server of our own; should it die, it is started again where it was. */
async function openStore({ mongodbUri, dataDir, production }: Environment, log: Log): Promise<OpenStore> {
  if (mongodbUri !== null) return { uri: mongodbUri, name: 'MongoDB', close: () => Promise.resolve() };
  let closing = false;
  const open = () => openEmbeddedMongo({ dataDir, production, onExit });
  const onExit = (reason: string) => {
    if (closing) return;
    log.error({ reason }, 'the embedded store ended and is started again');
    opened = opened.then(open, open);
    opened.catch((error: unknown) => {
      log.error({ err: error }, 'the embedded store could not be started again');
    });
  };
  let opened = open();
  const { uri } = await opened;
  const close = async () => {
    closing = true;
    await (await opened).close();
  };
  return { uri, name: 'embedded', close };
}

export async function openFoundation({ environment, municipality }: Settings, log: Log): Promise<Foundation> {
  const store = await openStore(environment, log);
  const mongo = await openMongo(store.uri, { log });
  const stores = createMongoStores(mongo, systemClock);
  const movableClock = environment.webChat ? await openMovableTownClock(stores.townClock) : null;
  return {
    town: createTown(municipality),
    mongo,
    stores,
    townClock: movableClock ?? systemClock,
    movableClock,
    storeName: store.name,
    close: async () => {
      movableClock?.close();
      await mongo.close(2_000);
      await store.close();
    },
  };
}

export interface Roles {
  /** Receives from the platforms. */
  readonly bot: boolean;
  /** Works off what was received, and sends. */
  readonly worker: boolean;
}

export interface Composition {
  readonly jobs: Jobs;
  readonly metrics: MetricsPage;
  /** Everybody of the desk refused the last word to them. @throws StoreUnavailable */
  readonly isDeskUnreachable: () => Promise<boolean>;
  readonly routers: readonly Router[];
  /** Learns what platforms only tell when asked. Nothing waits for it. */
  readonly startPlatforms: () => void;
  /** Ends open streams and timers; call it before the server waits for its connections. */
  readonly closePlatforms: () => void;
  /** For trying out and for tests: null without a local chat. */
  readonly advanceClock: ((by: string) => Promise<MoveOutcome>) | null;
}

export function composeService(
  foundation: Foundation,
  settings: Settings,
  roles: Roles,
  { log, slackRhythm, teamsRhythm }: { log: Log } & Rhythms,
): Composition {
  const { stores, town, townClock, movableClock } = foundation;
  const { environment, municipality } = settings;
  const plugs: Plugs = {};
  const directory = directoryOf(plugs, municipality.desk.home);
  const ports = { store: stores.store, numbers: stores.numbers, directory, ids, town };
  const deskUnreachable = () => isDeskUnreachable(ports);
  const metrics = createMetrics({ ...stores, townClock, systemClock, isDeskUnreachable: deskUnreachable });
  const advanceClock = movableClock ? (by: string) => jobs.advanceClock(movableClock, by) : null;

  const receiving = {
    inbox: stores.inbox,
    ids,
    log,
    desk: municipality.desk,
    onStored: (envelope: Envelope) => {
      jobs.ring(turnJob(envelope.conversation, envelope.id));
    },
  };

  if (movableClock && advanceClock) {
    const webChat = createWebChat({
      ...receiving,
      rooms: stores.rooms,
      clock: {
        now: movableClock.now,
        advance: async (by) =>
          environment.slack || environment.teams
            ? { kind: 'refused', reason: 'The town clock cannot be moved while Slack or Teams is on.' }
            : advanceClock(by),
      },
      answerAtOnce: async (event) => {
        if (event.kind === 'action') await answerAtOnce({ ...ports, responder: webChat.responder }, event);
      },
    });
    plugs.web = webChat;
  }

  const platform: PlatformParts = { stores, town, townClock, ports, receiving };
  if (environment.slack) plugs.slack = plugSlack(environment.slack, platform, slackRhythm);
  if (environment.teams) plugs.teams = plugTeams(environment.teams, platform, teamsRhythm);

  const jobs = createJobs(
    {
      ...ports,
      ...stores,
      townClock,
      systemClock,
      log,
      metrics,
      messengers: each(plugs, ({ messenger }) => messenger),
      parsers: each(plugs, ({ parseEvent }) => parseEvent),
      holder: `${hostname()}-${process.pid}-${randomUUID()}`,
    },
    { worker: roles.worker },
  );
  const on = Object.values(plugs);
  return {
    jobs,
    metrics,
    isDeskUnreachable: deskUnreachable,
    advanceClock,
    routers: roles.bot ? on.map(({ router }) => router) : [],
    startPlatforms: () => {
      if (roles.bot) for (const { start } of on) start?.();
    },
    closePlatforms: () => {
      for (const { close } of on) close?.();
    },
  };
}

export interface OpenQueue {
  readonly name: string;
  readonly url: string | null;
  readonly close: () => Promise<void>;
}

/** Without REDIS_URL a redis-server of this machine; without that, none: follow-ups run in-process. */
export async function openQueue(
  { redisUrl, dataDir, noInstall }: Environment,
  announce: (line: string) => void,
): Promise<OpenQueue> {
  if (redisUrl !== null) return { name: 'Redis', url: redisUrl, close: () => Promise.resolve() };
  const redis = await openEmbeddedRedis({ dataDir, noInstall, announce });
  return redis.kind === 'started'
    ? { name: 'embedded Redis', url: redis.url, close: () => redis.close() }
    : { name: `none (${redis.reason})`, url: null, close: () => Promise.resolve() };
}
