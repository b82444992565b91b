/** Who people are and who is of the desk, while Slack answers and while it does not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClients } from '../../../adapters/slack/client.js';
import { createDirectory } from '../../../adapters/slack/directory.js';
import type { Directory } from '../../../src/ports.js';
import { createFakeLog } from '../../fakes/fake-log.js';
import { startFakeSlack, type FakeSlack, type Fault } from '../../fakes/slack-api/fake-slack.js';
import { botUser, deskChannel } from '../../fakes/slack-api/workspace.js';

const settings = { signingSecret: 'secret', botToken: 'xoxb-1' };
const desk = { home: 'slack', channel: deskChannel, members: [], manager: 'U0MANAGER' } as const;
const unavailable = { code: 'PLATFORM.UNAVAILABLE', retryable: true };
const away: Fault = { kind: 'http', status: 503 };

let slack: FakeSlack;
beforeAll(async () => {
  slack = await startFakeSlack({ ...settings, now: () => new Date() });
});
afterAll(() => slack.close());

let now: Date;
beforeEach(() => {
  now = new Date('2026-11-24T00:00:00Z');
  slack.faultOf = () => null;
});
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

function aDirectory(given: { home?: 'slack' | 'teams'; members?: readonly string[] } = {}): Directory {
  const { post: client } = createClients({ ...settings, apiUrl: slack.apiUrl });
  const parts = { client, ownUser: () => botUser, systemClock: { now: () => now }, log: createFakeLog() };
  return createDirectory({ ...parts, desk: { ...desk, ...given } });
}

describe('who is of the desk', () => {
  it('is the members of its channel, and the manager', async () => {
    const directory = aDirectory();
    expect(await directory.isDesk('slack:U0TANAKA')).toBe(true);
    expect(await directory.isDesk('slack:U0MANAGER')).toBe(true);
    expect(await directory.isDesk('slack:U0SUZUKI')).toBe(false);
    expect(await directory.deskMembers()).toEqual(['slack:U0TANAKA', 'slack:U0MANAGER']);
  });

  it('is whom the settings name: Slack is not asked', async () => {
    slack.faultOf = () => away;
    const directory = aDirectory({ members: ['U0SATO'] });
    expect(await directory.isDesk('slack:U0SATO')).toBe(true);
    expect(await directory.isDesk('slack:U0TANAKA')).toBe(false);
    expect(await directory.deskMembers()).toEqual(['slack:U0SATO']);
  });

  it('is nobody here when the desk is elsewhere', async () => {
    const directory = aDirectory({ home: 'teams' });
    expect(await directory.isDesk('slack:U0MANAGER')).toBe(false);
    expect(await directory.deskMembers()).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['is away', away],
    ['has shut us out', { kind: 'no', error: 'token_revoked' }],
    ['is asked too much', { kind: 'rate-limited', retryAfterSeconds: 1 }],
    ['does not show us the channel', { kind: 'no', error: 'channel_not_found' }],
    ['says what we do not know', { kind: 'no', error: 'fetch_members_failed' }],
  ])('is not guessed while Slack %s: whoever asks waits, the manager does not', async (_what, fault) => {
    slack.faultOf = () => fault;
    const directory = aDirectory();
    await expect(directory.isDesk('slack:U0TANAKA')).rejects.toMatchObject(unavailable);
    expect(await directory.isDesk('slack:U0MANAGER')).toBe(true);
    expect(await directory.deskMembers()).toEqual([]);
  });

  it('is asked again seconds after a failure, and not before', async () => {
    const directory = aDirectory();
    slack.faultOf = () => away;
    await expect(directory.isDesk('slack:U0TANAKA')).rejects.toMatchObject(unavailable);
    slack.faultOf = () => null;
    const asked = slack.calls.length;
    await expect(directory.isDesk('slack:U0TANAKA')).rejects.toMatchObject(unavailable);
    expect(slack.calls).toHaveLength(asked);

    later(5_000);
    expect(await directory.isDesk('slack:U0TANAKA')).toBe(true);
  });

  it('is what Slack said last, however old, while it does not answer', async () => {
    const directory = aDirectory();
    await directory.isDesk('slack:U0TANAKA');
    slack.faultOf = () => away;
    later(24 * 3_600_000);
    expect(await directory.isDesk('slack:U0TANAKA')).toBe(true);
    expect(await directory.deskMembers()).toContain('slack:U0TANAKA');
  });
});

describe('who somebody is', () => {
  it('is the name that Slack shows, and the id of whom Slack does not know', async () => {
    const { describe: who } = aDirectory();
    expect(await who('slack:U0SATO')).toEqual({ id: 'slack:U0SATO', name: '佐藤', section: null });
    expect(await who('slack:U0GONE')).toEqual({ id: 'slack:U0GONE', name: 'U0GONE', section: null });
  });

  it('is not guessed: a record keeps the name that it is written with', async () => {
    const { describe: who } = aDirectory();
    slack.faultOf = () => away;
    await expect(who('slack:U0SATO')).rejects.toMatchObject(unavailable);
    slack.faultOf = () => null;
    later(5_000);
    expect(await who('slack:U0SATO')).toMatchObject({ name: '佐藤' });
  });
});
