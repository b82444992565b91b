/** What Slack would have delivered of the messages that it keeps, had we been there. */
import type { SlackIdentity } from './settings.js';

/** A conversation that is read: somebody's direct messages with the bot, or the desk's channel. */
export interface PastConversation {
  readonly channel: string;
  readonly kind: 'direct' | 'desk';
}

/** System clock, as Slack's timestamps are. */
export interface Span {
  readonly from: Date;
  /** Null: up to the present. */
  readonly to: Date | null;
}

/** The fields that tell when; all the others stay as they are. */
export interface PastMessage {
  readonly ts?: string | undefined;
  /** Of a thread's parent. */
  readonly latest_reply?: string | undefined;
  readonly edited?: { readonly ts?: string | undefined } | undefined;
}

export const isWithin = (ts: string | undefined, { from, to }: Span): boolean => {
  const ms = Number(ts) * 1_000;
  return ms >= from.getTime() && (to === null || ms <= to.getTime());
};

interface PastEvent {
  readonly ts: string | undefined;
  readonly event: object;
}

/**
 * A message counts once as written, in its newest words, and once as edited: where it is known already, the edit
 * still has to be followed. What is said of the same thing twice has the same key as the live event.
 */
function eventsOf(message: PastMessage, { channel, kind }: PastConversation): PastEvent[] {
  const place = { type: 'message', channel, channel_type: kind === 'direct' ? 'im' : 'channel' };
  const { ts, edited } = message;
  const change = { ...place, subtype: 'message_changed', ts, message };
  return [{ ts, event: { ...message, ...place } }, ...(edited ? [{ ts: edited.ts, event: change }] : [])];
}

/** In the order in which it happened. `messages`: in any order, each once. */
export const eventsWithin = (
  messages: readonly PastMessage[],
  conversation: PastConversation,
  span: Span,
): object[] =>
  messages
    .flatMap((message) => eventsOf(message, conversation))
    .filter(({ ts }) => isWithin(ts, span))
    .sort((a, b) => Number(a.ts) - Number(b.ts))
    .map(({ event }) => event);

/** The envelope that Slack puts around an event, as far as it is read. */
export const asDelivered = (event: object, { teamId, botUserId }: SlackIdentity) => ({
  type: 'event_callback',
  team_id: teamId,
  authorizations: [{ team_id: teamId, user_id: botUserId, is_bot: true }],
  event,
});
