/** Our places and Slack's conversations: direct messages are known by their person, whatever id Slack gives them. */
import type { WebClient } from '@slack/web-api';
import { isDirect, type Place } from '../../src/places.js';

export interface ConversationIds {
  /** Slack's channel id of a place; opens direct messages when it has to. @throws what the Web API throws. */
  readonly channelOf: (place: Place) => Promise<string>;
  /** Slack does not know the channel any more: it is asked for again the next time. */
  readonly forget: (place: Place) => void;
}

const userIn = ({ id }: Place): string => id.slice('dm:'.length);

export function createConversationIds(client: WebClient): ConversationIds {
  const opened = new Map<string, string>();
  return {
    channelOf: async (place) => {
      if (!isDirect(place)) return place.id;
      const known = opened.get(place.id);
      if (known !== undefined) return known;
      const { channel } = await client.conversations.open({ users: userIn(place) });
      if (channel?.id === undefined) throw new Error('Slack opened a conversation without an id');
      opened.set(place.id, channel.id);
      return channel.id;
    },
    forget: (place) => {
      opened.delete(place.id);
    },
  };
}
