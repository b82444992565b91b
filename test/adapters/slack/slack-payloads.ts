/** Payloads as Slack sends them, shaped after its documentation; names and ids are of our town. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../../../src/json-object.js';
import type { Envelope } from '../../../src/ports.js';

const folder = join('test', 'adapters', 'slack', 'payloads');

export const payloadNames = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

/** A text, as Slack sends it. */
export const recorded = (name: string): string => readFileSync(join(folder, `${name}.json`), 'utf8');

export const payload = (name: string): JsonObject => JSON.parse(recorded(name)) as JsonObject;

/** The recorded payload with some fields of its `event` changed; `undefined` takes one away. */
export function withEvent(name: string, changed: JsonObject): JsonObject {
  const whole = payload(name);
  return { ...whole, event: { ...(isObject(whole.event) ? whole.event : {}), ...changed } };
}

export const receivedAt = new Date('2026-11-25T01:00:00Z');

export const rowOf = (body: string | JsonObject): Pick<Envelope, 'id' | 'receivedAt' | 'body'> => ({
  id: 'row-1',
  receivedAt,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
