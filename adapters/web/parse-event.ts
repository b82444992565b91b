/** From what `POST /chat/events` stored to what the heart understands. */
import type { IncomingEvent, UnsupportedEvent } from '../../src/bot/incoming-event.js';
import { personId } from '../../src/places.js';
import type { Envelope } from '../../src/ports.js';
import { placeOf } from './rooms.js';
import { readWebEvent, type WebEvent } from './web-event.js';

/** A body that is not ours (any more) is `unsupported`, never an error: the row has been acknowledged. */
export function parseEvent(row: Envelope): IncomingEvent | UnsupportedEvent {
  const read = readWebEvent(parseJson(row.body), () => row.eventId);
  if (read.kind === 'invalid') return { kind: 'unsupported', reason: read.error };
  return toIncoming(read.event, row);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function toIncoming(event: WebEvent, { id, receivedAt }: Envelope): IncomingEvent {
  const origin = { id, at: receivedAt, place: placeOf(event.room), person: personId('web', event.person) };
  switch (event.kind) {
    case 'message':
      return {
        ...origin,
        kind: 'message',
        messageId: event.messageId,
        text: event.text,
        replyTo: event.replyTo ?? null,
        files: [],
      };
    case 'edit':
      return { ...origin, kind: 'edit', messageId: event.messageId, text: event.text };
    case 'delete':
      return { ...origin, kind: 'delete', messageId: event.messageId };
    case 'action':
      return { ...origin, kind: 'action', intent: event.intent, target: event.target };
    case 'form':
      return { ...origin, kind: 'form', intent: event.intent, target: event.target, values: event.values };
  }
}
