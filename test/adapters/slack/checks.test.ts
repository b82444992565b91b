/** `doctor` about Slack, through real HTTP: each finding once, with what to do. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { checkSlack, type SlackCheckDeps } from '../../../adapters/slack/checks/index.js';
import { neededScopes } from '../../../adapters/slack/manifest.js';
import { canBeCalledBySlack } from '../../../adapters/slack/request-url.js';
import { startFakeSlack, type FakeSlack } from '../../fakes/slack-api/fake-slack.js';

jest.setTimeout(20_000);

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack({ signingSecret: 's', botToken: 'xoxb-1', now: () => new Date() });
});
afterEach(() => slack.close());

type Changes = Partial<SlackCheckDeps> & { readonly botToken?: string; readonly apiUrl?: string };

function examine({ botToken = 'xoxb-1', apiUrl = slack.apiUrl, ...changes }: Changes = {}) {
  return checkSlack({
    settings: { signingSecret: 's', botToken, apiUrl },
    publicUrl: 'https://yamabiko.example.lg.jp',
    desk: { channel: 'C0DESK', members: [], manager: 'U0MANAGER' },
    digestChannels: ['C0ALL'],
    systemClock: { now: () => new Date() },
    ...changes,
  });
}

/** Everything that is not well, as it is printed. */
async function unwell(changes: Changes = {}): Promise<string[]> {
  const checks = await examine(changes);
  return checks
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ verdict, about, says }) => `${verdict}: ${about}: ${says}`);
}

const matching = (...patterns: readonly RegExp[]) => patterns.map((each) => expect.stringMatching(each));

describe('a town whose Slack is well', () => {
  it('gets one line about each thing that was looked at', async () => {
    expect((await examine()).map(({ verdict, about, says }) => [verdict, about, says])).toEqual([
      ['ok', 'Slack', 'the token is of the bot in the workspace 山彦町'],
      ['ok', 'Slack scopes', expect.any(String)],
      ['ok', 'Slack clock', 'agrees with Slack'],
      ['ok', 'Slack request URL', expect.stringContaining('https://yamabiko.example.lg.jp/slack/events')],
      ['ok', 'Slack desk channel', 'the bot is a member of C0DESK'],
      ['ok', 'Slack digest channel', 'the bot is a member of C0ALL (#general)'],
      ['ok', 'Slack people', 'U0MANAGER: known and active'],
    ]);
  });

  it('is only read: nothing is posted, opened or joined', async () => {
    await examine();
    const reading = ['api.test', 'auth.test', 'conversations.info', 'users.info'];
    expect(new Set(slack.calls.map(({ method }) => method))).toEqual(new Set(reading));
  });
});

describe('the token', () => {
  it('that Slack refuses is a problem, and nothing more is asked with it', async () => {
    expect(await unwell({ botToken: 'xoxb-wrong' })).toEqual(
      matching(/^problem: Slack: Slack refuses the token \(invalid_auth\); copy the Bot User OAuth Token/),
    );
    expect(slack.calls.some(({ method }) => method === 'users.info')).toBe(false);
  });

  it.each([
    ['xoxe.xoxb-1-abc', /^problem: Slack: .+token rotation.+12 hours.+make the app anew/],
    ['xoxe-1-abc', /^problem: Slack: .+token rotation/],
    ['xoxp-1-abc', /^problem: Slack: .+of a person.+Bot User OAuth Token/],
    ['xapp-1-abc', /^problem: Slack: .+app-level.+Bot User OAuth Token/],
  ])('%s is of another kind: it is named, never repeated, and never sent', async (botToken, says) => {
    const found = await unwell({ botToken });
    expect(found).toEqual(matching(says));
    expect(found.join()).not.toContain('1-abc');
    expect(slack.calls.map(({ method }) => method)).toEqual(['api.test']);
  });

  it('of a person is known by what Slack says, too', async () => {
    Object.assign(slack.workspace.installation, { bot_id: undefined });
    expect(await unwell()).toEqual(matching(/^problem: Slack: the token is valid, but not of a bot/));
  });

  it('of a whole organisation is a problem; a workspace of an organisation is a limit', async () => {
    Object.assign(slack.workspace.installation, { is_enterprise_install: true, enterprise_id: 'E1' });
    expect(await unwell()).toEqual(
      matching(/^problem: Slack organisation: .+whole organisation.+install it in one workspace/),
    );
    Object.assign(slack.workspace.installation, { is_enterprise_install: false });
    expect(await unwell()).toEqual(matching(/^warning: Slack organisation: .+was not tried/));
  });
});

