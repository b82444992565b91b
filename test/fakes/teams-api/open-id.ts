/** The OpenID metadata of the Bot Framework and the keys it points to, on a port of this machine. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SigningPair } from './tokens.js';

export interface OpenIdServer {
  /** For TEAMS_OPENID_METADATA_URL. */
  readonly metadataUrl: string;
  /** Takes the place of what was published before. */
  readonly publish: (...pairs: SigningPair[]) => void;
  /** What is served instead of the keys; undefined: the keys. */
  instead: unknown;
  /** While true, every request gets 503. */
  away: boolean;
  /** How often the keys were asked for. */
  readonly fetched: () => number;
  readonly close: () => Promise<void>;
}

export async function startOpenIdServer(...published: SigningPair[]): Promise<OpenIdServer> {
  let pairs: readonly SigningPair[] = published;
  let fetched = 0;
  const bodyOf = (path: string | undefined): unknown => {
    if (path === '/metadata')
      return { issuer: 'https://api.botframework.com', jwks_uri: `${origin()}/keys`, claims_supported: [] };
    fetched += 1;
    return openId.instead ?? { keys: pairs.map(({ publicJwk }) => publicJwk) };
  };
  const server = createServer((request, response) => {
    if (openId.away) response.writeHead(503).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(bodyOf(request.url)));
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const openId: OpenIdServer = {
    metadataUrl: `${origin()}/metadata`,
    publish: (...next) => {
      pairs = next;
    },
    instead: undefined,
    away: false,
    fetched: () => fetched,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return openId;
}
