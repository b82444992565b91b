/** What is too long for one message of Slack follows in its thread, part by part. */
import { setTimeout as sleep } from 'node:timers/promises';
import { context, message, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { AppError } from '../../src/errors.js';
import { partMetadata, type ThreadPart } from './metadata.js';
import type { Posting } from './posting.js';
import { renderMessage, type RenderedMessage } from './render-message.js';
import { splitMessage } from './split-message.js';

export interface PartWords {
  /** Stands at the end of every part of a message that has several. The first one is 1. */
  readonly part: (at: number, of: number) => string;
}

/** The first stands where it was meant to, the others in its thread, in order. */
export type Parts = readonly [first: RenderedMessage, ...others: RenderedMessage[]];

/** A message as Slack takes it. */
export function renderParts(whole: OutgoingMessage, { part }: PartWords): Parts {
  const [first = { text: '', blocks: [] }, ...others] = splitMessage(whole);
  if (others.length === 0) return [renderMessage(first)];
  const of = others.length + 1;
  const marked = ({ blocks }: OutgoingMessage, at: number): RenderedMessage =>
    renderMessage(message(...blocks, context(part(at, of))));
  return [marked(first, 1), ...others.map((other, n) => marked(other, n + 2))];
}

/** The first part is there, and not everything that follows it. The cause says why. */
export class PartlyPosted extends AppError {
  readonly code = 'SLACK.PARTLY_POSTED';
  readonly retryable = true;
}

export interface Thread {
  readonly channel: string;
  /** The message whose thread it is, and the first part itself: the same one unless that is a reply. */
  readonly root: string;
  readonly of: string;
  /** What stands there already. */
  readonly there: readonly ThreadPart[];
}

/**
 * Puts these parts behind the first one: what stands there is put right, what is missing is posted, what is left over
 * is taken away. `paceMs`: before each new message, as Slack wants it.
 * @throws what the Web API throws; the next call goes on where this one ended.
 */
export async function putParts(
  { posting, paceMs }: { posting: Posting; paceMs: number },
  { channel, root, of, there }: Thread,
  parts: readonly RenderedMessage[],
): Promise<void> {
  for (const [n, part] of parts.entries()) {
    const old = there.find((one) => one.part === n + 1);
    if (old && (await posting.update(channel, old.ts, part))) continue;
    await sleep(paceMs);
    await posting.post({ channel, thread: root, metadata: partMetadata(of, n + 1) }, part);
  }
  for (const { ts, part } of there) if (part > parts.length) await posting.remove(channel, ts);
}
