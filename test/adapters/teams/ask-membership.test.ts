/** Over real HTTP, with botbuilder's client: what the answers of Teams say about where the app is. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createMembershipAsker } from '../../../adapters/teams/checks/ask-membership.js';
import type { TeamsSettings } from '../../../adapters/teams/settings.js';
import { startFakeMicrosoft, type FakeMicrosoft } from '../../fakes/fake-microsoft.js';

jest.setTimeout(20_000);

const channel = '19:desk@thread.tacv2';

let microsoft: FakeMicrosoft;
let connector: Server;
let answer: { status: number; body: object } | 'silence';
const asked: string[] = [];

beforeAll(async () => {
  microsoft = await startFakeMicrosoft();
  connector = createServer((request, response) => {
    asked.push(`${request.method} ${decodeURIComponent(request.url ?? '')} ${request.headers.authorization}`);
    if (answer === 'silence') return;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }).listen(0, '127.0.0.1');
  await once(connector, 'listening');
});
afterAll(async () => {
  connector.closeAllConnections();
  connector.close();
  await microsoft.close();
});

function ask(change: Partial<TeamsSettings> = {}) {
  const settings: TeamsSettings = {
    appId: '8f2d3c1a-5b7e-4a9d-8c6f-1e2d3c4b5a69',
    appPassword: microsoft.secret,
    tenantId: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    openIdMetadataUrl: microsoft.metadataUrl,
    tokenUrl: microsoft.tokenUrl,
    serviceUrls: null,
    tokenIssuers: null,
    allowUnauthenticated: false,
    ...change,
  };
  const askMembership = createMembershipAsker(settings, { now: () => new Date() });
  return askMembership(channel, {
    place: { platform: 'teams', id: '19:other@thread.tacv2' },
    conversationId: '19:other@thread.tacv2',
    serviceUrl: `http://127.0.0.1:${(connector.address() as AddressInfo).port}/jp/`,
    tenantId: settings.tenantId,
    botId: `28:${settings.appId}`,
    user: null,
    seenAt: new Date(),
  });
}

const refused = (status: number, code: string) => ({ status, body: { error: { code, message: code } } });

describe('whether the app is in a channel', () => {
  it('it is, when Teams says who else is', async () => {
    answer = { status: 200, body: { members: [], continuationToken: null } };
    expect(await ask()).toEqual({ kind: 'inside' });
    expect(asked.at(-1)).toContain(`GET /jp/v3/conversations/${channel}/pagedmembers`);
    expect(asked.at(-1)).toContain('Bearer a.b.c');
  });

  it.each([
    [403, 'BotNotInConversationRoster'],
    [404, 'ConversationNotFound'],
  ])('it is not, when Teams answers %i %s', async (status, code) => {
    answer = refused(status, code);
    expect(await ask()).toEqual({ kind: 'outside' });
  });

  it('it cannot be told from anything else, and no secret is in the reason', async () => {
    answer = refused(403, 'BotDisabledByAdmin');
    expect(await ask()).toEqual({ kind: 'unclear', reason: 'BotDisabledByAdmin' });
    const noToken = await ask({ appPassword: 'べつのあたい' });
    expect(noToken).toEqual({ kind: 'unclear', reason: expect.stringContaining('no token') });
    expect(JSON.stringify(noToken)).not.toContain('べつのあたい');
  });

  it('is given up within seconds', async () => {
    answer = 'silence';
    const started = performance.now();
    expect(await ask()).toMatchObject({ kind: 'unclear' });
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});
