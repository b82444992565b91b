/** Our places and Slack's conversations: direct messages are known by their person, whatever id Slack gives them. */
import type { WebClient } from '@slack/web-api';
import { isDirect, userIn, type Place } from '../../src/places.js';
import type { SystemClock } from '../../src/ports.js';

export interface ConversationIds {
  /** Slack's channel id of a place; opens direct messages when it has to. @throws what the Web API throws. */
  readonly channelOf: (place: Place) => Promise<string>;
  /** Slack does not know the channel any more: it is asked for again the next time. */
  readonly forget: (place: Place) => void;
}

/**
 * Slack takes messages to people who have left without a word (python-slack-sdk#1156); only opening the conversation
 * tells. So it is opened again after this.
 */
const keptMs = 10 * 60_000;

export function createConversationIds(client: WebClient, systemClock: SystemClock): ConversationIds {
  const opened = new Map<string, { channel: string; at: number }>();
  return {
    channelOf: async (place) => {
      if (!isDirect(place)) return place.id;
      const now = systemClock.now().getTime();
      const known = opened.get(place.id);
      if (known && now - known.at < keptMs) return known.channel;
      const { channel } = await client.conversations.open({ users: userIn(place) });
      if (channel?.id === undefined) throw new Error('Slack opened a conversation without an id');
      opened.set(place.id, { channel: channel.id, at: now });
      return channel.id;
    },
    forget: (place) => {
      opened.delete(place.id);
    },
  };
}
