/** What a person did, the same for every platform. Each platform's parse-event.ts makes these. */
import type { Instant } from '../calendar/instant.js';
import type { PersonId, Place } from '../places.js';
import type { FileReference } from '../proposals/thread.js';

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
    | {
        kind: 'message';
        messageId: string;
        text: string;
        replyTo: string | null;
        /** What was attached; it stays on the platform, and only its name and address travel with the words. */
        files: readonly FileReference[];
      }
    | { kind: 'edit'; messageId: string; text: string }
    | { kind: 'delete'; messageId: string }
    | { kind: 'action'; intent: string; target: string }
    | { kind: 'form'; intent: string; target: string; values: Readonly<Record<string, string>> }
    /**
     * 「提案にする」 on a message that somebody wrote somewhere else. `place` is where the presser is answered (their
     * direct messages), `source` where the message stands. Its author is asked first when it is not the presser.
     */
    | {
        kind: 'shortcut';
        messageId: string;
        text: string;
        files: readonly FileReference[];
        /** Null: no person wrote it. */
        author: PersonId | null;
        source: Place;
      }
  );

type Kind = IncomingEvent['kind'];

export type EventOf<Of extends Kind> = Extract<IncomingEvent, { kind: Of }>;

type Unplaced<Event> = Event extends unknown ? Omit<Event, 'id' | 'at'> : never;

/** An event before it has a row: who did what, and where. */
export type Happened<Of extends Kind = Kind> = Unplaced<EventOf<Of>>;

/** An event with the row that it is kept in. */
export const incomingOf = <Event extends Happened>(
  event: Event,
  { id, receivedAt }: { readonly id: string; readonly receivedAt: Instant },
): Event & Pick<IncomingEvent, 'id' | 'at'> => ({ ...event, id, at: receivedAt });

/** Something a platform sent that is not for us: acknowledged, counted, forgotten. */
export interface UnsupportedEvent {
  readonly kind: 'unsupported';
  readonly reason: string;
}

export const unsupported = (reason: string): UnsupportedEvent => ({ kind: 'unsupported', reason });
