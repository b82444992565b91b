// The service with stores that kill its process at a named point, once. Otherwise it is `yamabiko start`.
//
// FAULT        one of the points below; without it, nothing breaks
// FAULT_NTH    at which time of reaching the point, 1 by default
// FAULT_MS     for points within an operation: how long it has been under way, 0 by default
// POSTS_FILE   for every message that the bot sends, its id and whether the platform had it already (`duplicate`)
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { createLog, openFoundation } from '../../dist/config/compose.js';
import { startService } from '../../dist/config/service.js';
import { loadSettings } from '../../dist/config/settings.js';

const { FAULT, FAULT_NTH = '1', FAULT_MS = '0', POSTS_FILE } = process.env;
const only = process.argv[process.argv.indexOf('--only') + 1];
let reached = 0;

const isNow = (point) => point === FAULT && ++reached === Number(FAULT_NTH);

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal arrives asynchronously: nothing may happen in between.
  return new Promise(() => undefined);
}

/** Runs an operation; the process dies while it is under way, or at the latest before anybody hears of its end. */
async function orDieWithin(point, operation) {
  if (!isNow(point)) return operation();
  await Promise.race([operation(), sleep(Number(FAULT_MS))]);
  return die();
}

/** Runs an operation; the process dies before anybody hears of its end. */
async function orDieAfter(point, operation) {
  const result = await operation();
  return isNow(point) ? die() : result;
}

async function post(rooms, message) {
  // What a person writes, and what is answered at once, is no delivery.
  if (message.from !== 'bot' || !message.id.includes('|b-')) return rooms.post(message);
  const outcome = await orDieAfter('between-send-and-record', () => rooms.post(message));
  if (POSTS_FILE) appendFileSync(POSTS_FILE, `${message.id} ${outcome}\n`);
  return outcome;
}

function commit(store, changes, handled) {
  // The commits of turns; those that record deliveries come in between.
  if (!handled) return store.commit(changes, handled);
  return orDieAfter('after-commit', () =>
    orDieWithin('in-the-transaction', () => store.commit(changes, handled)),
  );
}

function faulty({ inbox, store, lanes, rooms, ...others }) {
  return {
    ...others,
    inbox: {
      ...inbox,
      put: (envelope) => orDieAfter('after-store-before-ack', () => inbox.put(envelope)),
      nextOf: (...asked) => orDieWithin('between-ack-and-turn', () => inbox.nextOf(...asked)),
    },
    store: { ...store, commit: (changes, handled) => commit(store, changes, handled) },
    lanes: { ...lanes, claim: (...asked) => orDieWithin('during-lane-claim', () => lanes.claim(...asked)) },
    rooms: { ...rooms, post: (message) => post(rooms, message) },
  };
}

const settings = loadSettings();
if (settings.kind === 'invalid') throw new Error(settings.problems.join('\n'));
const log = createLog(settings.environment.logLevel, false);
const service = await startService(
  settings,
  { bot: only !== 'worker', worker: only !== 'bot' },
  {
    log,
    announce: (line) => log.info({}, line),
    open: async (...given) => {
      const foundation = await openFoundation(...given);
      return { ...foundation, stores: faulty(foundation.stores) };
    },
  },
);
log.info({ address: service.address, summary: service.summary }, 'ready');
closeWithGrace({ delay: 9_000, logger: false }, async () => {
  await service.stop();
  log.info({}, 'stopped');
});
