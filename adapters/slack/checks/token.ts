/** Whose token SLACK_BOT_TOKEN is, and what it may do. */
import type { AuthTestResponse, WebClient } from '@slack/web-api';
import { ok, problem, warning, type Check } from '../../../src/check.js';
import { ask, type Unanswered } from './ask.js';
import { checkScopes } from './scopes.js';

export interface TokenReport {
  readonly checks: Check[];
  /** Of the workspace that the token opens; null: it opens none, and nothing more can be asked with it. */
  readonly teamId: string | null;
}

const about = 'Slack';

export async function checkToken(client: WebClient, botToken: string): Promise<TokenReport> {
  const otherKind = otherKindOf(botToken);
  if (otherKind !== null) return unusable(problem(about, otherKind));
  const answer = await ask(() => client.auth.test());
  return answer.kind === 'told' ? reportOf(answer.value) : unusable(whyNot(answer));
}

const unusable = (check: Check): TokenReport => ({ checks: [check], teamId: null });

const rightToken = 'copy the Bot User OAuth Token (xoxb-…) of the page OAuth & Permissions';

/** By their first letters. A token of no known kind is shown to Slack. */
const otherKinds: readonly (readonly [start: string, says: string])[] = [
  [
    'xoxe',
    'SLACK_BOT_TOKEN is of token rotation (xoxe…) and ends after 12 hours; make the app anew from `yamabiko manifest slack`, which leaves token rotation off',
  ],
  ['xoxp-', `SLACK_BOT_TOKEN is the token of a person (xoxp-…), not of the bot; ${rightToken}`],
  ['xapp-', `SLACK_BOT_TOKEN is an app-level token (xapp-…), not the bot's; ${rightToken}`],
];

const otherKindOf = (token: string): string | null =>
  otherKinds.find(([start]) => token.startsWith(start))?.[1] ?? null;

function whyNot(answer: Unanswered): Check {
  switch (answer.kind) {
    case 'refused':
      return problem(
        about,
        `Slack refuses the token (${answer.word}); ${rightToken} once more to SLACK_BOT_TOKEN: it changes when the app is installed again`,
      );
    case 'busy':
      return warning(about, 'Slack asks us to wait; run doctor again in a minute');
    case 'silent':
      return problem(
        about,
        `Slack does not answer (${answer.reason}); check that this machine may call https://slack.com, and SLACK_API_URL if it is set`,
      );
  }
}

function reportOf(identity: AuthTestResponse): TokenReport {
  const { team, team_id: teamId, bot_id: botId, response_metadata: metadata } = identity;
  if (botId === undefined || teamId === undefined) {
    return unusable(problem(about, `the token is valid, but not of a bot; ${rightToken}`));
  }
  const checks = [
    ok(about, `the token is of the bot in the workspace ${team ?? teamId}`),
    ...checkOrganisation(identity),
    ...checkScopes(metadata?.scopes),
  ];
  return { checks, teamId };
}

/** An installation serves one workspace: what is wider was not built for, and was not tried. */
function checkOrganisation({ is_enterprise_install, enterprise_id }: AuthTestResponse): Check[] {
  const subject = 'Slack organisation';
  if (is_enterprise_install === true)
    return [
      problem(
        subject,
        'the app is installed for a whole organisation (Enterprise Grid), which Yamabiko cannot serve; install it in one workspace',
      ),
    ];
  return enterprise_id === undefined
    ? []
    : [
        warning(
          subject,
          'the workspace belongs to an organisation (Enterprise Grid), where Yamabiko was not tried; only people and channels of this one workspace count',
        ),
      ];
}
