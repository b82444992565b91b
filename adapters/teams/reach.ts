/** How a place is reached: as Teams told us when somebody wrote or installed the app, else by opening a chat anew. */
import { isDirect, userIn, type Place } from '../../src/places.js';
import type { ConversationReference, ConversationReferences, Log, SystemClock } from '../../src/ports.js';
import type { Address, Connector } from './connector.js';

export interface Reach {
  /** Undefined: Teams has told nothing yet, of no place. @throws StoreUnavailable, or what the connector throws. */
  readonly find: (place: Place) => Promise<ConversationReference | undefined>;
  /** Somebody's chat as it is now, when Teams does not know the one we had. @throws what the connector throws. */
  readonly reopen: (place: Place, from: Address) => Promise<ConversationReference>;
  /** Never rejects: what cannot be written down now is found again the next time. */
  readonly remember: (reference: ConversationReference) => Promise<void>;
  readonly forget: (place: Place) => Promise<void>;
}

export interface ReachDeps {
  readonly connector: Pick<Connector, 'openChat'>;
  readonly references: ConversationReferences;
  readonly systemClock: SystemClock;
  readonly log: Log;
}

export function createReach({ connector, references, systemClock, log }: ReachDeps): Reach {
  const quietly = async (write: Promise<void>): Promise<void> => {
    try {
      await write;
    } catch (error) {
      log.warn({ err: error }, 'how a place on Teams is reached could not be written down');
    }
  };

  const remember = (reference: ConversationReference) => quietly(references.remember(reference));

  const reopen: Reach['reopen'] = async (place, { serviceUrl, tenantId, botId }) => {
    const user = userIn(place);
    const reference = {
      place,
      conversationId: await connector.openChat({ serviceUrl, tenantId, botId }, user),
      serviceUrl,
      tenantId,
      botId,
      // Only a message of theirs tells what Teams calls them.
      user: { accountId: user, name: '' },
      seenAt: systemClock.now(),
    };
    await remember(reference);
    return reference;
  };

  return {
    find: async (place) => {
      const known = await references.find(place);
      if (known) return known;
      const other = await references.latestOn('teams');
      if (!other) return undefined;
      return isDirect(place)
        ? reopen(place, other)
        : { ...other, place, conversationId: place.id, user: null };
    },
    reopen,
    remember,
    forget: (place) => quietly(references.forget(place)),
  };
}
