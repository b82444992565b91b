/** Messages: which are a person's words to us, which are edits and deletions of them, and which are none of ours. */
import { unsupported, type Happened, type UnsupportedEvent } from '../../src/bot/incoming-event.js';
import type { PersonId, Place } from '../../src/places.js';
import type { Activity } from './activity-shapes.js';
import { filesOf } from './attached-files.js';
import { isPersonal, partsOf, personOf, placeOf } from './conversation-id.js';
import { changeKeys, messageKeys } from './envelope.js';
import { mentions, quotedMessage, readText } from './incoming-text.js';
import { named, type Keys, type Reading } from './reading.js';

export interface Author {
  readonly person: PersonId;
  readonly place: Place;
}

/** Bots have no id in Entra ID, and so are nobody. */
export function authorOf({ from, recipient, conversation }: Activity): Author | UnsupportedEvent {
  if (from?.role === 'bot' || from?.role === 'skill' || (from && from.id === recipient?.id))
    return unsupported('an activity of a bot');
  const person = personOf(from?.aadObjectId);
  if (!person) return unsupported('an activity of nobody in the directory');
  const place = placeOf(conversation, person);
  return place ? { person, place } : unsupported('an activity in a conversation without an id');
}

/** Who did it, to which message: what every kind of message has to say. */
function read(activity: Activity, then: (author: Author, messageId: string) => Reading): Reading {
  const author = authorOf(activity);
  if ('kind' in author) return author;
  const { id } = activity;
  return id ? then(author, id) : unsupported('a message without an id');
}

const word = (keys: Keys, event: Happened<'message' | 'edit' | 'delete'>): Reading => ({
  kind: 'word',
  ...keys,
  event,
  awaits: 'nothing',
});

const ownId = ({ recipient }: Activity): string | null => recipient?.id ?? null;

/** In channels people talk to one another: only what names the bot is said to it. */
const isToUs = (activity: Activity): boolean =>
  isPersonal(activity.conversation) || mentions(activity, ownId(activity) ?? '');

/** A message of a thread is a reply to the one that the thread hangs under; in a chat, to what it quotes. */
function replyTo(activity: Activity, messageId: string): string | null {
  const answered = isPersonal(activity.conversation)
    ? (quotedMessage(activity) ?? activity.replyToId)
    : (partsOf(activity.conversation.id).root ?? activity.replyToId);
  return answered && answered !== messageId ? answered : null;
}

export function readMessage(activity: Activity): Reading {
  if (!isToUs(activity)) return unsupported('a message in a channel that does not name the bot');
  return read(activity, ({ person, place }, messageId) =>
    word(messageKeys(place, messageId), {
      kind: 'message',
      place,
      person,
      messageId,
      text: readText(activity, ownId(activity)),
      replyTo: replyTo(activity, messageId),
      files: filesOf(activity.attachments),
    }),
  );
}

/** Teams tells of changes to messages that it has sent us. */
export function readUpdate(activity: Activity): Reading {
  const change = activity.channelData?.eventType ?? 'editMessage';
  if (change !== 'editMessage' && change !== 'undeleteMessage')
    return unsupported(`a change of kind ${named(change)}`);
  return read(activity, ({ person, place }, messageId) => {
    const text = readText(activity, ownId(activity));
    const keys = changeKeys(place, messageId, { kind: 'edit', stamp: activity.timestamp ?? null, text });
    return word(keys, { kind: 'edit', place, person, messageId, text });
  });
}

export function readDeletion(activity: Activity): Reading {
  const change = activity.channelData?.eventType ?? 'softDeleteMessage';
  if (change !== 'softDeleteMessage') return unsupported(`a deletion of kind ${named(change)}`);
  return read(activity, ({ person, place }, messageId) =>
    word(changeKeys(place, messageId, { kind: 'delete', stamp: activity.timestamp ?? null, text: '' }), {
      kind: 'delete',
      place,
      person,
      messageId,
    }),
  );
}