describe('the scopes', () => {
  it('that are missing are a problem, those that nothing uses a warning', async () => {
    slack.grantedScopes = [...neededScopes.filter((scope) => scope !== 'users:read'), 'files:write'];
    expect(await unwell()).toEqual(
      matching(
        /^problem: Slack scopes: missing: users:read; paste .+manifest slack.+install again$/,
        /^warning: Slack scopes: granted and never used: files:write; paste/,
      ),
    );
  });
});

describe('a channel', () => {
  const shared = (flags: Readonly<Record<string, boolean>>) => {
    slack.workspace.channels.set('C0DESK', { name: 'dx-desk', ...flags });
    slack.workspace.channels.set('C0ALL', flags);
  };

  it('that does not exist, or is private and does not know the bot', async () => {
    expect(await unwell({ digestChannels: ['C0NOWHERE'] })).toEqual(
      matching(/^problem: Slack digest channel: .+C0NOWHERE.+\/invite.+check the id/),
    );
  });

  it('that the bot is not a member of', async () => {
    slack.workspace.members.set('C0ALL', ['U0SUZUKI']);
    expect(await unwell()).toEqual(
      matching(/^problem: Slack digest channel: .+not a member of C0ALL.+\/invite/),
    );
  });

  it('that is private and says nothing of membership is one that the bot is in', async () => {
    shared({ is_private: true });
    slack.workspace.channels.set('C0ALL', { is_private: true, is_member: undefined });
    expect(await unwell()).toEqual([]);
  });

  it('that is archived', async () => {
    slack.workspace.archived.add('C0DESK');
    expect(await unwell()).toEqual(matching(/^problem: Slack desk channel: C0DESK is archived; unarchive/));
  });

  it('that is shared with another organisation: who reads what there', async () => {
    shared({ is_ext_shared: true, is_shared: true });
    expect(await unwell()).toEqual(
      matching(
        /^warning: Slack desk channel: C0DESK \(#dx-desk\) .+another organisation.+read every card.+may answer/,
        /^warning: Slack digest channel: C0ALL .+another organisation.+headlines/,
      ),
    );
    const desk = { channel: 'C0DESK', members: ['U0TANAKA'], manager: 'U0MANAGER' };
    expect((await unwell({ desk }))[0]).not.toContain('may answer');
  });

  it.each([
    [{ is_pending_ext_shared: true }, /about to be shared with another organisation/],
    [{ is_org_shared: true, is_shared: true }, /another workspace of your organisation/],
  ])('that is shared otherwise: %j', async (flags, says) => {
    shared(flags);
    expect(await unwell()).toEqual(matching(says, says));
  });

  it('is looked at once, as the desk’s, where the digest goes to the desk', async () => {
    const checks = await examine({ digestChannels: ['C0DESK', 'C0DESK'] });
    const channels = checks.map(({ about }) => about).filter((about) => about.endsWith('channel'));
    expect(channels).toEqual(['Slack desk channel']);
  });

  it('of a desk that is elsewhere is not looked at, and neither are its people', async () => {
    const checks = await examine({ desk: null });
    expect(checks.filter(({ about }) => /desk|people/.test(about))).toEqual([]);
  });
});

describe('people of the desk', () => {
  const people = (id: string) => ({
    desk: { channel: 'C0DESK', members: ['U0TANAKA', id], manager: 'U0TANAKA' },
  });

  it.each([
    [{ deleted: true }, /^problem: Slack people: U0X is deactivated; check desk\.manager and desk\.members/],
    [{ is_bot: true }, /^problem: Slack people: U0X is a bot/],
    [{ is_stranger: true }, /^problem: Slack people: U0X belongs to another organisation/],
    [{ team_id: 'T0ELSE' }, /^problem: Slack people: U0X belongs to another organisation/],
    [{ is_restricted: true }, /^warning: Slack people: U0X is a guest/],
    [{ is_restricted: true, is_ultra_restricted: true }, /^warning: Slack people: U0X is a guest/],
  ])('who cannot, or should not, answer: %j', async (account, says) => {
    slack.workspace.accounts.set('U0X', account);
    expect(await unwell(people('U0X'))).toEqual(matching(says));
  });

  it('whom Slack does not know', async () => {
    expect(await unwell(people('U0NOBODY'))).toEqual(
      matching(/^problem: Slack people: U0NOBODY is nobody.+check desk\.manager.+U0123ABCD/),
    );
  });

  it('who are at home in another workspace of the organisation and members of this one are well', async () => {
    slack.workspace.accounts.set('U0X', {
      team_id: 'T0ELSE',
      enterprise_user: { teams: ['T0ELSE', 'T0TOWN'] },
    });
    expect(await unwell(people('U0X'))).toEqual([]);
  });

  it('are named once, the well ones in one line', async () => {
    const checks = await examine(people('U0SATO'));
    expect(checks.filter(({ about }) => about === 'Slack people')).toMatchObject([
      { verdict: 'ok', says: 'U0TANAKA, U0SATO: known and active' },
    ]);
  });
});

describe('the clock', () => {
  const ahead = (seconds: number) => {
    slack.date = () => new Date(Date.now() - seconds * 1_000);
  };

  it.each([
    [45, []],
    [90, [/^warning: Slack clock: this machine is (89|90|91) s ahead of Slack; synchronise/]],
    [-90, [/^warning: Slack clock: this machine is (89|90|91) s behind Slack; synchronise/]],
    [400, [/^problem: Slack clock: .+ahead.+nothing that Slack sends is accepted now/]],
    [-400, [/^problem: Slack clock: .+behind/]],
  ])('that is %d s ahead of Slack', async (seconds, says) => {
    ahead(seconds);
    expect(await unwell()).toEqual(matching(...says));
  });

  it('is compared even where the token is refused', async () => {
    ahead(400);
    expect((await unwell({ botToken: 'xoxb-wrong' }))[1]).toMatch(/^problem: Slack clock/);
  });

  it('cannot be compared when something on the way takes the time out', async () => {
    slack.date = () => null;
    expect(await unwell()).toEqual(matching(/^warning: Slack clock: Slack did not say what time it is/));
  });
});

describe('the public address', () => {
  it('that Slack cannot call is a warning', async () => {
    expect(await unwell({ publicUrl: 'http://127.0.0.1:3000' })).toEqual(
      matching(/^warning: Slack request URL: Slack cannot call http:.+set PUBLIC_URL/),
    );
  });

  it.each([
    ['https://yamabiko.example.lg.jp', true],
    ['https://yamabiko.example.lg.jp:8443/bot', true],
    ['https://203.0.113.7', true],
    ['http://yamabiko.example.lg.jp', false],
    ['https://localhost:3000', false],
    ['https://yamabiko', false],
    ['https://yamabiko.local', false],
    ['https://192.168.10.5', false],
    ['https://172.20.0.1', false],
    ['https://127.0.0.1', false],
    ['https://[::1]', false],
    ['https://[fd00::1]', false],
  ])('%s can be called by Slack: %s', (publicUrl, can) => {
    expect(canBeCalledBySlack(publicUrl)).toBe(can);
  });
});

describe('a Slack that is away', () => {
  it('costs seconds, and is one problem', async () => {
    slack.faultOf = () => ({ kind: 'silent' });
    const began = performance.now();
    expect(await unwell()).toEqual(
      matching(/^problem: Slack: Slack does not answer \(.+slack\.com.+SLACK_API_URL/),
    );
    expect(performance.now() - began).toBeLessThan(7_000);
  });

  it('after it answered the first question leaves the rest unseen, within seconds too', async () => {
    slack.faultOf = (method) => (method.endsWith('.info') ? { kind: 'silent' } : null);
    const began = performance.now();
    const found = await unwell();
    expect(found).toHaveLength(3);
    for (const line of found) expect(line).toMatch(/^warning: .+could not be looked at .+run doctor again/);
    expect(performance.now() - began).toBeLessThan(7_000);
  });

  it('cannot be reached at all: one problem', async () => {
    expect(await unwell({ apiUrl: 'http://127.0.0.1:1/api/' })).toEqual(
      matching(/^problem: Slack: Slack does not answer/),
    );
  });

  it('asks us to wait', async () => {
    slack.faultOf = () => ({ kind: 'rate-limited', retryAfterSeconds: 30 });
    expect(await unwell()).toEqual(matching(/^warning: Slack: Slack asks us to wait; run doctor again/));
  });

  it('is a proxy that shows a page instead', async () => {
    slack.faultOf = () => ({ kind: 'no', error: '<html>Please sign in</html>' });
    expect(await unwell()).toEqual(matching(/^problem: Slack: Slack does not answer \(unreadable answer\)/));
  });

  it('does not let us look without the scope', async () => {
    slack.faultOf = (method) => (method === 'users.info' ? { kind: 'no', error: 'missing_scope' } : null);
    expect(await unwell()).toEqual(
      matching(
        /^warning: Slack people: U0MANAGER could not be looked at \(missing_scope\); grant the missing/,
      ),
    );
  });
});
