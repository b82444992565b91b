/** Messages: which are a person's words, which are their edits and deletions, and which are none of ours (facts §5). */
import { unsupported, type UnsupportedEvent } from '../../src/bot/incoming-event.js';
import { personId } from '../../src/places.js';
import type { FileReference } from '../../src/proposals/thread.js';
import { placeOf } from './inbound-place.js';
import { deletionDedupKey, editDedupKey, messageDedupKey } from './envelope.js';
import { readText, withoutAddress, type Names } from './incoming-text.js';
import type { EventCallback, MessageEvent, SlackFile, SlackMessage } from './payload-shapes.js';
import type { Kept, Reading } from './reading.js';

/** A file may come without words, a broadcast is a reply that is also shown in the channel. */
const written = new Set(['file_share', 'thread_broadcast', 'me_message']);

const isWritten = ({ subtype }: SlackMessage): boolean => !subtype || written.has(subtype);

/** Posts of Slack itself: they carry no subtype. */
const systemUsers = new Set(['USLACK', 'USLACKBOT']);

interface Context {
  readonly channel: string;
  readonly eventId: string | null;
  readonly ownUser: string | null;
  readonly names: Names;
}

export function readMessageEvent(callback: EventCallback, event: MessageEvent, names: Names): Reading {
  const context: Context = {
    channel: event.channel,
    eventId: callback.event_id ?? null,
    ownUser: callback.authorizations?.find((each) => each.is_bot)?.user_id ?? null,
    names,
  };
  if (isWritten(event)) return readWritten(event, context);
  switch (event.subtype) {
    case 'message_changed':
      return readChange(event, context);
    case 'message_deleted':
      return readDeletion(event.deleted_ts ?? event.previous_message?.ts, event.previous_message, context);
    default:
      return unsupported(`a message of subtype ${event.subtype}`);
  }
}

function readWritten(message: SlackMessage, context: Context): Reading {
  const author = authorOf(message, context);
  if (typeof author !== 'string') return author;
  const place = placeOf(context.channel, author);
  const dedupKey = messageDedupKey(place, message.ts);
  return kept(dedupKey, context, {
    kind: 'message',
    place,
    person: personId('slack', author),
    messageId: message.ts,
    text: wordsOf(message, context),
    replyTo: message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null,
    files: filesOf(message),
  });
}

/** Slack also says `message_changed` of link previews, reply counts and deleted parents of a thread. */
function readChange(
  { message, previous_message: previous, ...event }: MessageEvent,
  context: Context,
): Reading {
  if (!message) return unsupported('a change that does not say of what');
  if (message.subtype === 'tombstone') return readDeletion(message.ts, previous, context);
  if (!isWritten(message)) return unsupported(`a change of subtype ${message.subtype}`);
  const isEdit = previous ? previous.text !== message.text : Boolean(message.edited);
  if (!isEdit) return unsupported('a change of no words');
  const author = authorOf(message, context);
  if (typeof author !== 'string') return author;
  const place = placeOf(context.channel, author);
  const dedupKey = editDedupKey(place, message.ts, message.edited?.ts ?? event.event_ts ?? event.ts);
  const person = personId('slack', author);
  const text = wordsOf(message, context);
  return kept(dedupKey, context, { kind: 'edit', place, person, messageId: message.ts, text });
}

function readDeletion(
  ts: string | undefined,
  previous: SlackMessage | null | undefined,
  context: Context,
): Reading {
  if (!ts || !previous) return unsupported('a deletion that does not say of what');
  const author = authorOf(previous, context);
  if (typeof author !== 'string') return author;
  const place = placeOf(context.channel, author);
  const event = { kind: 'delete', place, person: personId('slack', author), messageId: ts } as const;
  return kept(deletionDedupKey(place, ts), context, event);
}

/** Our own posts carry `bot_id` without a subtype (bolt-js#580), and so do those of other apps. */
export function authorOf(
  { user, bot_id: bot, app_id: app }: SlackMessage,
  { ownUser }: Pick<Context, 'ownUser'>,
): string | UnsupportedEvent {
  if (bot || app) return unsupported('a message of an app');
  if (!user) return unsupported('a message without an author');
  if (user === ownUser) return unsupported('a message of our own');
  return systemUsers.has(user) ? unsupported('a message of Slack itself') : user;
}

const wordsOf = ({ text }: SlackMessage, { ownUser, names }: Context): string =>
  readText(withoutAddress(text ?? '', ownUser), names);

export const filesOf = ({ files }: SlackMessage): FileReference[] =>
  (files ?? []).filter(isThere).map(referenceTo);

const isThere = ({ mode }: SlackFile): boolean => mode !== 'tombstone';

/** `permalink` is for people; `url_private` needs a token. A file of Slack Connect has neither name nor size. */
const referenceTo = ({ name, title, size, permalink }: SlackFile): FileReference => ({
  name: name ?? title ?? '',
  sizeBytes: size ?? null,
  url: permalink ?? null,
});

const kept = (
  dedupKey: string,
  { eventId }: Context,
  event: Extract<Kept, { kind: 'word' }>['event'],
): Kept => ({ kind: 'word', eventId: eventId ?? dedupKey, dedupKey, event });
