import type { OutgoingMessage } from '../bot/outgoing-message.js';
import { conversationKey, newConversation } from '../bot/conversation.js';
import type { Instant } from '../calendar/instant.js';
import { home } from '../messages/home.js';
import { lookedThrough, yourTurnFirst } from '../messages/lists.js';
import { telling } from '../messages/telling.js';
import { directPlace, type PersonId } from '../places.js';
import type { Conversations, Directory, Proposals } from '../ports.js';
import type { Town } from '../town.js';
import { isKnownOfDesk } from './ask-directory.js';

export interface HomePorts {
  readonly store: {
    readonly proposals: Pick<Proposals, 'listOf' | 'countOf'>;
    readonly conversations: Pick<Conversations, 'find'>;
  };
  readonly directory: Pick<Directory, 'isDesk'>;
  readonly town: Town;
}

/** The page of the bot that a person opened: drawn from what is the case at `now` (town clock), promising nothing. */
export async function composeHome(
  { store, directory, town }: HomePorts,
  person: PersonId,
  now: Instant,
): Promise<OutgoingMessage> {
  const [proposals, count, conversation, isDesk] = await Promise.all([
    store.proposals.listOf(person, lookedThrough),
    store.proposals.countOf(person),
    store.conversations.find(conversationKey(directPlace(person), person)),
    isKnownOfDesk(directory, person),
  ]);
  const { held } = conversation?.value ?? newConversation;
  return home({ proposals: yourTurnFirst(proposals), count, held, isDesk }, telling(town, now));
}
