// From the request to the 202, against a bare express handler with one insert, in turns, on the same store.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { medianRatio, p50, startServer } from './processes.mjs';

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
    await p50(post, ours.address, 4, 100);
    await p50(post, theirs.address, 4, 100);
    const rows = [];
    for (const concurrency of [1, 16]) {
      rows.push({
        what: `acknowledged path / bare express + one insert, p50, ${concurrency} at once`,
        ratio: await medianRatio(post, ours.address, theirs.address, concurrency),
      });
    }
    return rows;
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}
