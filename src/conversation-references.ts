/** Where places are reached, for platforms that cannot be asked: what they said is kept. */
import type { Instant } from './calendar/instant.js';
import type { Place, Platform } from './places.js';

/** Where a place is reached, as its platform told: some platforms cannot be asked. */
export interface ConversationReference {
  readonly place: Place;
  /** The platform's own id of the conversation. */
  readonly conversationId: string;
  /** Base of the platform's API for this conversation. */
  readonly serviceUrl: string;
  readonly tenantId: string;
  /** The bot's account in it. */
  readonly botId: string;
  /** Whose direct messages these are, as the platform names them; null: a channel. */
  readonly user: { readonly accountId: string; readonly name: string } | null;
  /** System clock. */
  readonly seenAt: Instant;
}

export interface ConversationReferences {
  readonly find: (place: Place) => Promise<ConversationReference | undefined>;
  /** The one seen last on a platform: enough to begin a conversation somewhere else in the same tenant. */
  readonly latestOn: (platform: Platform) => Promise<ConversationReference | undefined>;
  /** Resolves when it is durable. Takes the place of the one before. @throws StoreUnavailable */
  readonly remember: (reference: ConversationReference) => Promise<void>;
  /** The platform does not know it any more. */
  readonly forget: (place: Place) => Promise<void>;
}
