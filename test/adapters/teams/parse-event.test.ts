import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/json-object.js';
import { parseEvent } from '../../../adapters/teams/parse-event.js';
import {
  deskId,
  payload,
  receivedAt,
  rowOf,
  satoId,
  sent,
  suzukiId,
  talkId,
  tanakaId,
  tenantId,
  type PayloadName,
} from './teams-payloads.js';

const suzuki = { platform: 'teams', id: `dm:${suzukiId}` };
const desk = { platform: 'teams', id: deskId };
const bySuzuki = { id: 'row-1', at: receivedAt, place: suzuki, person: `teams:${suzukiId}` };
const byTanaka = { id: 'row-1', at: receivedAt, place: desk, person: `teams:${tanakaId}` };

const read = (name: PayloadName) => parseEvent(rowOf(sent(name)));
const readWith = (name: PayloadName, changed: JsonObject) =>
  parseEvent(rowOf({ ...payload(name), ...changed }));

describe('an activity', () => {
  it('is read as a message: plain, nothing decoded, its HTML twin no file', () => {
    expect(read('message')).toEqual({
      ...bySuzuki,
      kind: 'message',
      messageId: '1795568400100',
      text: '名札をやめたい & <案> &lt;1&gt;',
      replyTo: null,
      files: [],
    });
  });

  it('is read as a reply to the message that it quotes', () => {
    expect(read('message-quoting')).toMatchObject({
      ...bySuzuki,
      kind: 'message',
      text: '窓口でも困っています',
      replyTo: '1795568400150',
      files: [],
    });
  });

  it('is read as a file without words; the key to fetch it with stays out', () => {
    expect(read('message-with-file')).toMatchObject({
      ...bySuzuki,
      kind: 'message',
      text: '',
      files: [
        {
          name: '窓口.png',
          sizeBytes: null,
          url: 'https://town-my.sharepoint.com/personal/suzuki/Documents/photo.png',
        },
      ],
    });
  });

  it('is read as an edit', () => {
    expect(read('message-updated')).toEqual({
      ...bySuzuki,
      kind: 'edit',
      messageId: '1795568400100',
      text: '名札を廃止したい',
    });
  });

  it('is read as a deletion, and as an edit when that is taken back', () => {
    const messageId = '1795568400100';
    expect(read('message-deleted')).toEqual({ ...bySuzuki, kind: 'delete', messageId });
    expect(read('message-undeleted')).toMatchObject({
      ...bySuzuki,
      kind: 'edit',
      messageId,
      text: '名札をやめたい & <案> &lt;1&gt;',
    });
  });

  it('is read as a word in a channel, without the name of the bot', () => {
    expect(read('message-in-channel')).toEqual({
      ...byTanaka,
      kind: 'message',
      messageId: '1795568800600',
      text: '未回答',
      replyTo: null,
      files: [],
    });
  });

  it('is read as a reply in a thread, where others keep their names', () => {
    expect(read('message-in-thread')).toEqual({
      ...byTanaka,
      kind: 'message',
      messageId: '1795568900700',
      text: '総務課と相談中 @佐藤 太郎',
      replyTo: '1795568402160',
      files: [],
    });
  });

  it.each<[PayloadName, object]>([
    ['execute', { ...byTanaka, intent: 'proposal.answer' }],
    ['execute-menu', { ...byTanaka, intent: 'proposal.decline' }],
    ['submit', { ...byTanaka, intent: 'proposal.answer' }],
    ['dialog-opened', { ...bySuzuki, intent: 'proposal.add' }],
  ])('is read as a press (%s)', (name, expected) => {
    expect(read(name)).toEqual({ ...expected, kind: 'action', target: 'p-24~3' });
  });

  it.each<[PayloadName, object, object]>([
    [
      'execute-form',
      { ...byTanaka, intent: 'proposal.answer' },
      { text: 'A & B を <検討> します', headline: '', date: '2026-12-01' },
    ],
    ['submit-form', { ...bySuzuki, intent: 'proposal.add' }, { text: '夏も困ります' }],
    ['dialog-submitted', { ...bySuzuki, intent: 'proposal.add' }, { text: '夏も困ります' }],
  ])('is read as a form, only with what was written (%s)', (name, expected, values) => {
    expect(read(name)).toEqual({ ...expected, kind: 'form', target: 'p-24~3', values });
  });

  it.each<PayloadName>(['shortcut-fetch', 'shortcut-submit'])(
    'is read as somebody else’s word that becomes a proposal (%s)',
    (name) => {
      expect(read(name)).toEqual({
        id: 'row-1',
        at: receivedAt,
        place: { platform: 'teams', id: `dm:${satoId}` },
        person: `teams:${satoId}`,
        kind: 'shortcut',
        messageId: '1795567000900',
        text: 'FAX を <やめたい> @佐藤 太郎',
        files: [],
        author: `teams:${suzukiId}`,
        source: { platform: 'teams', id: talkId },
      });
    },
  );

  it.each<[PayloadName, string]>([
    ['message-to-others', 'a message in a channel that does not name the bot'],
    ['execute-close', 'nothing that is stored: form-closed'],
    ['installed-for-person', 'nothing that is stored: place-known'],
    ['removed-by-person', 'nothing that is stored: places-left'],
    ['reaction', 'an activity of type messageReaction'],
    ['typing', 'an activity of type typing'],
    ['read-receipt', 'an activity of type event'],
  ])('is not for us (%s)', (name, reason) => {
    expect(read(name)).toEqual({ kind: 'unsupported', reason });
  });
});

