import { describe, expect, it } from '@jest/globals';
import { readWebEvent } from '../../../adapters/web/web-event.js';

const message = { person: 'suzuki', room: 'dm:suzuki', kind: 'message', text: '名札をやめたい' };
const read = (input: unknown) => readWebEvent(input, () => 'new-id');

describe('the shape of a web event', () => {
  it('gets the ids that it does not bring', () => {
    expect(read(message)).toEqual({
      kind: 'event',
      event: { ...message, eventId: 'new-id', messageId: 'm-new-id' },
    });
    expect(read({ ...message, eventId: 'e', messageId: null })).toMatchObject({
      event: { eventId: 'e', messageId: 'm-e' },
    });
  });

  it.each<[field: string, input: unknown, error: string]>([
    ['body', [], 'The body must be a JSON object.'],
    ['body', undefined, 'The body must be a JSON object.'],
    ['kind', {}, 'The field "kind" must be one of: message, edit, delete, action, form.'],
    [
      'person',
      { ...message, person: 'ito' },
      'The field "person" must be one of: suzuki, sato, tanaka, manager.',
    ],
    ['text', { ...message, text: 3 }, 'The field "text" must be a text that is not empty.'],
    ['text', { ...message, text: '' }, 'The field "text" must be a text that is not empty.'],
    ['messageId', { ...message, messageId: 'b-1' }, 'The field "messageId" must not start with "b-".'],
    [
      'eventId',
      { ...message, eventId: 'a|b' },
      'The field "eventId" must be 1 to 200 characters without spaces and without "|".',
    ],
    [
      'target',
      { ...message, kind: 'action', intent: 'proposal.add' },
      'The field "target" must be a text that is not empty.',
    ],
    [
      'values.text',
      { ...message, kind: 'form', intent: 'i', target: 't', values: { text: 1 } },
      'The field "values.text" must be a text.',
    ],
    [
      'values',
      { ...message, kind: 'form', intent: 'i', target: 't', values: 1 },
      'The field "values" must be an object of texts.',
    ],
    [
      'room',
      { ...message, room: 'dm:sato' },
      'The field "room" must be desk, all or the direct messages of the person who writes.',
    ],
  ])('names %s when it is wrong', (field, input, error) => {
    expect(read(input)).toEqual({ kind: 'invalid', field, error });
  });

  it.each(['desk', 'all', 'dm:suzuki'])('lets anybody write in %s', (room) => {
    expect(read({ ...message, room }).kind).toBe('event');
  });
});
