/** What a person did, the same for every platform. Each platform's parse-event.ts makes these. */
import type { Instant } from '../calendar/instant.js';
import type { PersonId, Place } from '../places.js';

interface Origin {
  /** The inbox row, and so the source of every id that its handling needs. */
  readonly id: string;
  /** Town clock, when it was stored: promises count from here however late it is handled. */
  readonly at: Instant;
  readonly place: Place;
  readonly person: PersonId;
}

export type IncomingEvent = Origin &
  (
    | { kind: 'message'; messageId: string; text: string; replyTo: string | null }
    | { kind: 'edit'; messageId: string; text: string }
    | { kind: 'delete'; messageId: string }
    | { kind: 'action'; intent: string; target: string }
    | { kind: 'form'; intent: string; target: string; values: Readonly<Record<string, string>> }
  );

export type EventOf<Kind extends IncomingEvent['kind']> = Extract<IncomingEvent, { kind: Kind }>;

/** Something a platform sent that is not for us: acknowledged, counted, forgotten. */
export interface UnsupportedEvent {
  readonly kind: 'unsupported';
  readonly reason: string;
}
