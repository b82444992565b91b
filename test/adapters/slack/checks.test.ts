import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkSlack } from '../../../adapters/slack/checks.js';
import { scopes } from '../../../adapters/slack/manifest.js';
import { startFakeSlack, type FakeSlack } from '../../fakes/slack-api/fake-slack.js';

let slack: FakeSlack;
beforeAll(async () => {
  slack = await startFakeSlack({ signingSecret: 's', botToken: 'xoxb-1', now: () => new Date() });
});
afterAll(() => slack.close());

const desk = { home: 'slack', channel: 'C0DESK' } as const;
const check = (botToken = 'xoxb-1', channels: string[] = ['C0ALL']) =>
  checkSlack({ signingSecret: 's', botToken, apiUrl: slack.apiUrl }, desk, channels);

describe('what doctor asks Slack', () => {
  it('is well when the token, the scopes and the channels are', async () => {
    const checks = await check();
    expect(checks.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('names a wrong token, and what to do', async () => {
    expect(await check('xoxb-wrong')).toMatchObject([
      { verdict: 'problem', says: expect.stringContaining('SLACK_BOT_TOKEN') },
    ]);
  });

  it('names every scope that was not granted', async () => {
    slack.grantedScopes = Object.keys(scopes).filter((scope) => scope !== 'users:read');
    const missing = (await check()).filter(({ verdict }) => verdict === 'problem');
    expect(missing).toMatchObject([{ about: 'Slack scopes', says: expect.stringContaining('users:read') }]);
    slack.grantedScopes = Object.keys(scopes);
  });

  it('names a channel that does not know the bot', async () => {
    const problems = (await check('xoxb-1', ['C0NOWHERE'])).filter(({ verdict }) => verdict === 'problem');
    expect(problems).toMatchObject([{ says: expect.stringContaining('C0NOWHERE') }]);
  });
});
