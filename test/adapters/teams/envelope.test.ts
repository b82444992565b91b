import { describe, expect, it } from '@jest/globals';
import { envelopeOf } from '../../../adapters/teams/envelope.js';
import type { JsonObject } from '../../../src/json-object.js';
import { readActivity } from '../../../adapters/teams/read-activity.js';
import { createFakeIds } from '../../fakes/fake-ids.js';
import {
  deskId,
  payload,
  receivedAt,
  satoId,
  suzukiId,
  talkId,
  tanakaId,
  type PayloadName,
} from './teams-payloads.js';

const deps = () => ({ ids: createFakeIds(), townClock: { now: () => receivedAt } });

function envelope(body: JsonObject) {
  const { reading } = readActivity(body);
  if (reading.kind !== 'word' && reading.kind !== 'press' && reading.kind !== 'submission')
    throw new Error(reading.kind);
  return envelopeOf(reading, 'as it came', deps());
}

const key = (name: PayloadName, changed: JsonObject = {}) =>
  envelope({ ...payload(name), ...changed }).dedupKey;

const dm = `teams|dm:${suzukiId}`;
const desk = `teams|${deskId}`;

describe('an envelope', () => {
  it('keeps the body as it came', () => {
    expect(envelope(payload('message'))).toEqual({
      id: 'id-000001',
      platform: 'teams',
      eventId: `${dm}|1795568400100|message`,
      dedupKey: `${dm}|1795568400100|message`,
      conversation: `${dm}|teams:${suzukiId}`,
      receivedAt,
      body: 'as it came',
    });
  });

  const invoke = 'f:5f85c2ad-3f7e-4c4e-8d2c-000000000001';
  it.each<[PayloadName, string]>([
    ['message-in-thread', `${desk}|1795568900700|message`],
    ['message-updated', `${dm}|1795568400100|edit|2026-11-25T01:03:20.0000000Z`],
    ['message-deleted', `${dm}|1795568400100|delete|2026-11-25T01:04:00.0000000Z`],
    ['execute', `${desk}|press|teams:${tanakaId}|proposal.answer|p-24~3|1795568402160|${invoke}`],
    ['execute-form', `${desk}|form|teams:${tanakaId}|proposal.answer|p-24~3|1795568402160|${invoke}`],
    ['shortcut-fetch', `teams|dm:${satoId}|shortcut|${talkId}|1795567000900|${invoke}`],
  ])('has a key of its own for %s', (name, expected) => {
    expect(key(name)).toBe(expected);
  });

  it('is the same for what is sent again, and another for what is not', () => {
    expect(key('message-updated', { localTimestamp: 'x' })).toBe(key('message-updated'));
    expect(key('message-updated', { timestamp: '2026-11-25T02:00:00Z' })).not.toBe(key('message-updated'));
    expect(key('execute', { id: 'f:another' })).not.toBe(key('execute'));
    expect(key('execute')).not.toBe(key('execute-menu'));
  });

  it('tells edits apart by their words where Teams does not say when', () => {
    const edit = (text: string) => key('message-updated', { timestamp: null, text });

    expect(edit('名札')).toBe(edit('名札'));
    expect(edit('名札')).not.toBe(edit('名刺'));
    expect(key('message-deleted', { timestamp: null })).not.toBe(edit(''));
  });
});
