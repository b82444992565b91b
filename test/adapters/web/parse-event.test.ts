import { describe, expect, it } from '@jest/globals';
import { parseEvent } from '../../../adapters/web/parse-event.js';
import type { Envelope } from '../../../src/ports.js';

const at = new Date('2026-11-24T01:00:00Z');

const anEnvelope = (body: unknown): Envelope => ({
  id: 'row-1',
  platform: 'web',
  eventId: 'e-1',
  dedupKey: 'any',
  conversation: 'any',
  receivedAt: at,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const sent = { eventId: 'e-1', person: 'suzuki', room: 'dm:suzuki' };
const origin = { id: 'row-1', at, place: { platform: 'web', id: 'dm:suzuki' }, person: 'web:suzuki' };

describe('an event of the web chat', () => {
  it('is read as a message', () => {
    expect(
      parseEvent(anEnvelope({ ...sent, kind: 'message', text: '名札をやめたい', messageId: 'm-1' })),
    ).toEqual({
      ...origin,
      kind: 'message',
      messageId: 'm-1',
      text: '名札をやめたい',
      replyTo: null,
      files: [],
    });
  });

  it('is read as a reply in the thread of a message', () => {
    const body = { ...sent, person: 'tanaka', room: 'desk', kind: 'message', text: '確認', replyTo: 'b-7' };
    expect(parseEvent(anEnvelope(body))).toEqual({
      ...origin,
      place: { platform: 'web', id: 'desk' },
      person: 'web:tanaka',
      kind: 'message',
      messageId: 'm-e-1',
      text: '確認',
      replyTo: 'b-7',
      files: [],
    });
  });

  it.each([
    ['edit', { messageId: 'm-1', text: '名札を廃止したい' }],
    ['delete', { messageId: 'm-1' }],
    ['action', { intent: 'proposal.withdraw', target: 'p-1~3' }],
    ['form', { intent: 'proposal.add', target: 'p-1~3', values: { text: 'もう一つ' } }],
  ])('is read as %s', (kind, content) => {
    expect(parseEvent(anEnvelope({ ...sent, kind, ...content }))).toEqual({ ...origin, kind, ...content });
  });

  it('is unsupported when it is of another shape', () => {
    expect(parseEvent(anEnvelope({ ...sent, kind: 'wave' }))).toEqual({
      kind: 'unsupported',
      reason: 'The field "kind" must be one of: message, edit, delete, action, form.',
    });
    expect(parseEvent(anEnvelope('{'))).toEqual({
      kind: 'unsupported',
      reason: 'The body must be a JSON object.',
    });
  });
});
