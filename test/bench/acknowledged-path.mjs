// From the request to the 202, against a bare express handler with one insert, in turns, on the same store.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { median, startServer } from './processes.mjs';

const cli = fileURLToPath(new URL('../../dist/config/cli.js', import.meta.url));
const bare = fileURLToPath(new URL('./bare-express.mjs', import.meta.url));
const people = ['suzuki', 'sato', 'tanaka', 'manager'];

async function post(address, n) {
  const person = people[n % people.length];
  const started = performance.now();
  const response = await fetch(`${address}/chat/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      eventId: randomUUID(),
      person,
      room: `dm:${person}`,
      kind: 'message',
      text: `会議室の予約が紙です ${n}`,
    }),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`answered ${response.status}`);
  return performance.now() - started;
}

/** The median time of one request, with so many under way at once. */
async function p50(address, concurrency, requests) {
  const times = [];
  let next = 0;
  const client = async () => {
    while (next < requests) times.push(await post(address, next++));
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return median(times);
}

async function ratio(ours, theirs, concurrency) {
  const ratios = [];
  for (let round = 0; round < 5; round++) {
    const a = await p50(ours, concurrency, 160);
    const b = await p50(theirs, concurrency, 160);
    ratios.push(a / b);
  }
  return median(ratios);
}

/** @returns rows for the table: ratios at p50, median of five rounds. */
export async function benchAcknowledgedPath(storeUri, dataDir) {
  const ours = await startServer([cli, 'start', '--only', 'bot'], {
    MONGODB_URI: storeUri,
    REDIS_URL: 'redis://127.0.0.1:1',
    YAMABIKO_DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'info',
  });
  const theirs = await startServer([bare, storeUri]);
  try {
    await p50(ours.address, 4, 100);
    await p50(theirs.address, 4, 100);
    const rows = [];
    for (const concurrency of [1, 16]) {
      rows.push({
        what: `acknowledged path / bare express + one insert, p50, ${concurrency} at once`,
        ratio: await ratio(ours.address, theirs.address, concurrency),
      });
    }
    return rows;
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}
