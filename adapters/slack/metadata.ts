/**
 * Our mark on what we post: the opaque id of a delivery. Slack has no idempotency key, so this is how a message
 * is found again whose answer was lost (facts/slack.md §10). Any app in the channel can read it: no personal data.
 */
import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';

const deliveryType = 'yamabiko_delivery';
const partType = 'yamabiko_part';

export const deliveryMetadata = (key: string): MessageMetadata => ({
  event_type: deliveryType,
  event_payload: { key },
});

/** `of`: the timestamp of the message that this one continues. */
export const partMetadata = (of: string, part: number): MessageMetadata => ({
  event_type: partType,
  event_payload: { of, part },
});

export interface ThreadPart {
  readonly ts: string;
  /** 1 for the first one after the message itself. */
  readonly part: number;
}

interface Marked {
  readonly ts?: string | undefined;
  readonly metadata?: { event_type?: string | undefined; event_payload?: object | undefined } | undefined;
}

/** So many of the latest messages are looked through: a message whose answer was lost is seconds old. */
const lookedThrough = 100;

const payloadOf = (message: Marked, type: string): Readonly<Record<string, unknown>> | undefined =>
  message.metadata?.event_type === type ? { ...message.metadata.event_payload } : undefined;

async function repliesOf(client: WebClient, channel: string, ts: string): Promise<Marked[]> {
  const { messages } = await client.conversations.replies({
    channel,
    ts,
    limit: lookedThrough,
    include_all_metadata: true,
  });
  return messages ?? [];
}

async function latestOf(client: WebClient, channel: string): Promise<Marked[]> {
  const { messages } = await client.conversations.history({
    channel,
    limit: lookedThrough,
    include_all_metadata: true,
  });
  return messages ?? [];
}

/** The timestamp of the message that carries a delivery. @throws what the Web API throws. */
export async function findDelivery(
  client: WebClient,
  { channel, thread, key }: { channel: string; thread: string | null; key: string },
): Promise<string | undefined> {
  const messages =
    thread === null ? await latestOf(client, channel) : await repliesOf(client, channel, thread);
  return messages.find((message) => payloadOf(message, deliveryType)?.['key'] === key)?.ts;
}

/** What continues the message `of` in the thread `root`. @throws what the Web API throws. */
export async function findParts(
  client: WebClient,
  { channel, root, of }: { channel: string; root: string; of: string },
): Promise<ThreadPart[]> {
  const replies = await repliesOf(client, channel, root);
  return replies.flatMap((message) => {
    const payload = payloadOf(message, partType);
    const part = payload?.['of'] === of ? payload['part'] : undefined;
    return message.ts !== undefined && typeof part === 'number' ? [{ ts: message.ts, part }] : [];
  });
}
