/** Words from us to Slack. No retries here: every failure is an outcome, and the outbox decides. */
import type { WebClient } from '@slack/web-api';
import { isDirect, userOf } from '../../src/places.js';
import type { Log, LookUp, Messenger, Post, SendOutcome } from '../../src/ports.js';
import type { ConversationIds } from './conversation-id.js';
import { classify, classifyReading, type ReadingFailure } from './errors.js';
import { deliveryMetadata, findDelivery, findParts } from './metadata.js';
import { createPosting } from './posting.js';
import type { RenderedMessage } from './render-message.js';
import {
  PartlyPosted,
  putParts,
  renderParts,
  type Parts,
  type PartWords,
  type Thread,
} from './thread-parts.js';

/** One message per second and channel (facts/slack.md §8), with a margin. */
const defaultPaceMs = 1_100;

export interface MessengerDeps {
  readonly client: WebClient;
  readonly conversations: ConversationIds;
  readonly log: Log;
  readonly words: PartWords;
  /** Shorter only where the other side is no real Slack. */
  readonly paceMs?: number;
}

interface Aim {
  readonly channel: string;
  readonly post: Post;
}

type Failed = Exclude<SendOutcome, { kind: 'sent' }>;

const isForOne = ({ onlyFor, place }: Post): boolean => onlyFor !== null && !isDirect(place);

export function createMessenger({ client, conversations, log, words, ...deps }: MessengerDeps): Messenger {
  const paceMs = deps.paceMs ?? defaultPaceMs;
  const posting = createPosting(client, log);

  const follow = async (thread: Thread, parts: readonly RenderedMessage[]): Promise<void> => {
    try {
      await putParts({ posting, paceMs }, thread, parts);
    } catch (cause) {
      throw new PartlyPosted('What follows the first part is not all there', { cause });
    }
  };

  const threadOf = async ({ channel, post }: Aim, ts: string): Promise<Thread> => {
    const root = post.replyTo ?? ts;
    return { channel, root, of: ts, there: await findParts(client, { channel, root, of: ts }) };
  };

  const postNew = async ({ channel, post }: Aim, [first, ...others]: Parts): Promise<string> => {
    const metadata = deliveryMetadata(post.key);
    const ts = await posting.post({ channel, thread: post.replyTo, metadata }, first);
    await follow({ channel, root: post.replyTo ?? ts, of: ts, there: [] }, others);
    return ts;
  };

  const deliver = async (aim: Aim): Promise<string> => {
    const { channel, post } = aim;
    const parts = renderParts(post.message, words);
    const [first, ...others] = parts;
    if (isForOne(post)) return posting.postFor(userOf(post.onlyFor ?? ''), channel, first);
    if (post.updates === null) return postNew(aim, parts);
    if (!(await posting.update(channel, post.updates, first))) return postNew(aim, parts);
    await follow(await threadOf(aim, post.updates), others);
    return post.updates;
  };

  const ourTokenWorks = async (): Promise<boolean> => {
    try {
      await client.auth.test();
      return true;
    } catch {
      return false;
    }
  };

  /** One word for a person who has left and for an app that was removed; what it is, `auth.test` knows. */
  const isOfPerson = async (failure: { kind: string; reason?: string }): Promise<boolean> =>
    failure.kind === 'unavailable' && failure.reason === 'account_inactive' && (await ourTokenWorks());

  const failed = async (post: Post, error: unknown): Promise<Failed> => {
    const isPart = error instanceof PartlyPosted;
    const failure = classify(isPart ? error.cause : error);
    const begun = isPart ? ({ begun: true } as const) : {};
    if (await isOfPerson(failure)) return { kind: 'refused', reason: 'account_inactive' };
    switch (failure.kind) {
      case 'rate-limited':
      case 'unavailable':
        return { ...failure, ...begun };
      case 'unknown':
        return failure;
      case 'refused':
        conversations.forget(post.place);
        return failure;
      case 'our-bug':
        return { kind: 'refused', reason: failure.reason };
      case 'not-updatable':
        return { kind: 'unknown', reason: failure.kind };
    }
  };

  const notFound = async (failure: ReadingFailure): Promise<LookUp> =>
    failure.kind === 'not-told' || (await isOfPerson(failure)) ? { kind: 'cannot-tell' } : failure;

  const send = async (post: Post): Promise<SendOutcome> => {
    try {
      const channel = await conversations.channelOf(post.place);
      return { kind: 'sent', platformMessageId: await deliver({ channel, post }) };
    } catch (error) {
      return failed(post, error);
    }
  };

  const find = async (post: Post): Promise<(Aim & { ts: string }) | undefined> => {
    const channel = await conversations.channelOf(post.place);
    const { replyTo: thread, key, writtenAt } = post;
    const ts = await findDelivery(client, { channel, thread, key, writtenAt });
    return ts === undefined ? undefined : { channel, post, ts };
  };

  /** The first part is there: what follows it is completed, and nothing of it comes twice. */
  const complete = async ({ ts, ...aim }: Aim & { ts: string }): Promise<LookUp> => {
    const [, ...others] = renderParts(aim.post.message, words);
    try {
      if (others.length > 0) await follow(await threadOf(aim, ts), others);
      return { kind: 'found', platformMessageId: ts };
    } catch (error) {
      return failed(aim.post, error);
    }
  };

  const lookUp = async (post: Post): Promise<LookUp> => {
    // A word for one person leaves no trace. Said again it does no harm.
    if (isForOne(post)) return { kind: 'absent' };
    try {
      const found = await find(post);
      return found ? await complete(found) : { kind: 'absent' };
    } catch (error) {
      return notFound(classifyReading(error));
    }
  };

  return { platform: 'slack', paceMs, post: send, lookUp };
}
