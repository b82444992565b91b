// From Slack's request to our 200, against a bare Bolt with one insert, in turns, on the same store.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signatureOf } from '../../dist/adapters/slack/verify.js';
import { medianRatio, p50, startServer } from './processes.mjs';

const cli = fileURLToPath(new URL('../../dist/config/cli.js', import.meta.url));
const bare = fileURLToPath(new URL('./bare-bolt.mjs', import.meta.url));
const signingSecret = 'bench';
const town = `
desk: { name: DX推進課, home: slack, channel: C0DESK, manager: U0MANAGER }
digest: { places: [{ platform: slack, channel: C0ALL }] }
`;

async function post(address, n) {
  const user = `U0STAFF${n % 50}`;
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: 'T0TOWN',
    event_id: `Ev${randomUUID()}`,
    authorizations: [{ team_id: 'T0TOWN', user_id: 'U0BOT', is_bot: true }],
    event: {
      type: 'message',
      channel: `D0STAFF${n % 50}`,
      channel_type: 'im',
      user,
      ts: `${process.hrtime.bigint()}.${n}`,
      text: `会議室の予約が紙です ${n}`,
    },
  });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signatureOf(Buffer.from(body), timestamp, signingSecret),
  };
  const started = performance.now();
  const response = await fetch(`${address}/slack/events`, { method: 'POST', headers, body });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  return performance.now() - started;
}

/** @returns rows for the table: ratios at p50, median of five rounds. */
export async function benchSlackPath(storeUri, dataDir) {
  const config = join(dataDir, 'slack-town.yaml');
  await writeFile(config, town);
  const ours = await startServer([cli, 'start', '--only', 'bot'], {
    MONGODB_URI: storeUri,
    REDIS_URL: 'redis://127.0.0.1:1',
    YAMABIKO_CONFIG: config,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_API_URL: 'http://127.0.0.1:1/api/',
    YAMABIKO_DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'info',
  });
  const theirs = await startServer([bare, storeUri, signingSecret]);
  try {
    for (const { address } of [ours, theirs]) await p50(post, address, 4, 150);
    const rows = [];
    for (const concurrency of [1, 16]) {
      rows.push({
        what: `Slack's acknowledged path / bare Bolt + one insert, p50, ${concurrency} at once`,
        ratio: await medianRatio(post, ours.address, theirs.address, concurrency),
      });
    }
    return rows;
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}
