/** Our places and the conversations of Teams: direct messages are known by their person, channels by their own id. */
import { directPlace, isDirect, personId, type PersonId, type Place } from '../../src/places.js';

/** A thread of a channel is a conversation of its own: `19:…@thread.tacv2;messageid=1485983408511`. */
interface ConversationParts {
  readonly channel: string;
  /** The activity id of the message that the thread hangs under. */
  readonly root: string | null;
}

export function partsOf(conversationId: string): ConversationParts {
  const [channel = '', ...parameters] = conversationId.split(';');
  const root = parameters.find((parameter) => parameter.startsWith('messageid='));
  return { channel, root: root?.slice('messageid='.length) || null };
}

/** `channel` may already name a thread: Teams does not take two of them in one id (facts/teams.md §9). */
export const threadId = (channel: string, root: string): string =>
  `${partsOf(channel).channel};messageid=${root}`;

/** Without blanks and without what our own keys are put together with. */
const isId = (text: string): boolean => /^[^\s|;]{1,300}$/.test(text);

/** Undefined: nobody whom we could name. `aadObjectId`: the person's id in Entra ID. */
export const personOf = (aadObjectId: string | null | undefined): PersonId | undefined =>
  aadObjectId && isId(aadObjectId) ? personId('teams', aadObjectId) : undefined;

/** Undefined: an id that cannot be one. */
export function channelPlace(conversationId: string): Place | undefined {
  const { channel } = partsOf(conversationId);
  const place: Place = { platform: 'teams', id: channel };
  return isId(channel) && !isDirect(place) ? place : undefined;
}

interface Conversation {
  readonly id: string;
  readonly conversationType?: string | null | undefined;
}

/** The chat of one person with the bot. */
export const isPersonal = ({ id, conversationType }: Conversation): boolean =>
  conversationType ? conversationType === 'personal' : !id.startsWith('19:');

/** Where something happened that `person` did. */
export const placeOf = (conversation: Conversation, person: PersonId): Place | undefined =>
  isPersonal(conversation) ? directPlace(person) : channelPlace(conversation.id);

/** Where a message stands that a message extension was called on. A chat of two people is `personal` there too. */
export const sourceOf = ({ id }: Conversation, person: PersonId): Place | undefined =>
  id.startsWith('a:') ? directPlace(person) : channelPlace(id);
