/** The port for words from us to a platform: what has to be posted, and what can become of it. */
import type { OutgoingMessage } from './bot/outgoing-message.js';
import type { Instant } from './calendar/instant.js';
import type { PersonId, Place, Platform } from './places.js';

/** A message with everything a platform needs to post it. */
export interface Post {
  /** The delivery's id: what a look-up asks for. */
  readonly key: string;
  readonly place: Place;
  readonly message: OutgoingMessage;
  /** The platform's ids of the messages that this answers, or takes the place of. */
  readonly replyTo: string | null;
  readonly updates: string | null;
  readonly onlyFor: PersonId | null;
  /** When it was written (system clock): a look-up need not look further back. */
  readonly writtenAt: Instant;
}

/** `begun`: a part of the message is there already. It is looked up and completed, never begun anew. */
export type SendOutcome =
  | { kind: 'sent'; platformMessageId: string }
  /** This place takes nothing for a while. */
  | { kind: 'rate-limited'; retryAfterMs: number; begun?: true }
  /** The platform itself is away, or has shut us out: no message is to blame. */
  | { kind: 'unavailable'; reason: string; begun?: true }
  /** The request may have arrived. */
  | { kind: 'unknown'; reason: string }
  /** Never, for this person or place. */
  | { kind: 'refused'; reason: string };

/** Whether a post has arrived. Whatever is not told now is asked again, like a message that is sent again. */
export type LookUp =
  | { kind: 'found'; platformMessageId: string }
  | { kind: 'absent' }
  /** The platform has no look-up, or does not let us look there. */
  | { kind: 'cannot-tell' }
  /** Nobody could look; or it was there in part only, and this became of completing it. */
  | Exclude<SendOutcome, { kind: 'sent' }>;

/** Words from us to a platform. */
export interface Messenger {
  readonly platform: Platform;
  /** Between two messages to one place. */
  readonly paceMs: number;
  /** Never rejects: what goes wrong is an outcome. */
  readonly post: (post: Post) => Promise<SendOutcome>;
  /** Never rejects. What is found is complete: parts that were missing have been sent. */
  readonly lookUp: (post: Post) => Promise<LookUp>;
}
