/** What reading a payload of Slack may find. One reading serves the envelope, the turn and the answer at once. */
import type { Happened, UnsupportedEvent } from '../../src/bot/incoming-event.js';
import type { Envelope } from '../../src/ports.js';

/** What Slack sent twice is the same row. */
export type Keys = Pick<Envelope, 'eventId' | 'dedupKey'>;

/** Where an answer to a press has to go. Good for three seconds, and the trigger for one modal. */
export interface Press {
  /** Slack user id. */
  readonly user: string;
  readonly triggerId: string | null;
  readonly responseUrl: string | null;
  /** Slack channel id (`D…` for direct messages); null on the App Home. */
  readonly channel: string | null;
  /** The message that holds the control; null on the App Home. */
  readonly messageTs: string | null;
}

/** Something that is stored. */
export type Kept = Keys &
  (
    | { readonly kind: 'word'; readonly event: Happened<'message' | 'edit' | 'delete' | 'shortcut'> }
    | { readonly kind: 'press'; readonly event: Happened<'action'>; readonly press: Press }
    | {
        readonly kind: 'submission';
        readonly event: Happened<'form'>;
        /** Its input blocks, each named like its field: where a refusal can be shown. */
        readonly inputs: readonly string[];
      }
  );

export interface HomeOpened {
  readonly kind: 'home-opened';
  /** Slack user id. */
  readonly user: string;
}

export type Reading = Kept | HomeOpened | UnsupportedEvent;
