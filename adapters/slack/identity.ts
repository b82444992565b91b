/** Who we are on Slack. Asked for after the start, again until it is known: no event waits for it. */
import type { WebClient } from '@slack/web-api';
import { reasonOf } from '../../src/errors.js';
import type { Log } from '../../src/ports.js';
import type { SlackIdentity } from './settings.js';

const askAgainMs = 30_000;

export interface Identity {
  readonly known: () => SlackIdentity | null;
  /** `then`: once, when it is known. */
  readonly learn: (then: (identity: SlackIdentity) => void) => void;
  readonly stop: () => void;
}

export function createIdentity(client: WebClient, log: Log): Identity {
  let identity: SlackIdentity | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const ask = async (): Promise<void> => {
    try {
      const { team_id, bot_id, user_id } = await client.auth.test();
      if (team_id === undefined || bot_id === undefined || user_id === undefined) return;
      identity = { teamId: team_id, botId: bot_id, botUserId: user_id };
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'Slack does not say who we are; check SLACK_BOT_TOKEN');
    }
  };

  const learn: Identity['learn'] = (then) => {
    void ask().then(() => {
      if (stopped) return;
      if (identity) {
        then(identity);
        return;
      }
      timer = setTimeout(learn, askAgainMs, then);
      timer.unref();
    });
  };

  return {
    known: () => identity,
    learn,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
