/**
 * Our mark on what we post: the opaque id of a delivery. Slack has no idempotency key, so this is how a message
 * is found again whose answer was lost (facts/slack.md §10). Any app in the channel can read it: no personal data.
 */
import type { MessageMetadata } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { pagesOf, type Cursor } from './pages.js';

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

interface Page {
  readonly messages?: Marked[];
  readonly response_metadata?: { next_cursor?: string | undefined };
}

const perPage = 200;
/** In a place where more than 2,000 messages came since, ours is not looked for any further. */
const mostPages = 10;
/** Slack's clock and ours may differ. */
const skewMs = 5 * 60_000;

const payloadOf = (message: Marked, type: string): Readonly<Record<string, unknown>> | undefined =>
  message.metadata?.event_type === type ? { ...message.metadata.event_payload } : undefined;

async function* messagesOf(ask: (cursor: Cursor) => Promise<Page>): AsyncGenerator<Marked> {
  for await (const { messages } of pagesOf(ask, mostPages)) yield* messages ?? [];
}

const paging = { limit: perPage, include_all_metadata: true } as const;

/** Nothing where the thread is gone: whoever deletes a message takes what hangs below it out of sight. */
async function* repliesOf(client: WebClient, channel: string, ts: string): AsyncGenerator<Marked> {
  try {
    yield* messagesOf((more) => client.conversations.replies({ channel, ts, ...paging, ...more }));
  } catch (error) {
    const isGone = error instanceof WebAPIPlatformError && error.data.error === 'thread_not_found';
    if (!isGone) throw error;
  }
}

const oldestSecond = (since: Date): string => String((since.getTime() - skewMs) / 1_000);

const writtenSince = (client: WebClient, channel: string, since: Date): AsyncGenerator<Marked> =>
  messagesOf((more) =>
    client.conversations.history({ channel, oldest: oldestSecond(since), ...paging, ...more }),
  );

export interface Sought {
  readonly channel: string;
  readonly thread: string | null;
  readonly key: string;
  readonly writtenAt: Date;
}

/** The timestamp of the message that carries a delivery. @throws what the Web API throws. */
export async function findDelivery(
  client: WebClient,
  { channel, thread, key, writtenAt }: Sought,
): Promise<string | undefined> {
  const messages =
    thread === null ? writtenSince(client, channel, writtenAt) : repliesOf(client, channel, thread);
  for await (const message of messages) {
    if (payloadOf(message, deliveryType)?.['key'] === key) return message.ts;
  }
  return undefined;
}

/** What continues the message `of` in the thread `root`. @throws what the Web API throws. */
export async function findParts(
  client: WebClient,
  { channel, root, of }: { channel: string; root: string; of: string },
): Promise<ThreadPart[]> {
  const parts: ThreadPart[] = [];
  for await (const message of repliesOf(client, channel, root)) {
    const payload = payloadOf(message, partType);
    const part = payload?.['of'] === of ? payload['part'] : undefined;
    if (message.ts !== undefined && typeof part === 'number') parts.push({ ts: message.ts, part });
  }
  return parts;
}
