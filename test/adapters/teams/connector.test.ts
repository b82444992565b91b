import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createBotAuthentication } from '../../../adapters/teams/bot-authentication.js';
import type { Content } from '../../../adapters/teams/render-message.js';
import { partsOf, threadId } from '../../../adapters/teams/conversation-id.js';
import { memberOf } from '../../../adapters/teams/member.js';
import { allChannel, appId, deskChannel, people } from '../../fakes/teams-api/town-on-teams.js';
import { deskReference, startTeams, type TeamsInATest } from './teams-in-a-test.js';

let teams: TeamsInATest;
beforeEach(async () => {
  teams = await startTeams();
});
afterEach(() => teams.close());

const content: Content = { text: 'やあ', textFormat: 'plain' };
const desk = () => deskReference(teams.server.serviceUrl);

describe('the connector', () => {
  it('lists everybody of a team, page by page', async () => {
    const spot = { ...desk(), conversationId: allChannel };
    const members = await teams.connector.members(spot);
    expect(members).toEqual(Object.values(people).map(({ user, name }) => ({ user, name })));
    expect(teams.server.calls.length).toBeGreaterThan(1);
  });

  it('finds one member by object id, in the channel that a thread belongs to', async () => {
    const { id } = teams.server.town.post({
      conversationId: deskChannel,
      root: null,
      from: 'bot',
      activity: {},
    });
    const spot = { ...desk(), conversationId: threadId(deskChannel, id) };
    const { user, name } = people.tanaka;
    expect(await teams.connector.member(spot, user)).toEqual({ user, name });
    await expect(teams.connector.member(spot, people.suzuki.user)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('takes a deletion that is answered with 201 for done', async () => {
    const id = await teams.connector.startThread(desk(), { content });
    teams.failNext('DELETE', { kind: 'done', status: 201 });
    await teams.connector.remove({ ...desk(), conversationId: threadId(deskChannel, id!) }, id!);
    expect(teams.server.town.messages).toEqual([]);
  });

  it('opens no chat without an id', async () => {
    teams.failNext('POST', { kind: 'unnamed' });
    await expect(teams.connector.openChat(desk(), people.suzuki.user)).rejects.toThrow('without an id');
  });

  it('keeps no connection: one that died meanwhile would lose a message without a word', async () => {
    const connections = new Set<unknown>();
    teams.server.onConnection((socket) => connections.add(socket));
    await teams.connector.startThread(desk(), { content });
    await teams.connector.startThread(desk(), { content });
    expect(connections.size).toBe(2);
  });
});

describe('the id of a thread', () => {
  it('names a channel and a message, and never two messages', () => {
    expect(threadId(deskChannel, '1')).toBe(`${deskChannel};messageid=1`);
    expect(threadId(threadId(deskChannel, '1'), '2')).toBe(`${deskChannel};messageid=2`);
    expect(partsOf(threadId(deskChannel, '1'))).toEqual({ channel: deskChannel, root: '1' });
    expect(partsOf('a:1-chat')).toEqual({ channel: 'a:1-chat', root: null });
  });
});

describe('a listed member', () => {
  it.each([
    [
      { id: '29:1', aadObjectId: 'u1', name: '鈴木 花子' },
      { user: 'u1', name: '鈴木 花子' },
    ],
    [
      { id: '29:1', objectId: 'u1', surname: '鈴木', givenName: '花子' },
      { user: 'u1', name: '鈴木 花子' },
    ],
    [
      { objectId: 'u1', name: '', surname: '鈴木' },
      { user: 'u1', name: '鈴木' },
    ],
    [
      { objectId: 'u1', name: 7 },
      { user: 'u1', name: null },
    ],
    [{ id: '29:guest', name: 'Anon (Guest)' }, undefined],
    [null, undefined],
  ])('%j is read as %j', (account, member) => {
    expect(memberOf(account)).toEqual(member);
  });
});

describe('the library’s own check of requests', () => {
  it('lets nobody in: ours stands in front of it', async () => {
    const tokens = { current: () => Promise.resolve('t'), forget: () => undefined };
    const authentication = createBotAuthentication({ appId, tokens });
    const theirs = [
      authentication.authenticateRequest({} as never, 'Bearer x'),
      authentication.authenticateStreamingRequest('Bearer x', 'msteams'),
      authentication.authenticateChannelRequest('Bearer x'),
    ];
    for (const check of theirs) await expect(check).rejects.toThrow('in front of the library');
  });
});
