/** From what the inbox keeps to what the heart understands. */
import type { IncomingEvent, UnsupportedEvent } from '../../src/bot/incoming-event.js';
import type { Envelope } from '../../src/ports.js';
import { parseJsonObject } from './json-object.js';
import { readPayload } from './read-payload.js';
import { unsupported, type Happened } from './reading.js';

type Row = Pick<Envelope, 'id' | 'receivedAt' | 'body'>;

/** Never throws: a body that is not ours (any more) is `unsupported`, for its row has been acknowledged. */
export function parseEvent(row: Row): IncomingEvent | UnsupportedEvent {
  const payload = parseJsonObject(row.body);
  if (!payload) return unsupported('a body that is no JSON object');
  const reading = readPayload(payload);
  switch (reading.kind) {
    case 'unsupported':
      return reading;
    case 'home-opened':
      return unsupported('an opening of the App Home');
    case 'word':
    case 'press':
    case 'submission':
      return incomingOf(reading.event, row);
  }
}

/** An event with the row that it is kept in. */
export const incomingOf = <Event extends Happened>(
  event: Event,
  { id, receivedAt }: Pick<Row, 'id' | 'receivedAt'>,
): Event & Pick<IncomingEvent, 'id' | 'at'> => ({ ...event, id, at: receivedAt });
