/** One message of ours, part by part, to the place that was found for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { isDirect, type Place } from '../../src/places.js';
import type { ConversationReference, Post } from '../../src/ports.js';
import { cardReference } from './card-reference.js';
import type { Connector, Said, Spot } from './connector.js';
import { classify } from './errors.js';
import type { PartMemory, Progress } from './part-memory.js';
import { renderMessage, renderPlain } from './render-message.js';
import { splitMessage } from './split-message.js';
import { threadId } from './conversation-id.js';

export interface Aim {
  readonly post: Post;
  /** Where it goes: what one person only shall read in a channel goes to that person's chat. */
  readonly place: Place;
  readonly at: ConversationReference;
  readonly maxBytes: number;
  /** As bare text, for when Teams does not take the card. */
  readonly plain: boolean;
}

export interface DeliverDeps {
  readonly connector: Connector;
  readonly memory: PartMemory;
  readonly paceMs: number;
}

/** Teams may take a message and not say under which id (facts/teams.md §7): nothing can be hung on it. */
const unnamedPrefix = 'unnamed-';
export const isNamed = (id: string | null | undefined): id is string =>
  id !== null && id !== undefined && !id.startsWith(unnamedPrefix);

/** A thread of a channel; a personal chat has none. */
const threadOf = ({ at, place }: Aim, root: string): Spot =>
  isDirect(place) ? at : { ...at, conversationId: threadId(at.conversationId, root) };

/** Answers the id of the first part. Throws what the connector throws; a repeat goes on behind what has arrived. */
export function createDelivery({ connector, memory, paceMs }: DeliverDeps): (aim: Aim) => Promise<string> {
  const sayNew = (aim: Aim, root: string | null, said: Said): Promise<string | undefined> => {
    if (isDirect(aim.place)) return connector.say(aim.at, said);
    return root === null ? connector.startThread(aim.at, said) : connector.say(threadOf(aim, root), said);
  };

  const sayPart = async (aim: Aim, part: OutgoingMessage, arrived: readonly string[], old: string | null) => {
    const { key, replyTo } = aim.post;
    const said = {
      content: aim.plain ? renderPlain(part) : renderMessage(part, cardReference(aim.post)),
      alert: isDirect(aim.place) && arrived.length === 0 && old === null,
    };
    const root = [replyTo, arrived[0]].find(isNamed) ?? null;
    if (old === null) return (await sayNew(aim, root, said)) ?? `${unnamedPrefix}${key}`;
    await connector.update(threadOf(aim, root ?? old), old, said);
    return old;
  };

  /** The next part, no larger than Teams takes; what it has too much comes behind it. */
  const nextOf = ({ parts, arrived }: Progress, maxBytes: number): OutgoingMessage => {
    const at = arrived.length;
    const smaller = parts.slice(at, at + 1).flatMap((part) => splitMessage(part, maxBytes));
    parts.splice(at, 1, ...smaller);
    return smaller[0] ?? { text: '', blocks: [] };
  };

  const remove = async (aim: Aim, root: string, id: string): Promise<void> => {
    try {
      await connector.remove(threadOf(aim, root), id);
    } catch (error) {
      if (classify(error).kind !== 'not-updatable') throw error;
    }
  };

  return async (aim) => {
    const { post, maxBytes } = aim;
    const before = post.updates === null ? [] : [post.updates, ...memory.idsOf(post.updates).slice(1)];
    const progress = memory.progressOf(post.key, post.message);
    const { parts, arrived } = progress;
    while (arrived.length < parts.length) {
      if (arrived.length > 0) await sleep(paceMs);
      arrived.push(await sayPart(aim, nextOf(progress, maxBytes), arrived, before[arrived.length] ?? null));
    }
    const [first = ''] = arrived;
    for (const id of before.slice(parts.length)) await remove(aim, post.replyTo ?? first, id);
    memory.keep(first, arrived);
    memory.drop(post.key);
    return first;
  };
}
