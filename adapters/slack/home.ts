/** App Home: what the bot shows of itself to whoever opens it. Drawn anew each time, best effort. */
import type { WebClient } from '@slack/web-api';
import { personId, type PersonId } from '../../src/places.js';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { limits } from './limits.js';
import { renderBlocks } from './render-message.js';
import { smallBlocks } from './split-message.js';

export interface HomeDeps {
  readonly client: WebClient;
  /** What the App Home of a person shows. */
  readonly homeOf: (person: PersonId) => Promise<OutgoingMessage>;
}

/** `user`: Slack's id. @throws what the Web API throws. */
export const createHome =
  ({ client, homeOf }: HomeDeps) =>
  async (user: string): Promise<void> => {
    const { blocks } = await homeOf(personId('slack', user));
    const rendered = renderBlocks(blocks.flatMap(smallBlocks)).slice(0, limits.blocksPerView);
    await client.views.publish({ user_id: user, view: { type: 'home', blocks: rendered } });
  };
