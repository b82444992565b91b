// What one look around costs with 1,000 and with 20,000 open proposals that are not due.
import { openMongo, createMongoStores } from '../../dist/adapters/mongodb/index.js';
import { systemClock } from '../../dist/adapters/system/clocks.js';
import { median } from './processes.mjs';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const far = new Date('2040-01-01T00:00:00Z');

/** Only the fields that sweeps look at: nothing here is ever read as a proposal. */
const documents = (from, to) =>
  Array.from({ length: to - from }, (_, i) => ({
    _id: `bench-${from + i}`,
    schemaVersion: 1,
    v: 1,
    open: true,
    state: 'received',
    numberKey: `bench-${from + i}`,
    messageKeys: [],
    wakeAt: new Date(far.getTime() + i),
    dueAt: far,
    registeredAt: far,
  }));

async function fill(mongo, from, to) {
  const proposals = mongo.connection.collection('proposals');
  for (let at = from; at < to; at += 1_000)
    await proposals.insertMany(documents(at, Math.min(to, at + 1_000)));
}

async function sweepMs({ inbox, lanes, store }) {
  const now = new Date();
  const started = performance.now();
  await inbox.waiting(now, 500);
  await lanes.due(now, new Date(now.getTime() + 10_000), 500);
  await store.proposals.dueForWaking(now, 500);
  await store.conversations.dueForWaking(now, 500);
  return performance.now() - started;
}

async function medianSweep(stores) {
  const times = [];
  for (let i = 0; i < 200; i++) times.push(await sweepMs(stores));
  return median(times);
}

export async function benchSweep(storeUri) {
  const mongo = await openMongo(storeUri, { log });
  const stores = createMongoStores(mongo, systemClock);
  try {
    await fill(mongo, 0, 1_000);
    await medianSweep(stores);
    const few = await medianSweep(stores);
    await fill(mongo, 1_000, 20_000);
    const many = await medianSweep(stores);
    return [{ what: 'one sweep with 20,000 open proposals / with 1,000, none due', ratio: many / few }];
  } finally {
    await mongo.close(2_000);
  }
}
