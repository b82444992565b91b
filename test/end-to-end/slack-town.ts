import { startFakeSlack, type FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { createSlackSenses } from './slack-senses.js';
import type { OnPlatform } from './town-in-a-test.js';

const signingSecret = 'a-signing-secret';
const botToken = 'xoxb-a-bot-token';

/** The same town, with its people and its desk on Slack. The local chat is on for its clock only. */
export const slackYaml = `
calendar: { nationalHolidays: none, yearEnd: none }
intake: { settle: 2m }
desk: { name: DX推進課, home: slack, channel: C0DESK, manager: U0MANAGER }
sections: [{ name: 市民課 }, { name: 税務課 }]
digest: { places: [{ platform: slack, channel: C0ALL }] }
`;

export async function onSlack(): Promise<OnPlatform & { readonly slack: FakeSlack }> {
  let townNow = () => new Date();
  const slack = await startFakeSlack({ signingSecret, botToken, now: () => townNow() });
  return {
    slack,
    yaml: slackYaml,
    environment: {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: slack.apiUrl,
      WEB_CHAT: 'on',
    },
    senses: (address, now) => {
      townNow = now;
      return createSlackSenses(slack, address);
    },
    close: slack.close,
  };
}
