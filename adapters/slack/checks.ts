/** What `doctor` asks Slack: who we are, what we may do, whether the desk's channel knows us. */
import type { WebAPICallResult } from '@slack/web-api';
import type { DeskSettings } from '../../src/municipality.js';
import { createClients } from './client.js';
import { failureReason } from './errors.js';
import { scopes } from './manifest.js';
import type { SlackSettings } from './settings.js';

export interface SlackCheck {
  readonly verdict: 'ok' | 'warning' | 'problem';
  readonly about: string;
  /** What is the case, and what to do about it. */
  readonly says: string;
}

const ok = (about: string, says: string): SlackCheck => ({ verdict: 'ok', about, says });
const problem = (about: string, says: string): SlackCheck => ({ verdict: 'problem', about, says });

function checkScopes({ response_metadata }: WebAPICallResult): SlackCheck {
  const granted = response_metadata?.scopes ?? [];
  const missing = Object.keys(scopes).filter((scope) => !granted.includes(scope));
  return missing.length === 0
    ? ok('Slack scopes', 'all that the manifest asks for')
    : problem(
        'Slack scopes',
        `missing: ${missing.join(', ')}; update the app's manifest and install it again`,
      );
}

export async function checkSlack(
  settings: SlackSettings,
  desk: Pick<DeskSettings, 'home' | 'channel'>,
  channels: readonly string[],
): Promise<SlackCheck[]> {
  const { views: client } = createClients(settings);
  let checks: SlackCheck[];
  let bot: string | undefined;
  try {
    const identity = await client.auth.test();
    bot = identity.user_id;
    checks = [ok('Slack', `the token is of ${identity.team ?? 'this workspace'}`), checkScopes(identity)];
  } catch (error) {
    return [
      problem('Slack', `auth.test says ${failureReason(error)}; check SLACK_BOT_TOKEN and the way to Slack`),
    ];
  }
  const wanted = new Set([...(desk.home === 'slack' ? [desk.channel] : []), ...channels]);
  for (const channel of wanted) {
    try {
      const { members } = await client.conversations.members({ channel, limit: 1_000 });
      const inside = bot !== undefined && members?.includes(bot);
      checks.push(
        inside
          ? ok('Slack channel', `${channel}: the bot is a member`)
          : problem('Slack channel', `${channel}: the bot is not a member; write /invite there`),
      );
    } catch (error) {
      checks.push(
        problem('Slack channel', `${channel}: ${failureReason(error)}; check the id and invite the bot`),
      );
    }
  }
  return checks;
}
