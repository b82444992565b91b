/** The tenant's token endpoint on a port of this machine: client credentials of one app. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';

export interface TokenServerOptions {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
}

export type TokenFault =
  | { kind: 'answer'; status: number; body: string }
  /** It never answers. */
  | { kind: 'silent' };

export interface TokenServer {
  /** For TEAMS_TOKEN_URL. */
  readonly url: string;
  /** How many tokens were asked for. */
  readonly asked: () => number;
  readonly isGood: (token: string) => boolean;
  /** Every token that was given out is worthless now. */
  readonly revokeAll: () => void;
  /** Another secret than the one the installation knows. */
  changePassword: (password: string) => void;
  expiresInSeconds: number;
  fault: TokenFault | null;
  readonly close: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: object | string;
}

function write(response: ServerResponse, { status, body }: Reply): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const good = new Set<string>();
  let asked = 0;
  let password = options.appPassword;

  const refusalOf = (form: URLSearchParams): Reply | null => {
    const ask = Object.fromEntries(form);
    if (ask['grant_type'] !== 'client_credentials')
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    if (ask['client_id'] !== options.appId) return { status: 400, body: { error: 'unauthorized_client' } };
    if (ask['client_secret'] !== password) return { status: 401, body: { error: 'invalid_client' } };
    return ask['scope'] === 'https://api.botframework.com/.default'
      ? null
      : { status: 400, body: { error: 'invalid_scope' } };
  };

  /** Null: none at all. */
  const replyTo = async (request: IncomingMessage): Promise<Reply | null> => {
    asked += 1;
    const form = new URLSearchParams(await readAll(request));
    if (server.fault) return server.fault.kind === 'silent' ? null : server.fault;
    if (request.url !== `/${options.tenantId}/oauth2/v2.0/token`) return { status: 404, body: {} };
    const refusal = refusalOf(form);
    if (refusal) return refusal;
    const token = `token-${asked}`;
    good.add(token);
    const { expiresInSeconds } = server;
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: expiresInSeconds, access_token: token },
    };
  };

  const http = createServer((request, response) => {
    void replyTo(request)
      .catch((error: unknown) => ({ status: 500, body: String(error) }))
      .then((reply) => {
        if (reply) write(response, reply);
      });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  const server: TokenServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/${options.tenantId}/oauth2/v2.0/token`,
    asked: () => asked,
    isGood: (token) => good.has(token),
    revokeAll: () => {
      good.clear();
    },
    changePassword: (other) => {
      password = other;
    },
    expiresInSeconds: 3_599,
    fault: null,
    close: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}
