/** The Bot Connector of Teams on a port of this machine, with Teams' limits and, when asked for, its nuisances. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { perform, TeamsSaysNo, type ConnectorAnswer, type ConnectorCall } from './connector-calls.js';
import type { TokenServer } from './token-server.js';
import { TownOnTeams } from './town-on-teams.js';

export type ConnectorFault =
  | { kind: 'no'; status: number; code: string }
  /** The other shape of a refusal: JSON inside a string, and no code (facts/teams.md §8). */
  | { kind: 'blocked'; subCode: string }
  | { kind: 'throttled'; retryAfter: string | null }
  | { kind: 'answer'; status: number; body: string }
  /** Somewhere else, to be asked there again. */
  | { kind: 'redirected'; to: string }
  /** Done, and answered with nothing. */
  | { kind: 'unnamed' }
  /** Done, and answered with another status than usual. */
  | { kind: 'done'; status: number }
  /** The connection breaks before anything is done. */
  | { kind: 'reset' }
  /** It is done, and nobody hears of it. */
  | { kind: 'reply-lost' }
  /** It never answers. */
  | { kind: 'silent' }
  /** An answer that begins and never ends. */
  | { kind: 'stalled' };

export interface ConnectorServerOptions {
  readonly tokens: Pick<TokenServer, 'isGood'>;
  readonly now: () => Date;
  /** 7 messages per second and thread (facts §6). */
  readonly enforceRates?: boolean;
}

export interface ConnectorServer {
  readonly town: TownOnTeams;
  /** What the activities of this tenant name as their service URL. */
  readonly serviceUrl: string;
  /** Every call, oldest first. */
  readonly calls: readonly (ConnectorCall & { readonly at: number })[];
  /** What goes wrong with the next calls; null: nothing. */
  faultOf: (call: ConnectorCall) => ConnectorFault | null;
  readonly onConnection: (listener: (socket: object) => void) => void;
  readonly close: () => Promise<void>;
}

const ratePerSecond = 7;

interface Reply {
  readonly status: number;
  readonly body: object | string | null;
  readonly headers?: Readonly<Record<string, string>>;
}
type Trouble = 'broken' | 'silent' | 'stalled';

const json = { 'content-type': 'application/json' };

function write(response: ServerResponse, reply: Reply | Trouble): void {
  if (reply === 'broken') response.destroy();
  if (reply === 'stalled') response.writeHead(201, json).write('{"id":');
  if (typeof reply === 'string') return;
  const { status, body, headers } = reply;
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? undefined);
  response.writeHead(status, { ...json, ...headers }).end(text);
}

const refusal = (code: string, message = code) => ({ error: { code, message } });

const blocked = (subCode: string) => ({
  errorCode: 209,
  message: JSON.stringify({ subCode, details: 'Thread is blocked from message writes.' }),
});

export async function startConnectorServer(options: ConnectorServerOptions): Promise<ConnectorServer> {
  const town = new TownOnTeams(options.now);
  const calls: (ConnectorCall & { at: number })[] = [];

  const callOf = async (request: IncomingMessage): Promise<ConnectorCall> => {
    const url = new URL(request.url ?? '/', 'http://connector');
    const text = await readAll(request);
    return {
      method: request.method ?? '',
      path: url.pathname.replace('/teams/v3/', '').split('/').map(decodeURIComponent),
      query: url.searchParams,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  };

  const isTooFast = ({ method, path: [, thread] }: ConnectorCall): boolean => {
    if (options.enforceRates !== true || method !== 'POST') return false;
    const since = performance.now() - 1_000;
    const recent = calls.filter(
      (call) => call.method === 'POST' && call.path[1] === thread && call.at > since,
    );
    return recent.length > ratePerSecond;
  };

  const performed = (call: ConnectorCall): ConnectorAnswer => {
    try {
      return perform(town, call);
    } catch (error) {
      if (error instanceof TeamsSaysNo)
        return { status: error.status, body: refusal(error.code, error.message) };
      throw error;
    }
  };

  const troubled = (call: ConnectorCall, fault: ConnectorFault): Reply | Trouble => {
    switch (fault.kind) {
      case 'no':
        return { status: fault.status, body: refusal(fault.code) };
      case 'blocked':
        return { status: 403, body: blocked(fault.subCode) };
      case 'throttled': {
        const body = refusal('Throttled', 'Too many requests.');
        return fault.retryAfter === null
          ? { status: 429, body }
          : { status: 429, body, headers: { 'retry-after': fault.retryAfter } };
      }
      case 'answer':
        return fault;
      case 'redirected':
        return { status: 307, body: null, headers: { location: fault.to } };
      case 'unnamed':
        performed(call);
        return { status: 202, body: null };
      case 'done':
        return { ...performed(call), status: fault.status };
      case 'reset':
        return 'broken';
      case 'reply-lost':
        performed(call);
        return 'broken';
      case 'silent':
        return 'silent';
      case 'stalled':
        performed(call);
        return 'stalled';
    }
  };

  const replyTo = async (request: IncomingMessage): Promise<Reply | Trouble> => {
    const call = await callOf(request);
    calls.push({ ...call, at: performance.now() });
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined || !options.tokens.isGood(token)) {
      return { status: 401, body: refusal('BotNotRegistered', 'No registration found for this bot.') };
    }
    const fault = isTooFast(call) ? ({ kind: 'throttled', retryAfter: '1' } as const) : server.faultOf(call);
    return fault ? troubled(call, fault) : performed(call);
  };

  const http = createServer((request, response) => {
    void replyTo(request)
      .catch((error: unknown) => ({ status: 500, body: refusal('ServiceError', String(error)) }))
      .then((reply) => {
        write(response, reply);
      });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  const server: ConnectorServer = {
    town,
    serviceUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/teams/`,
    calls,
    faultOf: () => null,
    onConnection: (listener) => http.on('connection', listener),
    close: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}