describe('a message that no person wrote to us', () => {
  const from = payload('message').from as JsonObject;

  it.each<[string, JsonObject, string]>([
    ['another bot', { from: { ...from, role: 'bot' } }, 'an activity of a bot'],
    ['a skill', { from: { ...from, role: 'skill' } }, 'an activity of a bot'],
    ['ourselves', { from: payload('message').recipient }, 'an activity of a bot'],
    ['an app', { from: { id: '28:other', name: '他' } }, 'an activity of nobody in the directory'],
    ['nobody', { from: undefined }, 'an activity of nobody in the directory'],
    ['an odd id', { from: { ...from, aadObjectId: 'a|b' } }, 'an activity of nobody in the directory'],
    ['no id of its own', { id: undefined }, 'a message without an id'],
    ['no conversation', { conversation: {} }, 'an activity of another shape: conversation.id'],
  ])('is unsupported: %s', (_who, changed, reason) => {
    expect(readWith('message', changed)).toEqual({ kind: 'unsupported', reason });
  });

  it.each<[PayloadName, JsonObject, string]>([
    ['message-updated', { channelData: { eventType: 'pinned' } }, 'a change of kind pinned'],
    ['message-deleted', { channelData: { eventType: 'hardDelete' } }, 'a deletion of kind hardDelete'],
    ['message-updated', { channelData: { eventType: '名札' } }, 'a change of kind unknown'],
    ['typing', { type: '名札をやめたい' }, 'an activity of type unknown'],
  ])('is unsupported, without anybody’s words in the reason (%s)', (name, changed, reason) => {
    expect(readWith(name, changed)).toEqual({ kind: 'unsupported', reason });
  });
});

describe('words that must not be lost over a detail', () => {
  it.each<[string, JsonObject]>([
    ['attachments of another shape', { attachments: ['x', null, { content: 1 }, { contentType: 5 }] }],
    ['entities of another shape', { entities: 'none' }],
    [
      'an entity of another shape',
      { entities: [null, { type: 'mention' }, { type: 'mention', mentioned: 1 }] },
    ],
    ['no recipient', { recipient: null }],
    ['no channel data', { channelData: null, replyToId: null, timestamp: null }],
    ['a null value', { value: null }],
    ['a value beside the words', { value: { messageBack: true } }],
    ['a conversation of no type', { conversation: { id: 'a:1', tenantId } }],
  ])('are read in spite of %s', (_what, changed) => {
    expect(readWith('message', changed)).toMatchObject({
      ...bySuzuki,
      kind: 'message',
      text: '名札をやめたい & <案> &lt;1&gt;',
    });
  });

  it('are read as an edit and a deletion when Teams does not say which', () => {
    expect(readWith('message-updated', { channelData: null })).toMatchObject({ kind: 'edit' });
    expect(readWith('message-deleted', { channelData: null })).toMatchObject({ kind: 'delete' });
  });

  it('keep our name when nothing else is said', () => {
    expect(readWith('message-in-channel', { text: '<at>やまびこ</at>' })).toMatchObject({
      text: '@やまびこ',
    });
  });

  it('reply to what an older client names', () => {
    expect(readWith('message', { replyToId: '1795568400150' })).toMatchObject({ replyTo: '1795568400150' });
    expect(readWith('message-in-channel', { replyToId: '17', conversation: { id: deskId } })).toMatchObject({
      place: desk,
      replyTo: '17',
    });
  });
});

