/** What reading an activity of Teams may find. One reading serves the envelope, the turn and the answer at once. */
import type { Happened, UnsupportedEvent } from '../../src/bot/incoming-event.js';
import type { Place } from '../../src/places.js';
import type { ConversationReference, Envelope } from '../../src/ports.js';

/** What Teams sent twice is the same row. */
export type Keys = Pick<Envelope, 'eventId' | 'dedupKey'>;

/** What the client of whoever did it shows our answer as: in the place of the card that was pressed, or in a dialog. */
export type Answered = 'card' | 'dialog';
/** `nothing`: an ordinary message, which has no answer. */
export type Awaits = Answered | 'nothing';

/** Somebody used a control of ours. */
export interface Press {
  readonly awaits: Awaits;
  /** What the card that shows the control says of itself, see `cardReference`; null: nothing. */
  readonly card: string | null;
}

/** Something that is stored. */
export type Kept = Keys &
  (
    | {
        readonly kind: 'word';
        readonly event: Happened<'message' | 'edit' | 'delete' | 'shortcut'>;
        readonly awaits: 'dialog' | 'nothing';
      }
    | { readonly kind: 'press'; readonly event: Happened<'action'>; readonly press: Press }
    | { readonly kind: 'submission'; readonly event: Happened<'form'>; readonly press: Press }
  );

/** A form was left without sending it. */
export interface FormClosed {
  readonly kind: 'form-closed';
  readonly press: Press;
}

/** The bot came to a place, or something there changed: it is known from now on how the place is reached. */
export interface PlaceKnown {
  readonly kind: 'place-known';
  readonly reference: NewReference;
}

/** The bot was taken out of these. */
export interface PlacesLeft {
  readonly kind: 'places-left';
  readonly places: readonly Place[];
}

/** An invoke that has to be answered, and that says nothing to us. */
export interface NotUnderstood {
  readonly kind: 'not-understood';
  readonly awaits: Answered;
  readonly reason: string;
}

/** An invoke of a kind that we do not know how to answer. */
export interface UnknownInvoke {
  readonly kind: 'unknown-invoke';
  readonly reason: string;
}

export type NewReference = Omit<ConversationReference, 'seenAt'>;

export type Answerable = Kept | FormClosed;
export type Reading = Answerable | PlaceKnown | PlacesLeft | NotUnderstood | UnknownInvoke | UnsupportedEvent;

/** A name that Teams gave to something, for a log: never anybody's words. */
export const named = (name: unknown): string =>
  typeof name === 'string' && /^[\w./-]{1,60}$/.test(name) ? name : 'unknown';
