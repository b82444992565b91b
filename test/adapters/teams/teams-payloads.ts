/** Activities as Teams sends them, shaped after its documentation and reports; names and ids are of our town. */
import type { JsonObject } from '../../../src/json-object.js';
import type { Envelope } from '../../../src/ports.js';

export const appId = '5e9a3d3c-9f0e-4c38-9d7c-000000000b07';
export const tenantId = '72f988bf-86f1-41af-91ab-2d7cd0110000';
export const serviceUrl = 'https://smba.trafficmanager.net/jp/72f988bf-86f1-41af-91ab-2d7cd0110000/';
export const botId = `28:${appId}`;
export const suzukiId = '7faf8ab2-3d56-4244-b585-000000000001';
export const satoId = '7faf8ab2-3d56-4244-b585-000000000002';
export const tanakaId = '7faf8ab2-3d56-4244-b585-000000000003';
export const deskId = '19:d35c0000000000000000000000000000@thread.tacv2';
export const talkId = '19:7a1c0000000000000000000000000000@thread.tacv2';

const bot = { id: botId, name: 'やまびこ' };
const suzuki = { id: '29:1suzuki', name: '鈴木 花子', aadObjectId: suzukiId };
const sato = { id: '29:1sato', name: '佐藤 太郎', aadObjectId: satoId };
const tanaka = { id: '29:1tanaka', name: '田中 一郎', aadObjectId: tanakaId };

const base = {
  timestamp: '2026-11-25T01:00:00.1234567Z',
  localTimestamp: '2026-11-25T10:00:00.1234567+09:00',
  channelId: 'msteams',
  serviceUrl,
  recipient: bot,
  locale: 'ja-JP',
  localTimezone: 'Asia/Tokyo',
};
const clientInfo = {
  locale: 'ja-JP',
  country: 'JP',
  platform: 'Windows',
  timezone: 'Asia/Tokyo',
  type: 'clientInfo',
};
const html = (content: string) => ({ contentType: 'text/html', content });

const inChat = (from: typeof suzuki) => ({
  ...base,
  from,
  conversation: { conversationType: 'personal', tenantId, id: `a:1${from.name.slice(0, 1)}chat` },
  channelData: { tenant: { id: tenantId } },
});
const inChannel = (from: typeof suzuki, conversationId: string) => ({
  ...base,
  from,
  conversation: { isGroup: true, conversationType: 'channel', tenantId, id: conversationId },
  channelData: {
    teamsChannelId: conversationId.replace(/;.*/, ''),
    teamsTeamId: deskId,
    channel: { id: conversationId.replace(/;.*/, '') },
    team: { id: deskId },
    tenant: { id: tenantId },
  },
});
const botMention = { type: 'mention', mentioned: bot, text: '<at>やまびこ</at>' };

const message = {
  ...inChat(suzuki),
  type: 'message',
  id: '1795568400100',
  textFormat: 'plain',
  text: '名札をやめたい & <案> &lt;1&gt;',
  attachments: [html('<p>名札をやめたい &amp; &lt;案&gt; &amp;lt;1&amp;gt;</p>')],
  entities: [clientInfo],
};
const channelMessage = {
  ...inChannel(tanaka, `${deskId};messageid=1795568800600`),
  type: 'message',
  id: '1795568800600',
  textFormat: 'plain',
  text: '\r\n<at>やまびこ</at>&nbsp;未回答\r\n',
  attachments: [
    html(
      '<div><div><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">やまびこ</span>&nbsp;未回答</div>\n</div>',
    ),
  ],
  entities: [botMention, clientInfo],
};
const invoke = (where: object, name: string, value: object) => ({
  ...where,
  type: 'invoke',
  id: 'f:5f85c2ad-3f7e-4c4e-8d2c-000000000001',
  name,
  value,
  replyToId: '1795568402160',
});
const execute = (verb: string, data: object) => ({
  action: { type: 'Action.Execute', title: '返事する', verb, data },
  trigger: 'manual',
});
const deskCard = inChannel(tanaka, `${deskId};messageid=1795568402160`);
const messagePayload = {
  id: '1795567000900',
  replyToId: null,
  createdDateTime: '2026-11-25T00:36:40.900Z',
  lastModifiedDateTime: null,
  deleted: false,
  subject: null,
  summary: null,
  importance: 'normal',
  locale: 'ja-jp',
  linkToMessage: 'https://teams.microsoft.com/l/message/19%3A7a1c/1795567000900',
  from: {
    device: null,
    conversation: null,
    user: { userIdentityType: 'aadUser', id: suzukiId, displayName: '鈴木 花子' },
    application: null,
  },
  body: {
    contentType: 'html',
    content: '<div><div>FAX を &lt;やめたい&gt;&nbsp;<at id="0">佐藤 太郎</at></div>\n</div>',
  },
  attachments: [],
  mentions: [
    { id: 0, mentionText: '佐藤 太郎', mentioned: { user: { id: satoId, displayName: '佐藤 太郎' } } },
  ],
};
const shortcut = (name: string) => ({
  ...invoke(inChannel(sato, `${talkId};messageid=1795567000900`), name, {
    commandId: 'propose-message',
    commandContext: 'message',
    messagePayload,
    context: { theme: 'default' },
  }),
  replyToId: undefined,
});
const settings = { selectedChannel: { id: deskId } };

