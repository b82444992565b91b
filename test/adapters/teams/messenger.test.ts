/** Our words on a Teams that has all its nuisances, through real HTTP. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { governmentUrlOf } from '../../../adapters/teams/remedies.js';
import { actions, heading, message, paragraph, quote } from '../../../src/bot/outgoing-message.js';
import type { Post } from '../../../src/ports.js';
import type { ConnectorFault } from '../../fakes/teams-api/connector-server.js';
import { partsOf } from '../../fakes/teams-api/limits-checker.js';
import {
  allChannel,
  botAccount,
  deskChannel,
  people,
  tenantId,
} from '../../fakes/teams-api/town-on-teams.js';
import { chatReference, startTeams, type TeamsInATest } from './teams-in-a-test.js';

let teams: TeamsInATest;
beforeEach(async () => {
  teams = await startTeams();
});
afterEach(() => teams.close());

const { suzuki } = people;
const desk = { platform: 'teams', id: deskChannel } as const;
const chat = { platform: 'teams', id: `dm:${suzuki.user}` } as const;
const hello = message(heading('お知らせ'), paragraph('届きました'));
const sentence = 'とても長い提案です。';
const long = message(
  heading('R8-001'),
  quote(sentence.repeat(4_000)),
  actions({ intent: 'proposal.answer', target: 'p~1', label: '返事する' }),
);

let keys = 0;
function aPost(given: Partial<Post> = {}): Post {
  keys += 1;
  return {
    key: `delivery-${keys}`,
    place: desk,
    message: hello,
    replyTo: null,
    updates: null,
    onlyFor: null,
    ...given,
  };
}

const inDesk = () => teams.server.town.in(deskChannel);
const inChat = () => teams.server.town.in(teams.server.town.chatOf(suzuki.user));
const summaries = (messages = inDesk()) =>
  messages.map(({ activity }) => activity['summary'] ?? activity['text']);
const countIn = (texts: readonly unknown[]) =>
  texts
    .join('')
    .replaceAll(/[「」\n]/g, '')
    .split(sentence).length - 1;
const sent = (platformMessageId: string | undefined) => ({ kind: 'sent', platformMessageId });

describe('a message to Teams', () => {
  it('to a channel begins a thread, as a card with its words as summary', async () => {
    const post = aPost();
    const outcome = await teams.messenger.post(post);

    const [posted] = inDesk();
    expect(outcome).toEqual(sent(posted!.id));
    expect(posted).toMatchObject({
      root: null,
      activity: { from: { id: botAccount }, summary: 'お知らせ\n届きました' },
    });
    expect(posted!.activity).not.toHaveProperty('text');
    expect(teams.server.calls.at(-1)?.body).toMatchObject({
      isGroup: true,
      tenantId,
      channelData: { channel: { id: deskChannel }, tenant: { id: tenantId } },
    });
  });

  it('in answer to another stands in its thread', async () => {
    const first = await teams.messenger.post(aPost());
    const replyTo = first.kind === 'sent' ? first.platformMessageId : '';
    await teams.messenger.post(aPost({ replyTo }));

    expect(inDesk()).toMatchObject([{ root: null }, { root: replyTo }]);
  });

  it('to a person whose chat is known goes there, and shows in their activity feed', async () => {
    await teams.references.remember(chatReference(teams.server, suzuki));
    const outcome = await teams.messenger.post(aPost({ place: chat }));

    expect(outcome).toEqual(sent(inChat()[0]!.id));
    expect(inChat()[0]!.activity).toMatchObject({ channelData: { notification: { alert: true } } });
    expect(teams.server.calls.map(({ method }) => method)).toEqual(['POST']);
  });

  it('to somebody who never wrote opens their chat once, and remembers it', async () => {
    await teams.messenger.post(aPost({ place: chat }));
    await teams.messenger.post(aPost({ place: chat }));

    expect(inChat()).toHaveLength(2);
    expect(teams.server.calls.map(({ path }) => path.length)).toEqual([1, 3, 3]);
    expect(await teams.references.find(chat)).toMatchObject({
      conversationId: teams.server.town.chatOf(suzuki.user),
      tenantId,
    });
  });

  it('for one person only goes to that person’s chat, since a channel hides nothing', async () => {
    await teams.messenger.post(aPost({ onlyFor: `teams:${suzuki.user}` }));

    expect(inDesk()).toEqual([]);
    expect(summaries(inChat())).toEqual(['お知らせ\n届きました']);
  });

  it('to a channel that was never heard of goes with the address of another place', async () => {
    const outcome = await teams.messenger.post(aPost({ place: { platform: 'teams', id: allChannel } }));

    expect(outcome.kind).toBe('sent');
    expect(teams.server.town.in(allChannel)).toHaveLength(1);
  });

  it('takes the place of an older one, and is posted anew when that is gone', async () => {
    const first = await teams.messenger.post(aPost());
    const id = first.kind === 'sent' ? first.platformMessageId : '';
    const second = await teams.messenger.post(
      aPost({ updates: id, message: message(paragraph('新しい文')) }),
    );
    expect(second).toEqual(sent(id));
    expect(inDesk()).toMatchObject([{ id, edited: true, activity: { summary: '新しい文' } }]);

    teams.server.town.remove(inDesk()[0]!);
    const again = await teams.messenger.post(aPost({ updates: id }));
    expect(again).toEqual(sent(inDesk()[0]!.id));
  });

  it('that answers one which is gone begins a thread of its own', async () => {
    const outcome = await teams.messenger.post(aPost({ replyTo: '1600000000000' }));

    expect(outcome).toEqual(sent(inDesk()[0]!.id));
    expect(inDesk()).toMatchObject([{ root: null }]);
  });

  it('that Teams took without naming it has arrived, and is said anew when it changes', async () => {
    teams.failNext('POST', { kind: 'unnamed' });
    const first = await teams.messenger.post(aPost());
    expect(first.kind).toBe('sent');
    expect(inDesk()).toHaveLength(1);

    const updates = first.kind === 'sent' ? first.platformMessageId : '';
    const second = await teams.messenger.post(aPost({ updates }));
    expect(second).toEqual(sent(inDesk()[1]!.id));
  });

  it('cannot be looked up; an update may be repeated', async () => {
    expect(await teams.messenger.lookUp(aPost())).toEqual({ kind: 'cannot-tell' });
    expect(await teams.messenger.lookUp(aPost({ updates: '1' }))).toEqual({ kind: 'absent' });
  });
});

describe('a message that is too long', () => {
  it('is split: controls in the first, the rest in its thread, in order, nothing lost', async () => {
    const outcome = await teams.messenger.post(aPost({ message: long }));

    const [first, ...parts] = inDesk();
    expect(outcome).toEqual(sent(first!.id));
    expect(partsOf(first!.activity, 'Action.Execute')).toHaveLength(1);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every(({ root }) => root === first!.id)).toBe(true);
    expect(countIn(summaries())).toBe(4_000);
  });

  it('follows in a chat as further messages, and only the first one rings', async () => {
    await teams.messenger.post(aPost({ place: chat, message: long }));

    expect(countIn(summaries(inChat()))).toBe(4_000);
    const alerts = inChat().map(({ activity }) => activity['channelData'] !== undefined);
    expect(alerts).toEqual([true, ...alerts.slice(1).map(() => false)]);
  });

  it('goes on behind what has arrived when it was cut off', async () => {
    const post = aPost({ message: long });
    let calls = 0;
    teams.server.faultOf = () =>
      ++calls === 3 ? { kind: 'no', status: 503, code: 'ServiceUnavailable' } : null;
    expect(await teams.messenger.post(post)).toMatchObject({ kind: 'unknown' });
    expect(await teams.messenger.lookUp(post)).toEqual({ kind: 'cannot-tell' });
    const first = inDesk()[0]!.id;
    expect(inDesk()).toHaveLength(2);

    expect(await teams.messenger.post(post)).toEqual(sent(first));
    expect(countIn(summaries())).toBe(4_000);
  });

  it('begins again in a process that knows nothing of the first try', async () => {
    const post = aPost({ message: long });
    let calls = 0;
    teams.server.faultOf = () => (++calls === 2 ? { kind: 'throttled', retryAfter: '9' } : null);
    const asked = await teams.messenger.post(post);
    expect(asked).toEqual({ kind: 'rate-limited', retryAfterMs: 9_000, begun: true });
    expect(await teams.messenger.lookUp(post)).toEqual({ kind: 'absent' });
    const other = await startTeams();
    await other.references.remember({
      ...(await teams.references.find(desk))!,
      serviceUrl: other.server.serviceUrl,
    });

    expect(await other.messenger.lookUp(post)).toEqual({ kind: 'cannot-tell' });
    expect(await other.messenger.post(post)).toMatchObject({ kind: 'sent' });
    expect(countIn(summaries(other.server.town.in(deskChannel)))).toBe(4_000);
    await other.close();
  });

  it('changes part by part, and what it does not need any more is taken away', async () => {
    await teams.messenger.post(aPost({ message: long }));
    const ids = inDesk().map(({ id }) => id);
    const changed = { ...long, blocks: [...long.blocks, paragraph('書き足し')] };
    await teams.messenger.post(aPost({ updates: ids[0]!, message: changed }));
    expect(inDesk().map(({ id }) => id)).toEqual(ids);
    expect(countIn(summaries())).toBe(4_000);

    await teams.messenger.post(aPost({ updates: ids[0]!, message: message(paragraph('短い')) }));
    expect(summaries()).toEqual(['短い']);
  });

  it('and still too large for Teams is cut smaller', async () => {
    teams.failNext('POST', { kind: 'no', status: 413, code: 'MessageSizeTooBig' }, 2);
    const outcome = await teams.messenger.post(aPost({ message: long }));

    expect(outcome.kind).toBe('sent');
    expect(countIn(summaries())).toBe(4_000);
    const sizes = inDesk().map(({ activity }) => JSON.stringify(activity).length * 2);
    expect(Math.max(...sizes)).toBeLessThan(20_000);
  });
});

describe('a refusal or a failure of Teams', () => {
  const no = (status: number, code: string): ConnectorFault => ({ kind: 'no', status, code });

  it.each<[string, ConnectorFault, object]>([
    ['429', { kind: 'throttled', retryAfter: '7' }, { kind: 'rate-limited', retryAfterMs: 7_000 }],
    [
      '429 that does not say for how long',
      { kind: 'throttled', retryAfter: null },
      { kind: 'rate-limited', retryAfterMs: 5_000 },
    ],
    [
      '429 for a day',
      { kind: 'throttled', retryAfter: '86400' },
      { kind: 'rate-limited', retryAfterMs: 3_600_000 },
    ],
    [
      '429 for no time at all',
      { kind: 'throttled', retryAfter: '0' },
      { kind: 'rate-limited', retryAfterMs: 1_000 },
    ],
    ['412', no(412, 'PreconditionFailed'), { kind: 'rate-limited', retryAfterMs: 5_000 }],
    ['500', no(500, 'ServiceError'), { kind: 'unknown', reason: 'ServiceError' }],
    ['502', no(502, 'ServiceError'), { kind: 'unknown' }],
    ['503', no(503, 'ServiceUnavailable'), { kind: 'unknown' }],
    [
      '504 as a page of HTML',
      { kind: 'answer', status: 504, body: '<html>山本</html>' },
      { kind: 'unknown', reason: 'http 504' },
    ],
    ['a broken connection', { kind: 'reset' }, { kind: 'unknown' }],
    ['a lost reply', { kind: 'reply-lost' }, { kind: 'unknown' }],
    ['no answer', { kind: 'silent' }, { kind: 'unknown' }],
    ['an answer without an end', { kind: 'stalled' }, { kind: 'unknown' }],
    ['an answer that cannot be read', { kind: 'answer', status: 200, body: '<html>' }, { kind: 'unknown' }],
    ['a status that is new to us', no(451, 'Brand-new!'), { kind: 'unknown', reason: 'http 451' }],
    ['401', no(401, 'BotNotRegistered'), { kind: 'unavailable', reason: 'BotNotRegistered' }],
    [
      '403 by an administrator',
      no(403, 'BotDisabledByAdmin'),
      { kind: 'refused', reason: 'BotDisabledByAdmin' },
    ],
    [
      '403 by the reader',
      no(403, 'ConversationBlockedByUser'),
      { kind: 'refused', reason: 'ConversationBlockedByUser' },
    ],
    [
      '403 in its other shape',
      { kind: 'blocked', subCode: 'MessageWritesBlocked' },
      { kind: 'refused', reason: 'MessageWritesBlocked' },
    ],
    [
      '403 without a word',
      { kind: 'answer', status: 403, body: '' },
      { kind: 'refused', reason: 'http 403' },
    ],
    ['403 for want of permissions', no(403, 'NotEnoughPermissions'), { kind: 'refused' }],
  ])('%s is an outcome, never an exception, and nothing is repeated', async (_name, fault, outcome) => {
    await teams.references.remember(chatReference(teams.server, suzuki));
    teams.failNext('POST', fault, 9);
    expect(await teams.messenger.post(aPost({ place: chat }))).toMatchObject(outcome);
    expect(teams.server.calls).toHaveLength(1);
  });

  it('that sends us somewhere else is not followed', async () => {
    teams.failNext('POST', { kind: 'redirected', to: `${teams.server.serviceUrl}v3/conversations` });
    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'unknown', reason: 'http 307' });
    expect(teams.server.calls).toHaveLength(1);
  });

  it('of the form of a message costs no word: it goes as plain text, with an alarm', async () => {
    teams.failNext('POST', no(400, 'BadSyntax'));
    expect(await teams.messenger.post(aPost())).toMatchObject({ kind: 'sent' });
    expect(inDesk()).toMatchObject([{ activity: { text: 'お知らせ\n届きました', textFormat: 'plain' } }]);
    expect(inDesk()[0]!.activity).not.toHaveProperty('attachments');
    expect(teams.alarms).toEqual(['Teams did not take the form of a message; it goes as plain text']);
  });

  it('of the plain text as well is final', async () => {
    teams.failNext('POST', no(400, 'Bad Argument'), 2);
    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'refused', reason: 'Bad Argument' });
  });

  it('that sends too fast is asked to wait', async () => {
    const strict = await startTeams({}, { enforceRates: true });
    await strict.references.remember(chatReference(strict.server, suzuki));
    const outcomes = [];
    for (let n = 0; n < 9; n++) outcomes.push(await strict.messenger.post(aPost({ place: chat })));
    expect(outcomes.slice(0, 7).map(({ kind }) => kind)).toEqual(Array<string>(7).fill('sent'));
    expect(outcomes.slice(7)).toEqual(Array(2).fill({ kind: 'rate-limited', retryAfterMs: 1_000 }));
    await strict.close();
  });

  it('of every size is final', async () => {
    teams.failNext('POST', no(413, 'MessageSizeTooBig'), 9);
    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'refused', reason: 'too-large' });
  });
});

describe('the way to a place', () => {
  const waiting = { kind: 'rate-limited', retryAfterMs: 60_000 };

  it('that Teams never told us of is waited for, with one alarm an hour', async () => {
    await teams.references.forget(desk);
    expect(await teams.messenger.post(aPost())).toEqual(waiting);
    expect(await teams.messenger.post(aPost({ place: chat }))).toEqual(waiting);
    expect(teams.alarms).toHaveLength(1);

    teams.clock.moveBy(3_600_000);
    expect(await teams.messenger.post(aPost())).toEqual(waiting);
    expect(teams.alarms).toHaveLength(2);
    expect(teams.server.calls).toEqual([]);
  });

  it('to a channel whose team has not installed the app is waited for', async () => {
    teams.server.town.withoutApp.add(deskChannel);
    expect(await teams.messenger.post(aPost())).toEqual(waiting);

    teams.server.town.withoutApp.clear();
    expect(await teams.messenger.post(aPost())).toMatchObject({ kind: 'sent' });
  });

  it('to a channel that Teams does not know is looked for again, and waited for', async () => {
    const post = aPost({ place: { platform: 'teams', id: '19:gone@thread.tacv2' } });
    expect(await teams.messenger.post(post)).toEqual(waiting);
    expect(teams.server.calls).toHaveLength(2);
  });

  it('to somebody without the app is a task for a human', async () => {
    teams.server.town.installedFor.delete(suzuki.user);
    expect(await teams.messenger.post(aPost({ place: chat }))).toEqual({
      kind: 'refused',
      reason: 'not-installed',
    });
  });

  it('to a chat that was deleted is opened again, and remembered', async () => {
    await teams.references.remember(chatReference(teams.server, suzuki));
    teams.server.town.deleteChat(suzuki.user);

    expect(await teams.messenger.post(aPost({ place: chat }))).toEqual(sent(inChat()[0]!.id));
    expect(await teams.references.find(chat)).toMatchObject({
      conversationId: teams.server.town.chatOf(suzuki.user),
    });
  });

  it('an update into a chat that was deleted is said anew in the new one', async () => {
    await teams.references.remember(chatReference(teams.server, suzuki));
    const first = await teams.messenger.post(aPost({ place: chat }));
    teams.server.town.deleteChat(suzuki.user);
    const updates = first.kind === 'sent' ? first.platformMessageId : '';

    expect(await teams.messenger.post(aPost({ place: chat, updates }))).toEqual(sent(inChat()[0]!.id));
  });

  it('to a chat that stays gone is forgotten, and a task for a human', async () => {
    await teams.references.remember(chatReference(teams.server, suzuki));
    teams.failNext('POST', { kind: 'no', status: 404, code: 'ConversationNotFound' }, 9);

    expect(await teams.messenger.post(aPost({ place: chat }))).toEqual({
      kind: 'refused',
      reason: 'conversation-gone',
    });
    expect(await teams.references.find(chat)).toBeUndefined();
  });

  it.each<[string, ConnectorFault]>([
    ['is answered by a failure', { kind: 'no', status: 500, code: 'ServiceError' }],
    ['breaks off', { kind: 'reset' }],
  ])('that %s while a chat is opened leaves no doubt: nothing was sent', async (_name, fault) => {
    teams.failNext('POST', fault);
    expect(await teams.messenger.post(aPost({ place: chat }))).toEqual({
      kind: 'rate-limited',
      retryAfterMs: 5_000,
    });
    expect(await teams.messenger.post(aPost({ place: chat }))).toMatchObject({ kind: 'sent' });
  });

  it('is not known while the store is away: the message waits', async () => {
    teams.storeAway = true;
    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'rate-limited', retryAfterMs: 5_000 });
  });

  it('that cannot be written down serves this message all the same', async () => {
    await teams.references.remember(chatReference(teams.server, suzuki));
    teams.server.town.deleteChat(suzuki.user);
    teams.server.faultOf = () => {
      teams.storeAway = true;
      return null;
    };
    expect(await teams.messenger.post(aPost({ place: chat }))).toEqual(sent(inChat()[0]!.id));
    expect(teams.alarms).toHaveLength(1);
  });

  it('of a government tenant is known, unless the installation names its hosts itself', () => {
    expect(governmentUrlOf({ serviceUrls: null })).toMatch(
      /^https:\/\/smba\.infra\.gcc\.teams\.microsoft\.com\//,
    );
    expect(governmentUrlOf({ serviceUrls: ['https://smba.trafficmanager.net/'] })).toBeNull();
  });

  it('of a government tenant leads to its own host, where the installation allows it', async () => {
    const government = await startTeams();
    const wrongHost: ConnectorFault = { kind: 'no', status: 403, code: 'InvalidBotApiHost' };
    const moved = await startTeams({ governmentUrl: government.server.serviceUrl });
    government.server.faultOf = () => null;
    moved.failNext('POST', wrongHost, 9);
    teams.failNext('POST', wrongHost, 9);

    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'refused', reason: 'wrong-host' });
    // The other host knows only tokens of its own: that it was asked is what counts.
    expect(await moved.messenger.post(aPost())).toMatchObject({ kind: 'unavailable' });
    expect(government.server.calls).toHaveLength(1);
    expect(await moved.references.find(desk)).toMatchObject({ serviceUrl: government.server.serviceUrl });
    await moved.close();
    await government.close();
  });

  it('that nobody listens on means that the platform is away', async () => {
    const away = await startTeams();
    const { serviceUrl } = away.server;
    await away.close();
    await teams.references.remember({ ...(await teams.references.find(desk))!, serviceUrl });
    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'unavailable', reason: 'no connection' });
  });
});

describe('the token', () => {
  it('that was refused is fetched anew for the next try, and somebody hears of it', async () => {
    await teams.messenger.post(aPost());
    teams.tokenServer.revokeAll();
    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'unavailable', reason: 'BotNotRegistered' });
    expect(teams.alarms).toHaveLength(1);
    expect(await teams.messenger.post(aPost())).toMatchObject({ kind: 'sent' });
  });

  it('that nobody gives us, because the secret is wrong, shuts every message out with an alarm', async () => {
    teams.tokenServer.changePassword('another secret');
    expect(await teams.messenger.post(aPost())).toEqual({
      kind: 'unavailable',
      reason: 'no token: invalid_client',
    });
    expect(teams.alarms).toHaveLength(1);
    expect(teams.server.calls).toEqual([]);
  });

  it.each([
    ['its server fails', { kind: 'answer', status: 503, body: '' }],
    ['its server is busy', { kind: 'answer', status: 429, body: '{}' }],
    ['its server is silent', { kind: 'silent' }],
  ] as const)('that does not come because %s leaves no doubt: nothing was sent', async (_name, fault) => {
    teams.tokenServer.fault = fault;
    expect(await teams.messenger.post(aPost())).toEqual({ kind: 'unavailable', reason: 'no token' });
  });
});
