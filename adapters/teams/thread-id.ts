/** Teams writes a thread of a channel as `19:…@thread.tacv2;messageid=1700000000000` (facts/teams.md §9). */

export interface ThreadId {
  readonly channel: string;
  /** The message that the thread hangs on; null: the channel itself, or no channel at all. */
  readonly root: string | null;
}

const separator = ';messageid=';

export function parseThreadId(conversationId: string): ThreadId {
  const at = conversationId.indexOf(separator);
  if (at < 0) return { channel: conversationId, root: null };
  return { channel: conversationId.slice(0, at), root: conversationId.slice(at + separator.length) };
}

/** `channel` may already name a thread: Teams does not take two of them in one id. */
export const threadId = (channel: string, root: string): string =>
  `${parseThreadId(channel).channel}${separator}${root}`;
