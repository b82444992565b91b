/** A running service: started in order, and stopped in order within ten seconds, whatever is away. */
import { createApp, listen, type HttpServer, type Readiness } from './http-server.js';
import {
  composeService,
  openFoundation,
  openQueue,
  type Composition,
  type Foundation,
  type OpenQueue,
  type Roles,
  type Settings,
  type Rhythms,
} from './compose.js';
import type { Log } from '../src/ports.js';
import type { Town } from '../src/town.js';

export interface Service {
  readonly address: string;
  /** What a person at a terminal wants to know, a line each. */
  readonly summary: readonly string[];
  /** For trying out and for tests: moves the town clock. Null without a local chat. */
  readonly advanceClock: Composition['advanceClock'];
  readonly townNow: () => Date;
  readonly stop: () => Promise<void>;
}

interface Started {
  readonly foundation: Foundation;
  readonly composition: Composition;
  /** Null: it could not listen. */
  readonly server: HttpServer | null;
}

/** A machine that first has to install Redis must not keep the town waiting: until then work runs in-process. */
const queuePatienceMs = 3_000;
const pingMs = 2_000;
const httpCloseMs = 2_000;

const storeAway: Readiness = { ready: false, reasons: ['the store does not answer'] };

async function readinessOf(
  { mongo, town }: Foundation,
  { jobs, isDeskUnreachable }: Composition,
  stopping: () => boolean,
): Promise<Readiness> {
  if (stopping()) return { ready: false, reasons: ['the service is shutting down'] };
  if (!(await mongo.ping(pingMs))) return storeAway;
  const reasons = jobs.isDegraded() ? ['warning: Redis is away, follow-ups run in-process'] : [];
  try {
    if (await isDeskUnreachable()) reasons.push(unreachable(town));
    return { ready: true, reasons };
  } catch {
    return storeAway;
  }
}

const unreachable = ({ settings: { desk } }: Town): string =>
  `warning: nobody of the desk can be reached on ${desk.home}; its channel, its manager and its members refuse the bot's messages`;

function attachQueue(
  opening: Promise<OpenQueue>,
  { jobs }: Composition,
  log: Log,
): Promise<OpenQueue | null> {
  return opening.then(
    (queue) => {
      if (queue.url !== null) jobs.useRedis(queue.url);
      log.info({ queue: queue.name }, 'the queue is decided');
      return queue;
    },
    (error: unknown) => {
      log.error({ err: error }, 'no queue: follow-ups run in-process');
      return null;
    },
  );
}

const after = (ms: number): Promise<'later'> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms, 'later').unref();
  });

function summaryOf(settings: Settings, { storeName }: Foundation, queue: string, address: string): string[] {
  const { environment, municipality } = settings;
  const platforms = [
    environment.slack ? 'Slack' : null,
    environment.teams ? 'Teams' : null,
    environment.webChat ? 'local chat' : null,
  ].filter((name) => name !== null);
  const embedded = 'embedded, for trying out only; set MONGODB_URI for real use';
  return [
    `Yamabiko for ${municipality.name}`,
    `  store:     ${storeName === 'embedded' ? embedded : storeName} `.trimEnd(),
    `  queue:     ${queue}`,
    `  platforms: ${platforms.join(', ') || 'none'}`,
    `  open:      ${environment.webChat ? `${address}/chat` : address}`,
  ];
}

async function stop({ foundation, composition, server }: Started, queue: Promise<OpenQueue | null>) {
  composition.closePlatforms();
  // Side by side: each of them may have to wait for something that is away, and all have ten seconds together.
  await Promise.all([server?.close(httpCloseMs), composition.jobs.stop()]);
  await Promise.all([closeQueue(queue), foundation.close()]);
}

export interface Surroundings extends Rhythms {
  readonly log: Log;
  readonly announce: (line: string) => void;
  /** The fault tests open a foundation that breaks at a named point. */
  readonly open?: typeof openFoundation;
}

/** What was opened before a failure is closed again: it would keep the process alive. */
async function closeQueue(queue: Promise<OpenQueue | null>): Promise<void> {
  const opened = await Promise.race([queue.catch(() => null), after(1_000)]);
  if (opened !== 'later') await opened?.close();
}

export async function startService(
  settings: Settings,
  roles: Roles,
  { log, announce, open = openFoundation, ...rhythms }: Surroundings,
): Promise<Service> {
  const { environment } = settings;
  let stopping = false;
  const opening = openQueue(environment, announce);
  // Its failure is told below; while the store opens, nobody listens to it yet.
  opening.catch(() => undefined);
  const foundation = await open(settings, log).catch(async (error: unknown) => {
    await closeQueue(opening);
    throw error;
  });
  const composition = composeService(foundation, settings, roles, { log, ...rhythms });
  const { jobs, metrics } = composition;
  await foundation.stores.schedules.installedAt(foundation.townClock.now());
  const queue = attachQueue(opening, composition, log);
  const app = createApp({
    routers: composition.routers,
    readiness: () => readinessOf(foundation, composition, () => stopping),
    metrics,
    metricsToken: environment.metricsToken,
    log,
  });
  const server = await listen(app, environment.host, environment.port).catch(async (error: unknown) => {
    await stop({ foundation, composition, server: null }, queue);
    throw error;
  });
  composition.startPlatforms();
  jobs.start();
  const decided = await Promise.race([queue, after(queuePatienceMs)]);
  const queueName = decided === 'later' ? 'not ready yet' : (decided?.name ?? 'none');
  const address = environment.publicUrl(server.port);
  return {
    address,
    advanceClock: composition.advanceClock,
    townNow: foundation.townClock.now,
    summary: summaryOf(settings, foundation, queueName, address),
    stop: async () => {
      stopping = true;
      await stop({ foundation, composition, server }, queue);
    },
  };
}
