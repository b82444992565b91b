/** `yamabiko manifest slack` and `yamabiko doctor`, as whoever sets Slack up meets them (contract §1). */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { slackManifestShape } from '../adapters/slack/manifest-shape.js';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { yamabiko, type Ended } from './command-line.js';
import { onSlack } from './slack-town.js';
import { prepareTown } from './town-in-a-test.js';

jest.setTimeout(60_000);

const publicUrl = 'https://yamabiko.example.lg.jp';

let slack: FakeSlack;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  const platform = await onSlack();
  slack = platform.slack;
  ({ folder, environment } = await prepareTown(
    { ...platform.environment, PUBLIC_URL: publicUrl },
    platform.yaml,
  ));
});
beforeEach(() => {
  slack.faultOf = () => null;
});
afterAll(async () => {
  await slack.close();
  await rm(folder, { recursive: true, force: true });
});

const noTrace = /^\s+at .+:\d+/m;

describe('manifest slack', () => {
  it('prints the manifest and nothing else, before there is a token', async () => {
    const { code, stdout, stderr } = await yamabiko(['manifest', 'slack'], { PUBLIC_URL: `${publicUrl}/` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { settings } = slackManifestShape.parse(JSON.parse(stdout));
    expect(settings.event_subscriptions.request_url).toBe(`${publicUrl}/slack/events`);
  });

  it('says beside it that Slack cannot call an address of this machine', async () => {
    const { code, stdout, stderr } = await yamabiko(['manifest', 'slack'], { PORT: '3210' });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { interactivity: { request_url: 'http://127.0.0.1:3210/slack/events' } },
    });
    expect(stderr).toMatch(/^warning: Slack cannot call http:\/\/127\.0\.0\.1:3210; set PUBLIC_URL .+\n$/);
  });

  it.each([
    [['manifest'], {}, 64],
    [['manifest', 'irc'], {}, 64],
    [['manifest', 'slack'], { PUBLIC_URL: 'yamabiko' }, 78],
  ])('%j with %j ends with %d, in words', async (args, given, expected) => {
    const { code, stdout, stderr } = await yamabiko(args, given);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(noTrace);
  });
});

describe('doctor, with Slack on', () => {
  const doctor = (more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    yamabiko(['doctor'], { ...environment, ...more });

  it('says in one line each what is well, exit 0', async () => {
    const { code, stdout, stderr } = await doctor();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^(ok|warning): [A-Za-z ]+: .+/);
    const aboutSlack = lines.filter((line) => line.includes(': Slack'));
    expect(aboutSlack.map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'ok: Slack',
      'ok: Slack scopes',
      'ok: Slack clock',
      'ok: Slack request URL',
      'ok: Slack desk channel',
      'ok: Slack digest channel',
      'ok: Slack people',
    ]);
    expect(lines.some((line) => line.startsWith('warning: store'))).toBe(true);
  });

  it('says what to do about what is not, exit 1, and never the secrets', async () => {
    slack.faultOf = (_method, { channel }) =>
      channel === 'C0ALL' ? { kind: 'no', error: 'channel_not_found' } : null;
    const { code, stdout, stderr } = await doctor();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^problem: Slack digest channel: .+C0ALL.+\/invite/m);
    expect(stdout).toMatch(/^ok: Slack desk channel: /m);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'])
      expect(stdout).not.toContain(environment[name]);
  });

  it('looks at everything else too when the token is wrong, exit 1', async () => {
    const { code, stdout } = await doctor({ SLACK_BOT_TOKEN: 'xoxb-not-this-one' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^problem: Slack: Slack refuses the token \(invalid_auth\)/m);
    expect(stdout).toMatch(/^ok: numbers: /m);
    expect(stdout).not.toContain('not-this-one');
  });

  it('ends within seconds when Slack does not answer, exit 1', async () => {
    slack.faultOf = () => ({ kind: 'silent' });
    const began = performance.now();
    const { code, stdout } = await doctor();
    expect(code).toBe(1);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(stdout).toMatch(/^problem: Slack: Slack does not answer \(TimeoutError\)/m);
  });
});