describe('attached files', () => {
  const read1 = (attachment: object) => readWith('message', { attachments: [attachment] });
  const url = 'https://town.sharepoint.com/sites/x/a.pdf';

  it.each<[string, object, object[]]>([
    [
      'a picture in the text',
      { contentType: 'image/png', contentUrl: 'https://smba.example/v3/attachments/1' },
      [{ name: '', sizeBytes: null, url: null }],
    ],
    [
      'another file',
      { contentType: 'application/pdf', name: 'a.pdf', contentUrl: url },
      [{ name: 'a.pdf', sizeBytes: null, url }],
    ],
    [
      'a file at an odd address',
      { contentType: 'reference', name: 'a', contentUrl: 'javascript:x' },
      [{ name: 'a', sizeBytes: null, url: null }],
    ],
    [
      'a link preview',
      { contentType: 'application/vnd.microsoft.card.thumbnail', content: {}, name: 'x' },
      [],
    ],
    ['a quoted message', { contentType: 'messageReference', content: '{}', name: 'x' }, []],
    ['the text once more', { contentType: 'text/html; charset=utf-8', content: '<p>x</p>', name: 'x' }, []],
    ['nothing', {}, []],
  ])('are read: %s', (_what, attachment, files) => {
    expect(read1(attachment)).toMatchObject({ files });
  });
});

describe('an interaction that is not ours', () => {
  const action = (value: unknown) => readWith('execute', { value });

  it.each<[string, unknown]>([
    ['no action', {}],
    ['an action of another shape', { action: 'proposal.answer' }],
    ['no data', { action: { verb: 'proposal.answer' } }],
    ['no target', { action: { verb: 'proposal.answer', data: { card: 'd-1' } } }],
    ['no intent', { action: { data: { target: 'p~1' } } }],
    ['a target of another type', { action: { verb: 'x', data: { target: { id: 1 } } } }],
    ['a target without end', { action: { verb: 'x', data: { target: 'p'.repeat(501) } } }],
    ['nothing chosen', { action: { verb: 'more', data: { target: 'p~1' } } }],
    ['an empty choice', { action: { verb: 'more', data: { more: '' } } }],
    ['a choice without a target', { action: { verb: 'more', data: { more: 'proposal.decline|' } } }],
    ['a choice without an intent', { action: { verb: 'more', data: { more: '|p~1' } } }],
    ['null', null],
  ])('is unsupported: %s', (_what, value) => {
    expect(action(value)).toEqual({ kind: 'unsupported', reason: 'a press of something that is no control' });
  });

  it.each<[string, PayloadName, JsonObject]>([
    ['a submit without an intent', 'submit', { value: { target: 'p~1' } }],
    ['a submit of nobody', 'submit', { from: { id: '28:other' } }],
    ['a dialog without data', 'dialog-opened', { value: { data: null } }],
    ['another command', 'shortcut-fetch', { value: { commandId: 'other', messagePayload: {} } }],
    ['a command without a message', 'shortcut-fetch', { value: { commandId: 'propose-message' } }],
    ['an unknown invoke', 'execute', { name: 'signin/verifyState' }],
    ['an invoke without a name', 'execute', { name: undefined }],
    ['an invoke of another shape', 'execute', { conversation: null }],
  ])('is unsupported: %s', (_what, name, changed) => {
    expect(readWith(name, changed)).toEqual({ kind: 'unsupported', reason: expect.any(String) });
  });

  it.each(['', '{', 'null', '[]', '"text"', '{}'])('is unsupported: the body %j', (body) => {
    expect(parseEvent(rowOf(body)).kind).toBe('unsupported');
  });
});

