/** The one file that wires: which adapter implements which port. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { openEmbeddedMongo } from '../adapters/embedded/mongodb/index.js';
import { openEmbeddedRedis } from '../adapters/embedded/redis.js';
import { createMongoStores, openMongo, type Mongo, type MongoStores } from '../adapters/mongodb/index.js';
import { openMovableTownClock, systemClock, type MovableTownClock } from '../adapters/system/clocks.js';
import { createJapaneseHolidays, noHolidays } from '../adapters/system/holidays.js';
import { ids } from '../adapters/system/ids.js';
import { createMetrics, type MetricsPage } from '../adapters/system/metrics.js';
import { createWebChat, type WebChat } from '../adapters/web/index.js';
import { createJobs, turnJob, type Jobs } from '../jobs/index.js';
import { createBusinessCalendar } from '../src/calendar/business-calendar.js';
import type { Municipality } from '../src/municipality.js';
import { platformOf } from '../src/places.js';
import type { Directory, Log, Responder, TownClock } from '../src/ports.js';
import { sayInJapanese } from '../src/texts/ja/index.js';
import type { Town } from '../src/town.js';
import { answerAtOnce } from '../src/use-cases/answer-at-once.js';
import type { Environment } from './environment.js';

export { createLog } from '../adapters/system/log.js';

export interface Settings {
  readonly environment: Environment;
  readonly municipality: Municipality;
}

export function createTown(settings: Municipality): Town {
  const holidays = settings.calendar.nationalHolidays === 'jp' ? createJapaneseHolidays() : noHolidays;
  const calendar = createBusinessCalendar(settings.calendar, holidays);
  return { settings, calendar, promise: settings.promise, say: sayInJapanese };
}

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
  readonly webChat: WebChat | null;
}

/** People are known to their own platform; somebody whose platform is off is shown by id. */
const directoryOf = (webChat: () => WebChat | null): Directory => ({
  describe: async (person) =>
    (await (platformOf(person) === 'web' ? webChat()?.directory.describe(person) : undefined)) ?? {
      id: person,
      name: person,
      section: null,
    },
  isDesk: async (person) =>
    (await (platformOf(person) === 'web' ? webChat()?.directory.isDesk(person) : undefined)) ?? false,
});

const silentResponder: Responder = { openForm: () => Promise.resolve(), say: () => Promise.resolve() };

export function composeService(
  foundation: Foundation,
  settings: Settings,
  roles: Roles,
  log: Log,
): Composition {
  const { stores, town, townClock, movableClock } = foundation;
  const { environment, municipality } = settings;
  let webChat: WebChat | null = null;
  const directory = directoryOf(() => webChat);
  const metrics = createMetrics({ ...stores, townClock, systemClock });
  const ports = { store: stores.store, numbers: stores.numbers, directory, ids, town };

  if (environment.webChat && movableClock) {
    webChat = createWebChat({
      inbox: stores.inbox,
      rooms: stores.rooms,
      ids,
      log,
      desk: municipality.desk,
      clock: {
        now: movableClock.now,
        advance: async (by) =>
          environment.slack || environment.teams
            ? { kind: 'refused', reason: 'The town clock cannot be moved while Slack or Teams is on.' }
            : jobs.advanceClock(movableClock, by),
      },
      onStored: (envelope) => {
        jobs.ring(turnJob(envelope.conversation, envelope.id));
      },
      answerAtOnce: async (event) => {
        if (event.kind !== 'action') return;
        await answerAtOnce({ ...ports, responder: webChat?.responder ?? silentResponder }, event);
      },
    });
  }

  const jobs = createJobs(
    {
      ...ports,
      ...stores,
      townClock,
      systemClock,
      log,
      metrics,
      messengers: webChat ? { web: webChat.messenger } : {},
      parsers: webChat ? { web: webChat.parseEvent } : {},
      holder: `${hostname()}-${process.pid}-${randomUUID()}`,
    },
    { worker: roles.worker },
  );
  return { jobs, metrics, webChat };
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
