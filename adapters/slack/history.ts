/** Reading what Slack keeps: which direct conversations there are, and what was said in one. */
import type { WebClient } from '@slack/web-api';
import { pagesOf } from './pages.js';
import { eventsWithin, isWithin, type PastConversation, type PastMessage, type Span } from './past-events.js';
import type { PatientCall } from './patience.js';

export interface HistoryReader {
  readonly client: WebClient;
  readonly call: PatientCall;
}

/** As many as Slack advises. */
const perPage = 200;

/** A reply may come late: threads that began so long before are looked at too. Slack's free plan hides what is older. */
const threadsMs = 90 * 24 * 3_600_000;

/** Slackbot's conversation holds nothing for us, and whoever left cannot be answered. */
export async function directConversations({ client, call }: HistoryReader): Promise<PastConversation[]> {
  const found: PastConversation[] = [];
  const pages = pagesOf((cursor) =>
    call(() => client.users.conversations({ types: 'im', limit: perPage, ...cursor })),
  );
  for await (const { channels } of pages) {
    for (const { id, user, is_user_deleted: hasLeft } of channels ?? [])
      if (id !== undefined && user !== 'USLACKBOT' && !hasLeft) found.push({ channel: id, kind: 'direct' });
  }
  return found;
}

/** The events of a conversation in a span, oldest first: messages, replies in threads, edits. @throws what Slack says. */
export async function pastEvents(
  { client, call }: HistoryReader,
  conversation: PastConversation,
  span: Span,
): Promise<object[]> {
  const { channel } = conversation;
  const messages = new Map<string, PastMessage>();
  const threads: string[] = [];
  const keep = (message: PastMessage) => {
    const { ts, edited } = message;
    if (ts !== undefined && (isWithin(ts, span) || isWithin(edited?.ts, span))) messages.set(ts, message);
  };

  const oldest = String((span.from.getTime() - threadsMs) / 1_000);
  const history = pagesOf((cursor) =>
    call(() => client.conversations.history({ channel, oldest, limit: perPage, ...cursor })),
  );
  for await (const page of history) {
    for (const message of page.messages ?? []) {
      keep(message);
      const { ts, latest_reply: latest } = message;
      // The latest one may be younger than the span, and others before it are not.
      if (ts !== undefined && isWithin(latest, { ...span, to: null })) threads.push(ts);
    }
  }
  for (const ts of threads) {
    // Whole: of an older reply the edit may be new.
    const replies = pagesOf((cursor) =>
      call(() => client.conversations.replies({ channel, ts, limit: perPage, ...cursor })),
    );
    for await (const page of replies) page.messages?.forEach(keep);
  }
  return eventsWithin([...messages.values()], conversation, span);
}
