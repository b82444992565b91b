/** From a stored row to what the heart understands. */
import {
  incomingOf,
  unsupported,
  type IncomingEvent,
  type UnsupportedEvent,
} from '../../src/bot/incoming-event.js';
import type { Envelope } from '../../src/ports.js';
import { idsAsNames, type Names } from './incoming-text.js';
import { parseJsonObject, type JsonObject } from '../../src/json-object.js';
import { namesOf, type NameBook } from './names.js';
import { readPayload } from './read-payload.js';
import type { Reading } from './reading.js';

type Row = Pick<Envelope, 'id' | 'receivedAt' | 'body'>;

/**
 * Never rejects: a body that is not ours (any more) is `unsupported`, for its row has been acknowledged. Whom the
 * words mention is named as `book` knows them, else as `unknown` says.
 */
export const createParseEvent =
  (book: NameBook, unknown: Names['unknown']) =>
  async (row: Row): Promise<IncomingEvent | UnsupportedEvent> => {
    const payload = parseJsonObject(row.body);
    if (!payload) return unsupported('a body that is no JSON object');
    const ids = idsIn(payload);
    const names = ids.size === 0 ? idsAsNames : await namesOf(ids, book, unknown);
    return parsed(readPayload(payload, names), row);
  };

/** What has to be named to show the words: found out by reading them. */
function idsIn(payload: JsonObject): ReadonlySet<string> {
  const ids = new Set<string>();
  readPayload(payload, { ...idsAsNames, of: (id) => (ids.add(id), id) });
  return ids;
}

function parsed(reading: Reading, row: Row): IncomingEvent | UnsupportedEvent {
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