describe('a control', () => {
  const data = (more: JsonObject) =>
    readWith('execute', {
      value: { action: { verb: 'proposal.withdraw', data: { target: 'p~1', ...more } } },
    });

  it('is a press beside an input that is no field of a form', () => {
    expect(data({ more: '', card: 'd-1', msteams: {} })).toMatchObject({ kind: 'action' });
    expect(data({ more: 'proposal.decline|p~1' })).toMatchObject({
      kind: 'action',
      intent: 'proposal.withdraw',
    });
  });

  it('is a form although nothing was written in it', () => {
    expect(data({ form: true })).toMatchObject({ kind: 'form', values: {} });
    expect(data({ reason: '' })).toMatchObject({ kind: 'form', values: { reason: '' } });
  });

  it('takes texts, numbers and switches, and no names that are none', () => {
    const body = sent('execute-form').replace(
      '"headline":""',
      '"__proto__":{"a":1},"constructor":"x","hours":12.5',
    );
    const event = parseEvent(rowOf(body.replace('"date":"2026-12-01"', '"is-urgent":true,"x":null,"y":{}')));

    expect(event).toMatchObject({
      values: { text: 'A & B を <検討> します', hours: '12.5', 'is-urgent': 'true' },
    });
    expect(Object.keys((event as { values: object }).values).sort()).toEqual(['hours', 'is-urgent', 'text']);
  });
});

describe('「提案にする」 on a message', () => {
  const value = payload('shortcut-fetch').value as { messagePayload: JsonObject };
  const on = (changed: JsonObject, where: JsonObject = {}) =>
    readWith('shortcut-fetch', {
      ...where,
      value: { ...value, messagePayload: { ...value.messagePayload, ...changed } },
    });

  it('has no author when an app wrote it', () => {
    const application = { id: 'a', displayName: '通知', applicationIdentityType: 'bot' };

    expect(on({ from: { user: null, application } })).toMatchObject({ kind: 'shortcut', author: null });
  });

  it('is read as it stands when it is no HTML', () => {
    expect(on({ body: { contentType: 'text', content: ' A &amp; <b> ' } })).toMatchObject({
      text: 'A &amp; <b>',
    });
  });

  it('takes its files', () => {
    const file = { contentType: 'reference', contentUrl: 'https://town.example/a.pdf', name: 'a.pdf' };

    expect(on({ attachments: [file] })).toMatchObject({ files: [{ name: 'a.pdf' }] });
  });

  it('stands in a chat of two people, which is not the bot’s', () => {
    const id = '19:a_b@unq.gbl.spaces';

    expect(on({}, { conversation: { id, conversationType: 'personal', tenantId } })).toMatchObject({
      place: { id: `dm:${satoId}` },
      source: { platform: 'teams', id },
    });
  });

  it('may be what somebody wrote to the bot', () => {
    expect(on({}, { conversation: { id: 'a:1sato', conversationType: 'personal', tenantId } })).toMatchObject(
      {
        source: { platform: 'teams', id: `dm:${satoId}` },
      },
    );
  });
});

describe('a press in somebody’s chat', () => {
  const pressWith = (card: string) =>
    readWith('dialog-opened', { value: { data: { intent: 'proposal.answer', target: 'p-24~3', card } } });

  it('belongs to the channel that the words there were about', () => {
    expect(pressWith(`d-2;in=${deskId}`)).toMatchObject({
      kind: 'action',
      place: desk,
      intent: 'proposal.answer',
    });
    expect(pressWith('d-2')).toMatchObject({ kind: 'action', place: suzuki });
  });

  it('in a channel belongs there, whatever its card says', () => {
    const value = {
      action: { verb: 'proposal.answer', data: { target: 'p-24~3', card: `d-2;in=${talkId}` } },
    };
    expect(readWith('execute', { value })).toMatchObject({ place: desk });
  });
});
