/** Words from us to Slack. No retries here: every failure is an outcome, and the outbox decides. */
import type { WebClient } from '@slack/web-api';
import { isDirect, userOf } from '../../src/places.js';
import type { Log, Messenger, Post, SendOutcome } from '../../src/ports.js';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import type { ConversationIds } from './conversation-id.js';
import { classify, type Failure } from './errors.js';
import { escapeText } from './escape.js';
import { limits, shorten } from './limits.js';
import { deliveryMetadata, findDelivery, findParts, partMetadata } from './metadata.js';
import { renderMessage, type RenderedMessage } from './render-message.js';
import { splitMessage } from './split-message.js';

/** One message per second and channel (facts/slack.md §8), with a margin. */
const paceMs = 1_100;

export interface MessengerDeps {
  readonly client: WebClient;
  readonly conversations: ConversationIds;
  readonly log: Log;
  /** Shorter only where the other side is no real Slack. */
  readonly paceMs?: number;
}

/** What never changes about a post: nothing in it links, unfolds or calls anybody. */
const quiet = { unfurl_links: false, unfurl_media: false, link_names: false } as const;

interface Aim {
  readonly channel: string;
  readonly post: Post;
}

export function createMessenger(deps: MessengerDeps): Messenger {
  const { client, conversations, log } = deps;

  const postNew = async ({ channel, post }: Aim, rendered: RenderedMessage): Promise<string> => {
    const { ts } = await client.chat.postMessage({
      channel,
      ...rendered,
      ...quiet,
      metadata: deliveryMetadata(post.key),
      ...(post.replyTo === null ? {} : { thread_ts: post.replyTo }),
    });
    if (ts === undefined) throw new Error('Slack accepted a message without a timestamp');
    return ts;
  };

  const update = async ({ channel }: Aim, ts: string, rendered: RenderedMessage): Promise<string> => {
    await client.chat.update({ channel, ts, ...rendered, link_names: false });
    return ts;
  };

  const postEphemeral = async (aim: Aim, rendered: RenderedMessage): Promise<string> => {
    const user = userOf(aim.post.onlyFor ?? '');
    const { channel } = aim;
    const { message_ts } = await client.chat.postEphemeral({ channel, user, ...rendered, link_names: false });
    return `ephemeral-${message_ts ?? ''}`;
  };

  /** What does not fit into one message follows in its thread; what stands there already is put right. */
  const follow = async ({ channel, post }: Aim, ts: string, parts: readonly OutgoingMessage[]) => {
    const isNew = post.updates === null && parts.length === 0;
    const root = post.replyTo ?? ts;
    const there = isNew ? [] : await findParts(client, { channel, root, of: ts });
    for (const [n, part] of parts.entries()) {
      const rendered = renderMessage(part);
      const old = there.find((one) => one.part === n + 1);
      if (old) await client.chat.update({ channel, ts: old.ts, ...rendered, link_names: false });
      else {
        const metadata = partMetadata(ts, n + 1);
        await client.chat.postMessage({ channel, thread_ts: root, ...rendered, ...quiet, metadata });
      }
    }
    for (const one of there) if (one.part > parts.length) await client.chat.delete({ channel, ts: one.ts });
  };

  const deliver = async (aim: Aim): Promise<string> => {
    const { post } = aim;
    const [first = { text: '', blocks: [] }, ...others] = splitMessage(post.message);
    const rendered = renderMessage(first);
    if (post.onlyFor !== null && !isDirect(post.place)) return postEphemeral(aim, rendered);
    const ts =
      post.updates === null ? await postNew(aim, rendered) : await update(aim, post.updates, rendered);
    await follow(aim, ts, others);
    return ts;
  };

  /** Our own mistake must not cost a word: it goes out bare, and somebody is told. */
  const deliverBare = (aim: Aim): Promise<string> =>
    postNew(aim, { text: shorten(escapeText(aim.post.message.text), limits.fallbackText), blocks: [] });

  /** The second and last try of one post, in the form that the failure asks for. */
  const recover = async (aim: Aim, failure: Failure): Promise<string | undefined> => {
    const { post } = aim;
    if (failure.kind === 'not-updatable') return deliver({ ...aim, post: { ...post, updates: null } });
    if (failure.kind !== 'our-bug') return undefined;
    const { reason } = failure;
    log.error(
      { delivery: post.key, reason },
      'Slack did not take the form of a message; it goes as plain text',
    );
    return deliverBare(aim);
  };

  const failed = (post: Post, failure: Failure): SendOutcome => {
    switch (failure.kind) {
      case 'our-bug':
        return { kind: 'refused', reason: failure.reason };
      case 'not-updatable':
        return { kind: 'unknown', reason: failure.kind };
      case 'refused':
        conversations.forget(post.place);
        return failure;
      default:
        return failure;
    }
  };

  const send = async (post: Post): Promise<SendOutcome> => {
    let aim: Aim | undefined;
    try {
      aim = { channel: await conversations.channelOf(post.place), post };
      return { kind: 'sent', platformMessageId: await deliver(aim) };
    } catch (error) {
      const failure = classify(error);
      try {
        const ts = aim && (await recover(aim, failure));
        return ts === undefined ? failed(post, failure) : { kind: 'sent', platformMessageId: ts };
      } catch (again) {
        return failed(post, classify(again));
      }
    }
  };

  return {
    platform: 'slack',
    paceMs: deps.paceMs ?? paceMs,
    post: send,
    // An update and a word for one person only are simply said again: the first is idempotent, the second harmless.
    lookUp: async (post) => {
      if (post.updates !== null || (post.onlyFor !== null && !isDirect(post.place)))
        return { kind: 'absent' };
      const channel = await conversations.channelOf(post.place);
      const ts = await findDelivery(client, { channel, thread: post.replyTo, key: post.key });
      if (ts === undefined) return { kind: 'absent' };
      await follow({ channel, post }, ts, splitMessage(post.message).slice(1));
      return { kind: 'found', platformMessageId: ts };
    },
  };
}
