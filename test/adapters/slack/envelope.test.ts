import { describe, expect, it } from '@jest/globals';
import { envelopeOf } from '../../../adapters/slack/envelope.js';
import type { JsonObject } from '../../../src/json-object.js';
import { readPayload } from '../../../adapters/slack/read-payload.js';
import { createFakeIds } from '../../fakes/fake-ids.js';
import { payload, receivedAt, withEvent } from './slack-payloads.js';

const deps = () => ({ ids: createFakeIds(), townClock: { now: () => receivedAt } });

function envelope(body: JsonObject) {
  const reading = readPayload(body);
  if (reading.kind === 'unsupported' || reading.kind === 'home-opened') throw new Error(reading.kind);
  return envelopeOf(reading, 'as it came', deps());
}

const keys = (body: JsonObject) => {
  const { eventId, dedupKey, conversation } = envelope(body);
  return [eventId, dedupKey, conversation];
};

const dm = 'slack|dm:U0SUZUKI';
const suzuki = `${dm}|slack:U0SUZUKI`;
const tanaka = 'slack|C0DESK|slack:U0TANAKA';
const pressed = 'T0TOWN|U0TANAKA|1795568402.000160';

describe('an envelope', () => {
  it('keeps the body as it came', () => {
    expect(envelope(payload('message'))).toEqual({
      id: 'id-000001',
      platform: 'slack',
      eventId: 'Ev0MESSAGE',
      dedupKey: `${dm}|1795568400.000100|message`,
      conversation: suzuki,
      receivedAt,
      body: 'as it came',
    });
  });

  it.each([
    ['message-in-thread', ['Ev0THREAD', `${dm}|1795568460.000200|message`, suzuki]],
    ['file-share', ['Ev0FILE', `${dm}|1795568500.000300|message`, suzuki]],
    ['message-changed', ['Ev0EDIT', `${dm}|1795568400.000100|edit|1795568600.000000`, suzuki]],
    ['message-deleted', ['Ev0DELETE', `${dm}|1795568400.000100|delete`, suzuki]],
    ['tombstone', ['Ev0TOMB', `${dm}|1795568400.000100|delete`, suzuki]],
    [
      'block-actions',
      [
        `press|${pressed}|proposal.answer|1795569100.123456`,
        `slack|C0DESK|press|${pressed}|proposal.answer|1795569100.123456`,
        tanaka,
      ],
    ],
    [
      'block-actions-home',
      [
        'press|T0TOWN|U0SUZUKI|V0HOME|proposal.add|1795569120.123456',
        `${dm}|press|T0TOWN|U0SUZUKI|V0HOME|proposal.add|1795569120.123456`,
        suzuki,
      ],
    ],
    [
      'view-submission',
      ['form|V0FORM|1795569200.a1B2c3', 'slack|C0DESK|form|V0FORM|1795569200.a1B2c3', tanaka],
    ],
    [
      'message-shortcut',
      [
        'shortcut|T0TOWN|U0SATO|C0TALK|1795567000.000900|1795569300.654321',
        'slack|dm:U0SATO|shortcut|T0TOWN|U0SATO|C0TALK|1795567000.000900|1795569300.654321',
        'slack|dm:U0SATO|slack:U0SATO',
      ],
    ],
  ])('has keys of its own for %s', (name, expected) => {
    expect(keys(payload(name))).toEqual(expected);
  });

  it('is the same for a message and the mention in it', () => {
    const [mention, message] = [envelope(payload('app-mention')), envelope(payload('message-in-desk'))];

    expect(mention.eventId).not.toBe(message.eventId);
    expect(mention.dedupKey).toBe(message.dedupKey);
  });

  it('is the same for one edit under two event ids, and another for a second edit', () => {
    const again = { ...payload('message-changed'), event_id: 'Ev0OTHER' };
    const message = {
      user: 'U0SUZUKI',
      ts: '1795568400.000100',
      text: 'x',
      edited: { ts: '1795568700.000000' },
    };

    expect(envelope(again).dedupKey).toBe(envelope(payload('message-changed')).dedupKey);
    expect(envelope(withEvent('message-changed', { message })).dedupKey).toBe(
      `${dm}|1795568400.000100|edit|1795568700.000000`,
    );
  });

  it('takes its own key for an event without an id', () => {
    const { eventId, dedupKey } = envelope({ ...payload('message'), event_id: undefined });

    expect(eventId).toBe(dedupKey);
  });
});
