import { describe, expect, it } from '@jest/globals';
import { createParseEvent } from '../../../adapters/slack/parse-event.js';
import { payload, receivedAt, recorded, rowOf, withEvent } from './slack-payloads.js';

const suzuki = { platform: 'slack', id: 'dm:U0SUZUKI' };
const desk = { platform: 'slack', id: 'C0DESK' };
const bySuzuki = { id: 'row-1', at: receivedAt, place: suzuki, person: 'slack:U0SUZUKI' };
const byTanaka = { id: 'row-1', at: receivedAt, place: desk, person: 'slack:U0TANAKA' };

/** Nobody is known but Sato and the channel of everybody. */
const known = new Map([
  ['U0SATO', '佐藤'],
  ['C0ALL', '全庁'],
]);
const nameOf = (id: string) => known.get(id);
const unknown = { person: '（誰か）', channel: '（どこか）', group: '（誰々）' };
const parseEvent = createParseEvent({ ask: (id) => Promise.resolve(nameOf(id)), lastKnown: nameOf }, unknown);

const read = (name: string) => parseEvent(rowOf(recorded(name)));

describe('a recorded payload', () => {
  it('is read as a message, unescaped once', async () => {
    expect(await read('message')).toEqual({
      ...bySuzuki,
      kind: 'message',
      messageId: '1795568400.000100',
      text: '名札をやめたい & この資料 (https://example.com/a?b=1&c=2) を読んで <ください>',
      replyTo: null,
      files: [],
    });
  });

  it('is read as a reply in a thread', async () => {
    expect(await read('message-in-thread')).toMatchObject({
      ...bySuzuki,
      kind: 'message',
      messageId: '1795568460.000200',
      text: '窓口でも困っています',
      replyTo: '1795568400.000150',
    });
  });

  it('is read as a file without words; one that was deleted meanwhile is left out', async () => {
    expect(await read('file-share')).toMatchObject({
      ...bySuzuki,
      kind: 'message',
      text: '',
      files: [
        {
          name: '窓口.png',
          sizeBytes: 48213,
          url: 'https://town.slack.com/files/U0SUZUKI/F0PHOTO/photo.png',
        },
      ],
    });
  });

  it('is read as a reply that is also shown in the channel', async () => {
    expect(await read('thread-broadcast')).toMatchObject({
      ...byTanaka,
      kind: 'message',
      text: '確認しました',
      replyTo: '1795568400.000160',
    });
  });

  it('is read as a /me message', async () => {
    expect(await read('me-message')).toMatchObject({
      ...bySuzuki,
      kind: 'message',
      text: '掲示板を減らしたい',
    });
  });

  it('is read as an edit', async () => {
    expect(await read('message-changed')).toEqual({
      ...bySuzuki,
      kind: 'edit',
      messageId: '1795568400.000100',
      text: '名札を廃止したい',
    });
  });

  it.each(['message-deleted', 'tombstone'])('is read as a deletion by its author (%s)', async (name) => {
    expect(await read(name)).toEqual({ ...bySuzuki, kind: 'delete', messageId: '1795568400.000100' });
  });

  it.each(['app-mention', 'message-in-desk'])('is read without our own name in front (%s)', async (name) => {
    expect(await read(name)).toEqual({
      ...byTanaka,
      kind: 'message',
      messageId: '1795568800.000600',
      text: '未回答',
      replyTo: null,
      files: [],
    });
  });

  it.each([
    ['block-actions', { ...byTanaka, intent: 'proposal.answer' }],
    ['block-actions-menu', { ...byTanaka, intent: 'proposal.decline' }],
    ['block-actions-home', { ...bySuzuki, intent: 'proposal.add' }],
  ])('is read as a press (%s)', async (name, expected) => {
    expect(await read(name)).toEqual({ ...expected, kind: 'action', target: 'p-24~3' });
  });

  it('is read as a form; what is entered there is not escaped', async () => {
    expect(await read('view-submission')).toEqual({
      ...byTanaka,
      kind: 'form',
      intent: 'proposal.answer',
      target: 'p-24~3',
      values: { text: 'A & B を <検討> します', headline: '', date: '2026-12-01' },
    });
  });

  it('is read as somebody else’s word that becomes a proposal', async () => {
    expect(await read('message-shortcut')).toEqual({
      id: 'row-1',
      at: receivedAt,
      place: { platform: 'slack', id: 'dm:U0SATO' },
      person: 'slack:U0SATO',
      kind: 'shortcut',
      messageId: '1795567000.000900',
      text: 'FAX を <やめたい> @佐藤',
      files: [],
      author: 'slack:U0SUZUKI',
      source: { platform: 'slack', id: 'C0TALK' },
    });
  });

  it.each([
    ['own-message', 'a message of an app'],
    ['own-message-changed', 'a message of an app'],
    ['link-unfurled', 'a change of no words'],
    ['channel-join', 'a message of subtype channel_join'],
    ['reaction-added', 'an event of type reaction_added'],
    ['app-home-opened', 'an opening of the App Home'],
  ])('is not for us (%s)', async (name, reason) => {
    expect(await read(name)).toEqual({ kind: 'unsupported', reason });
  });
});

