/** From what the inbox keeps to what the heart understands. */
import {
  incomingOf,
  unsupported,
  type IncomingEvent,
  type UnsupportedEvent,
} from '../../src/bot/incoming-event.js';
import type { Envelope } from '../../src/ports.js';
import { parseJsonObject } from '../../src/json-object.js';
import { readActivity } from './read-activity.js';

type Row = Pick<Envelope, 'id' | 'receivedAt' | 'body'>;

/** Never throws: a body that is not ours (any more) is `unsupported`, for its row has been acknowledged. */
export function parseEvent(row: Row): IncomingEvent | UnsupportedEvent {
  const payload = parseJsonObject(row.body);
  if (!payload) return unsupported('a body that is no JSON object');
  const { reading } = readActivity(payload);
  switch (reading.kind) {
    case 'word':
    case 'press':
    case 'submission':
      return incomingOf(reading.event, row);
    case 'unsupported':
      return reading;
    case 'not-understood':
    case 'unknown-invoke':
      return unsupported(reading.reason);
    case 'form-closed':
    case 'place-known':
    case 'places-left':
      return unsupported(`nothing that is stored: ${reading.kind}`);
  }
}
