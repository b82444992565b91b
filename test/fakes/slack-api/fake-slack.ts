/**
 * Slack on a port of this machine: the Web API towards us, with Slack's limits and, when asked for, its nuisances;
 * and the sender of signed events and interactions, which repeats what we did not take.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { scopes } from '../../../adapters/slack/manifest.js';
import { signatureOf } from '../../../adapters/slack/verify.js';
import { methods, SlackSaysNo, type Answer, type Arguments } from './methods.js';
import { Workspace } from './workspace.js';

export type Fault =
  | { kind: 'rate-limited'; retryAfterSeconds: number }
  /** `done`: it is, all the same. */
  | { kind: 'http'; status: number; done?: boolean }
  | { kind: 'no'; error: string }
  /** The connection is there, and no answer comes. */
  | { kind: 'silent' }
  /** It is done, and nobody hears of it. */
  | { kind: 'reply-lost' };

export interface FakeSlackOptions {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly now: () => Date;
}

export interface FakeSlack {
  readonly workspace: Workspace;
  /** Base of the Web API, for SLACK_API_URL. */
  readonly apiUrl: string;
  /** Every call, oldest first. */
  readonly calls: readonly { method: string; args: Arguments; at: number }[];
  /** What goes wrong with the next calls; null: nothing. */
  faultOf: (method: string, args: Arguments) => Fault | null;
  /** As Slack would: signed, and again at once while we answer anything but 2xx. */
  readonly send: (url: string, body: Sent) => Promise<{ status: number; body: string }>;
  /** What the administrator approved. */
  grantedScopes: readonly string[];
  /** The `Date` of every answer; null: something on the way takes it out. */
  date: () => Date | null;
  readonly close: () => Promise<void>;
}

export type Sent = { event: object } | { interaction: object };

/** Objects come as JSON inside of a form (facts/slack.md §1). */
function argumentsOf(body: string): Arguments {
  const args: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    args[name] = /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value;
  }
  return args;
}

const mostTries = 4;

export async function startFakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const workspace = new Workspace(options.now);
  const calls: { method: string; args: Arguments; at: number }[] = [];

  const perform = (method: string, args: Arguments): Answer | { ok: false; error: string } => {
    const run = methods[method];
    if (!run) return { ok: false, error: 'unknown_method' };
    try {
      return run(workspace, args);
    } catch (error) {
      if (error instanceof SlackSaysNo) return { ok: false, error: error.message };
      throw error;
    }
  };

  const answer = (response: ServerResponse, status: number, body: object, headers = {}) => {
    const date = slack.date()?.toUTCString();
    response.sendDate = false;
    response
      .writeHead(status, { 'content-type': 'application/json', ...(date ? { date } : {}), ...headers })
      .end(JSON.stringify(body));
  };

  /** `api.test` is for everybody. */
  const isAllowed = (method: string, { headers }: IncomingMessage) =>
    method === 'api.test' || headers.authorization === `Bearer ${options.botToken}`;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const method = (request.url ?? '').replace('/api/', '');
    const args = argumentsOf(await readAll(request));
    calls.push({ method, args, at: performance.now() });
    const fault = slack.faultOf(method, args);
    if (fault?.kind !== 'silent' && !isAllowed(method, request)) {
      answer(response, 200, { ok: false, error: 'invalid_auth' });
      return;
    }
    switch (fault?.kind) {
      case 'rate-limited':
        answer(
          response,
          429,
          { ok: false, error: 'ratelimited' },
          { 'retry-after': String(fault.retryAfterSeconds) },
        );
        return;
      case 'http':
        if (fault.done) perform(method, args);
        answer(response, fault.status, {});
        return;
      case 'no':
        answer(response, 200, { ok: false, error: fault.error });
        return;
      case 'silent':
        return;
      case 'reply-lost':
        perform(method, args);
        response.destroy();
        return;
      case undefined:
        answer(response, 200, perform(method, args), { 'x-oauth-scopes': slack.grantedScopes.join(',') });
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      answer(response, 500, { error: String(error) });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const post = async (url: string, sent: Sent, attempt: number) => {
    const isEvent = 'event' in sent;
    const body = isEvent
      ? JSON.stringify(sent.event)
      : new URLSearchParams({ payload: JSON.stringify(sent.interaction) }).toString();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(Buffer.from(body), timestamp, options.signingSecret),
        ...(attempt > 1
          ? { 'x-slack-retry-num': String(attempt - 1), 'x-slack-retry-reason': 'http_error' }
          : {}),
      },
    });
    return { status: response.status, body: await response.text() };
  };

  const slack = {
    workspace,
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    calls,
    grantedScopes: Object.keys(scopes) as readonly string[],
    date: (): Date | null => new Date(),
    faultOf: (_method: string, _args: Arguments): Fault | null => null,
    send: async (url: string, sent: Sent) => {
      for (let attempt = 1; ; attempt++) {
        const answer = await post(url, sent, attempt).catch(() => ({ status: 0, body: '' }));
        if ((answer.status >= 200 && answer.status < 300) || attempt === mostTries) return answer;
        await sleep(200);
      }
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return slack;
}
