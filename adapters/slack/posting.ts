/** The calls that put our words into a conversation. Nothing in them links, unfolds or calls anybody. */
import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../../src/ports.js';
import { classify } from './errors.js';
import type { RenderedMessage } from './render-message.js';

/** All of them throw what the Web API throws. Timestamps are Slack's ids of messages. */
export interface Posting {
  readonly post: (to: Destination, message: RenderedMessage) => Promise<string>;
  readonly postFor: (user: string, channel: string, message: RenderedMessage) => Promise<string>;
  /** False: it is not there any more, or cannot be changed. */
  readonly update: (channel: string, ts: string, message: RenderedMessage) => Promise<boolean>;
  readonly remove: (channel: string, ts: string) => Promise<void>;
}

export interface Destination {
  readonly channel: string;
  readonly thread: string | null;
  readonly metadata: MessageMetadata;
}

const quiet = { unfurl_links: false, unfurl_media: false, link_names: false } as const;

/** Runs a call; false when the message that it is about is gone. */
async function unlessGone(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (classify(error).kind === 'not-updatable') return false;
    throw error;
  }
}

export function createPosting(client: WebClient, log: Log): Posting {
  /** Our own mistake must not cost a word: it goes out as plain text, and somebody is told. */
  const plainIfNeeded = async <T>(
    message: RenderedMessage,
    call: (message: RenderedMessage) => Promise<T>,
  ): Promise<T> => {
    try {
      return await call(message);
    } catch (error) {
      const failure = classify(error);
      if (failure.kind !== 'our-bug') throw error;
      log.error(
        { reason: failure.reason },
        'Slack did not take the form of a message; it goes as plain text',
      );
      return call({ text: message.text, blocks: [] });
    }
  };

  const post = async ({ channel, thread, metadata }: Destination, message: RenderedMessage) => {
    const reply = thread === null ? {} : { thread_ts: thread };
    const { ts } = await client.chat.postMessage({ channel, ...message, ...quiet, metadata, ...reply });
    if (ts === undefined) throw new Error('Slack accepted a message without a timestamp');
    return ts;
  };

  const postFor = async (user: string, channel: string, message: RenderedMessage) => {
    const { message_ts } = await client.chat.postEphemeral({ channel, user, ...message, link_names: false });
    return `ephemeral-${message_ts ?? ''}`;
  };

  return {
    post: (to, message) => plainIfNeeded(message, (form) => post(to, form)),
    postFor: (user, channel, message) => plainIfNeeded(message, (form) => postFor(user, channel, form)),
    update: (channel, ts, message) =>
      unlessGone(() =>
        plainIfNeeded(message, (form) => client.chat.update({ channel, ts, ...form, link_names: false })),
      ),
    remove: async (channel, ts) => {
      await unlessGone(() => client.chat.delete({ channel, ts }));
    },
  };
}
