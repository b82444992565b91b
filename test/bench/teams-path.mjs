// From Teams' request to our answer, against a bare botbuilder with one insert, in turns, on the same store.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { medianRatio, p50, startServer } from './processes.mjs';

const cli = fileURLToPath(new URL('../../dist/config/cli.js', import.meta.url));
const bare = fileURLToPath(new URL('./bare-botbuilder.mjs', import.meta.url));
const appId = '3f0e6d42-8a0e-4a5c-9d0b-1c2d3e4f5a6b';
const tenantId = '7a9d1c3e-5b2f-4f6a-8c1d-2e3f4a5b6c7d';
const serviceUrl = 'http://127.0.0.1:1/';
const town = `
desk: { name: DX推進課, home: teams, channel: "19:desk@thread.tacv2", manager: 00000000-0000-4000-8000-000000000001 }
digest: { places: [{ platform: teams, channel: "19:all@thread.tacv2" }] }
`;

/** Microsoft's keys, for both sides alike. */
async function startOpenId() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', use: 'sig', endorsements: ['msteams'] };
  const server = createServer((request, response) => {
    const address = `http://127.0.0.1:${server.address().port}`;
    const metadata = {
      issuer: 'https://api.botframework.com',
      jwks_uri: `${address}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [key] } : metadata));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const token = await new SignJWT({ serviceurl: serviceUrl })
    .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'JWT' })
    .setIssuer('https://api.botframework.com')
    .setAudience(appId)
    .setNotBefore('-1m')
    .setExpirationTime('1h')
    .sign(privateKey);
  return {
    token,
    metadataUrl: `http://127.0.0.1:${server.address().port}/metadata`,
    stop: () => server.close(),
  };
}

const postWith = (token) => async (address, n) => {
  const user = `00000000-0000-4000-8000-0000000000${String(10 + (n % 50))}`;
  const body = JSON.stringify({
    type: 'message',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${user}`, name: '職員', aadObjectId: user },
    recipient: { id: `28:${appId}`, name: 'やまびこ' },
    conversation: { id: `a:${user}`, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    textFormat: 'plain',
    text: `会議室の予約が紙です ${n}`,
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const started = performance.now();
  const response = await fetch(`${address}/api/messages`, { method: 'POST', headers, body });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return performance.now() - started;
};

/** @returns rows for the table: ratios at p50, median of five rounds. */
export async function benchTeamsPath(storeUri, dataDir) {
  const config = join(dataDir, 'teams-town.yaml');
  await writeFile(config, town);
  const openId = await startOpenId();
  const post = postWith(openId.token);
  const ours = await startServer([cli, 'start', '--only', 'bot'], {
    MONGODB_URI: storeUri,
    REDIS_URL: 'redis://127.0.0.1:1',
    YAMABIKO_CONFIG: config,
    TEAMS_APP_ID: appId,
    TEAMS_APP_PASSWORD: 'bench',
    TEAMS_TENANT_ID: tenantId,
    TEAMS_OPENID_METADATA_URL: openId.metadataUrl,
    TEAMS_TOKEN_URL: 'http://127.0.0.1:1/token',
    TEAMS_SERVICE_URLS: serviceUrl,
    YAMABIKO_DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'info',
  });
  const theirs = await startServer([bare, storeUri, appId, openId.metadataUrl, tenantId]);
  try {
    for (const { address } of [ours, theirs]) await p50(post, address, 4, 150);
    const rows = [];
    for (const concurrency of [1, 16]) {
      rows.push({
        what: `Teams' acknowledged path / bare botbuilder + one insert, p50, ${concurrency} at once`,
        ratio: await medianRatio(post, ours.address, theirs.address, concurrency),
      });
    }
    return rows;
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
    openId.stop();
  }
}
