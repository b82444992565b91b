import type { OutgoingMessage } from '../bot/outgoing-message.js';
import { conversationKey, newConversation } from '../bot/conversation.js';
import type { Instant } from '../calendar/instant.js';
import { PlatformUnavailable } from '../errors.js';
import { home, shownAtHome } from '../messages/home.js';
import { telling } from '../messages/telling.js';
import { directPlace, type PersonId } from '../places.js';
import type { Directory, Store } from '../ports.js';
import type { Town } from '../town.js';

export interface HomePorts {
  readonly store: Pick<Store, 'proposals' | 'conversations'>;
  readonly directory: Directory;
  readonly town: Town;
}

/** Controls of the desk can be left out for now: the page is drawn anew each time it is opened. */
async function isKnownOfDesk(directory: Directory, person: PersonId): Promise<boolean> {
  try {
    return await directory.isDesk(person);
  } catch (error) {
    if (error instanceof PlatformUnavailable) return false;
    throw error;
  }
}

/** The page of the bot that a person opened: drawn from what is the case at `now` (town clock), promising nothing. */
export async function composeHome(
  { store, directory, town }: HomePorts,
  person: PersonId,
  now: Instant,
): Promise<OutgoingMessage> {
  const [proposals, count, conversation, isDesk] = await Promise.all([
    store.proposals.listOf(person, shownAtHome.proposals),
    store.proposals.countOf(person),
    store.conversations.find(conversationKey(directPlace(person), person)),
    isKnownOfDesk(directory, person),
  ]);
  const { held } = conversation?.value ?? newConversation;
  return home({ proposals, count, held, isDesk }, telling(town, now));
}