describe('a message that no person wrote to us', () => {
  it.each([
    ['another app', { bot_id: 'B0OTHER' }, 'a message of an app'],
    ['an app in a person’s name', { app_id: 'A0OTHER' }, 'a message of an app'],
    ['ourselves, without bot_id', { user: 'U0YAMABIKO' }, 'a message of our own'],
    ['Slack', { user: 'USLACK' }, 'a message of Slack itself'],
    ['Slackbot', { user: 'USLACKBOT' }, 'a message of Slack itself'],
    ['nobody', { user: undefined }, 'a message without an author'],
    ['a huddle', { subtype: 'huddle_thread' }, 'a message of subtype huddle_thread'],
    ['a subtype to come', { subtype: 'telepathy' }, 'a message of subtype telepathy'],
  ])('is unsupported: %s', async (_who, changed, reason) => {
    expect(await parseEvent(rowOf(withEvent('message', changed)))).toEqual({ kind: 'unsupported', reason });
  });

  it.each([
    [
      'a deletion of our own',
      withEvent('message-deleted', { previous_message: { user: 'U0YAMABIKO', bot_id: 'B', ts: '1.0' } }),
    ],
    ['a deletion without its message', withEvent('message-deleted', { previous_message: undefined })],
    ['a change without its message', withEvent('message-changed', { message: undefined })],
    [
      'a change of a topic',
      withEvent('message-changed', {
        message: { subtype: 'channel_topic', user: 'U0', ts: '1.0', text: 'x' },
      }),
    ],
  ])('is unsupported: %s', async (_what, body) => {
    expect((await parseEvent(rowOf(body))).kind).toBe('unsupported');
  });
});

describe('words that must not be lost over a detail', () => {
  it.each([
    ['files of another shape', { files: ['F0'] }],
    ['a file without name or size', { files: [{ id: 'F0', file_access: 'check_file_info' }] }],
    ['a null text', { text: null, files: [{ name: 'a.pdf', size: 'big' }] }],
    ['nulls where nothing was', { thread_ts: null, bot_id: null, app_id: null, subtype: null, edited: null }],
  ])('are read in spite of %s', async (_what, changed) => {
    expect(await parseEvent(rowOf(withEvent('message', changed)))).toMatchObject({
      ...bySuzuki,
      kind: 'message',
    });
  });

  it('are read as an edit when the version before is missing', async () => {
    const body = withEvent('message-changed', { previous_message: undefined });

    expect(await parseEvent(rowOf(body))).toMatchObject({ kind: 'edit', text: '名札を廃止したい' });
  });

  it('keep their mentions by name; who is not known is not called by an id', async () => {
    const text = '<@U0SATO> が <#C0ALL|> と <#C0SECRET> で <@U0GONE> と <!subteam^S0DX> に聞きました';

    expect(await parseEvent(rowOf(withEvent('message', { text })))).toMatchObject({
      text: '@佐藤 が #全庁 と #（どこか） で @（誰か） と @（誰々） に聞きました',
    });
  });

  it('keep our name when nothing else is said', async () => {
    const body = withEvent('message', { text: '<@U0YAMABIKO>' });

    expect(await parseEvent(rowOf(body))).toMatchObject({ text: '@（誰か）' });
  });
});

describe('interactivity that is not ours', () => {
  const action = { action_id: 'link', action_ts: '1.0', type: 'button', url: 'https://example.com' };
  const view = payload('view-submission').view as object;

  it.each([
    ['a link button', { ...payload('block-actions'), actions: [action] }],
    ['no action', { ...payload('block-actions'), actions: [] }],
    [
      'an option of another app',
      { ...payload('block-actions'), actions: [{ ...action, selected_option: { value: 'red' } }] },
    ],
    [
      'a form without our metadata',
      { ...payload('view-submission'), view: { ...view, private_metadata: 'x' } },
    ],
    ['a form without metadata', { ...payload('view-submission'), view: { ...view, private_metadata: '' } }],
    ['another shortcut', { ...payload('message-shortcut'), callback_id: 'other' }],
    ['a closed form', { ...payload('view-submission'), type: 'view_closed' }],
    ['a global shortcut', { type: 'shortcut', callback_id: 'x' }],
    ['an event that is null', { type: 'event_callback', event: null }],
    ['nothing', {}],
  ])('is unsupported: %s', async (_what, body) => {
    expect(await parseEvent(rowOf(body))).toEqual({ kind: 'unsupported', reason: expect.any(String) });
  });

  it.each(['', '{', 'null', '[]', '"text"'])('is unsupported: the body %j', async (body) => {
    expect((await parseEvent(rowOf(body))).kind).toBe('unsupported');
  });

  it('has no author when an app wrote the message of a shortcut', async () => {
    const body = { ...payload('message-shortcut'), message: { ts: '1.0', bot_id: 'B0', text: '通知' } };

    expect(await parseEvent(rowOf(body))).toMatchObject({ kind: 'shortcut', author: null, text: '通知' });
  });

  it('belongs to the direct messages when a form was opened there, or from the App Home', async () => {
    for (const channel of ['D0TANAKA', 'dm:U0TANAKA', null]) {
      const body = {
        ...payload('view-submission'),
        view: { ...view, private_metadata: JSON.stringify({ target: 't~1', channel }) },
      };

      expect(await parseEvent(rowOf(body))).toMatchObject({ place: { id: 'dm:U0TANAKA' }, target: 't~1' });
    }
  });
});