/** By what happened. */
export const payloads = {
  message,
  'message-quoting': {
    ...message,
    id: '1795568460200',
    text: '窓口でも困っています',
    attachments: [
      html(
        '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1795568400150">\r\n<strong itemprop="mri" itemid="28:bot">やまびこ</strong><span itemprop="time" itemid="1795568400150"></span>\r\n<p itemprop="preview">R8-024で受け付けました</p>\r\n</blockquote>\r\n<p>窓口でも困っています</p>',
      ),
    ],
  },
  'message-with-file': {
    ...message,
    id: '1795568500300',
    text: '',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        contentUrl: 'https://town-my.sharepoint.com/personal/suzuki/Documents/photo.png',
        name: '窓口.png',
        content: {
          downloadUrl: 'https://town-my.sharepoint.com/_layouts/15/download.aspx?tempauth=secret',
          uniqueId: '6F1B0F2C-0000-0000-0000-000000000001',
          fileType: 'png',
        },
      },
      html('<div><attachment id="6f1b0f2c"></attachment></div>'),
    ],
  },
  'message-updated': {
    ...message,
    type: 'messageUpdate',
    timestamp: '2026-11-25T01:03:20.0000000Z',
    text: '名札を廃止したい',
    attachments: [html('<p>名札を廃止したい</p>')],
    channelData: { eventType: 'editMessage', tenant: { id: tenantId } },
  },
  'message-undeleted': {
    ...message,
    type: 'messageUpdate',
    timestamp: '2026-11-25T01:05:00.0000000Z',
    channelData: { eventType: 'undeleteMessage', tenant: { id: tenantId } },
  },
  'message-deleted': {
    ...inChat(suzuki),
    type: 'messageDelete',
    id: '1795568400100',
    timestamp: '2026-11-25T01:04:00.0000000Z',
    channelData: { eventType: 'softDeleteMessage', tenant: { id: tenantId } },
  },
  'message-in-channel': channelMessage,
  'message-in-thread': {
    ...channelMessage,
    ...inChannel(tanaka, `${deskId};messageid=1795568402160`),
    id: '1795568900700',
    text: '<at>やまびこ</at> 総務課と相談中 <at>佐藤 太郎</at>\n',
    entities: [
      botMention,
      { type: 'mention', mentioned: { id: sato.id, name: sato.name }, text: '<at>佐藤 太郎</at>' },
    ],
  },
  'message-to-others': { ...channelMessage, text: 'こんにちは\n', entities: [clientInfo] },
  'message-elsewhere': { ...channelMessage, ...inChannel(tanaka, `${talkId};messageid=1795568800600`) },
  execute: invoke(
    deskCard,
    'adaptiveCard/action',
    execute('proposal.answer', { target: 'p-24~3', card: 'd-1' }),
  ),
  'execute-menu': invoke(
    deskCard,
    'adaptiveCard/action',
    execute('more', { card: 'd-1', more: 'proposal.decline|p-24~3' }),
  ),
  'execute-form': invoke(
    deskCard,
    'adaptiveCard/action',
    execute('proposal.answer', {
      target: 'p-24~3',
      card: 'd-1',
      text: 'A & B を <検討> します',
      headline: '',
      date: '2026-12-01',
    }),
  ),
  'execute-close': invoke(deskCard, 'adaptiveCard/action', execute('form.close', { card: 'd-1' })),
  submit: {
    ...deskCard,
    type: 'message',
    id: 'f:5f85c2ad-3f7e-4c4e-8d2c-000000000002',
    value: { intent: 'proposal.answer', target: 'p-24~3', card: 'd-1' },
    replyToId: '1795568402160',
  },
  'submit-form': {
    ...inChat(suzuki),
    type: 'message',
    id: 'f:5f85c2ad-3f7e-4c4e-8d2c-000000000003',
    value: { intent: 'proposal.add', target: 'p-24~3', text: '夏も困ります' },
    replyToId: '1795568402170',
  },
  'dialog-opened': invoke(inChat(suzuki), 'task/fetch', {
    data: { msteams: { type: 'task/fetch' }, intent: 'proposal.add', target: 'p-24~3', card: 'd-2' },
    context: { theme: 'default' },
  }),
  'dialog-submitted': invoke(inChat(suzuki), 'task/submit', {
    data: { intent: 'proposal.add', target: 'p-24~3', card: 'd-2', text: '夏も困ります' },
    context: { theme: 'default' },
  }),
  'shortcut-fetch': shortcut('composeExtension/fetchTask'),
  'shortcut-submit': shortcut('composeExtension/submitAction'),
  'installed-for-person': { ...inChat(suzuki), type: 'installationUpdate', id: 'f:i1', action: 'add' },
  'removed-by-person': { ...inChat(suzuki), type: 'installationUpdate', id: 'f:i2', action: 'remove' },
  'installed-in-team': {
    ...inChannel(tanaka, deskId),
    type: 'installationUpdate',
    id: 'f:i3',
    action: 'add',
    channelData: { settings, team: { id: deskId, aadGroupId: 'g' }, tenant: { id: tenantId } },
  },
  'removed-from-team': {
    ...inChannel(tanaka, deskId),
    type: 'conversationUpdate',
    id: 'f:i4',
    membersRemoved: [{ id: botId }],
    channelData: { eventType: 'teamMemberRemoved', team: { id: deskId }, tenant: { id: tenantId } },
  },
  'added-to-chat': {
    ...inChat(suzuki),
    type: 'conversationUpdate',
    id: 'f:i5',
    membersAdded: [bot, { id: suzuki.id, aadObjectId: suzukiId }],
  },
  'member-joined': {
    ...inChannel(tanaka, deskId),
    type: 'conversationUpdate',
    id: 'f:i6',
    membersAdded: [{ id: sato.id, aadObjectId: satoId }],
    channelData: { eventType: 'teamMemberAdded', team: { id: deskId }, tenant: { id: tenantId } },
  },
  'channel-deleted': {
    ...inChannel(tanaka, deskId),
    type: 'conversationUpdate',
    id: 'f:i7',
    channelData: {
      eventType: 'channelDeleted',
      channel: { id: talkId, name: '雑談' },
      team: { id: deskId },
      tenant: { id: tenantId },
    },
  },
  reaction: {
    ...inChat(suzuki),
    type: 'messageReaction',
    id: 'f:r1',
    reactionsAdded: [{ type: 'like' }],
    replyToId: '1795568400150',
  },
  typing: { ...inChat(suzuki), type: 'typing', id: 'f:t1' },
  'read-receipt': {
    ...inChat(suzuki),
    type: 'event',
    id: 'f:e1',
    name: 'application/vnd.microsoft.readReceipt',
    value: { lastReadMessageId: '1795568400150' },
  },
} satisfies Readonly<Record<string, JsonObject>>;

export type PayloadName = keyof typeof payloads;

export const payloadNames = Object.keys(payloads) as PayloadName[];

export const payload = (name: PayloadName): JsonObject => payloads[name];

/** A text, as Teams sends it. */
export const sent = (name: PayloadName): string => JSON.stringify(payload(name));

export const receivedAt = new Date('2026-11-25T01:00:00Z');

export const rowOf = (body: string | JsonObject): Pick<Envelope, 'id' | 'receivedAt' | 'body'> => ({
  id: 'row-1',
  receivedAt,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
