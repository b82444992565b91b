/** Stores what of a conversation is not stored yet. What the inbox has already is a duplicate there. */
import type { Envelope, Inbox, Log } from '../../src/ports.js';
import { envelopeOf, type EnvelopeDeps } from './envelope.js';
import { pastEvents, type HistoryReader } from './history.js';
import { asDelivered, type PastConversation, type Span } from './past-events.js';
import { readPayload } from './read-payload.js';
import type { Reading } from './reading.js';
import type { SlackIdentity } from './settings.js';

export interface FetchDeps extends EnvelopeDeps {
  readonly reader: HistoryReader;
  readonly inbox: Pick<Inbox, 'put'>;
  /** Rings the bell for a stored row. */
  readonly onStored: (envelope: Envelope) => void;
  readonly identity: SlackIdentity;
  readonly log: Log;
}

type Word = Extract<Reading, { kind: 'word' }>;

/** In the desk's channel people talk to one another: what lasts are replies under cards, and edits. */
const isFor = ({ event }: Word, { kind }: PastConversation): boolean =>
  kind === 'direct' || event.kind !== 'message' || event.replyTo !== null;

/** Answers how many were missed. @throws what Slack says, or StoreUnavailable; what was stored until then stays. */
export async function fetchMissed(
  deps: FetchDeps,
  conversation: PastConversation,
  span: Span,
): Promise<number> {
  let missed = 0;
  for (const event of await pastEvents(deps.reader, conversation, span)) {
    const payload = asDelivered(event, deps.identity);
    const reading = readPayload(payload);
    if (reading.kind !== 'word' || !isFor(reading, conversation)) continue;
    const envelope = envelopeOf(reading, JSON.stringify(payload), deps);
    if ((await deps.inbox.put(envelope)) === 'duplicate') continue;
    missed += 1;
    deps.onStored(envelope);
  }
  return missed;
}

export function tellMissed(missed: number, log: Log): void {
  if (missed > 0) log.warn({ missed }, 'words that Slack could not deliver were fetched from its history');
}
