/** Activities as Teams sends them, of the people of our town. Shapes: test/adapters/teams/teams-payloads.ts. */
import { randomUUID } from 'node:crypto';
import { botAccount, deskChannel, tenantId, type TownPerson } from '../fakes/teams-api/town-on-teams.js';

const bot = { id: botAccount, name: 'やまびこ' };
const mentionText = '<at>やまびこ</at>';
const mention = { type: 'mention', mentioned: bot, text: mentionText };

/** Somebody in a conversation. `root`: of the thread of a channel. */
export interface Doer {
  readonly person: TownPerson;
  readonly conversationId: string;
  readonly root: string | null;
}

export interface Write {
  readonly id: string;
  readonly text: string;
  /** The message that it quotes: how Teams replies in a chat. */
  readonly quotes?: string | null;
}

const isChannel = ({ conversationId }: Doer): boolean => conversationId.startsWith('19:');

export function createActivities(serviceUrl: string) {
  const frame = (doer: Doer) => {
    const { person, conversationId, root } = doer;
    const channel = { channel: { id: conversationId }, team: { id: deskChannel } };
    return {
      channelId: 'msteams',
      serviceUrl,
      timestamp: new Date().toISOString(),
      recipient: bot,
      from: { id: person.account, name: person.name, aadObjectId: person.user },
      conversation: {
        id: root === null ? conversationId : `${conversationId};messageid=${root}`,
        conversationType: isChannel(doer) ? 'channel' : 'personal',
        tenantId,
      },
      channelData: { tenant: { id: tenantId }, ...(isChannel(doer) ? channel : {}) },
    };
  };

  const quote = (id: string) => ({
    contentType: 'text/html',
    content: `<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="${id}"></blockquote>`,
  });

  /** In a channel only what names the bot reaches it. */
  const message = (doer: Doer, { id, text, quotes }: Write) => ({
    ...frame(doer),
    type: 'message',
    id,
    textFormat: 'plain',
    text: isChannel(doer) ? `${mentionText}&nbsp;${text}` : text,
    entities: isChannel(doer) ? [mention] : [],
    attachments: quotes ? [quote(quotes)] : [],
  });

  const happened = (doer: Doer, type: string, more: object = {}) => ({
    ...frame(doer),
    type,
    id: `f:${randomUUID()}`,
    ...more,
  });

  const invoke = (doer: Doer, name: string, value: object, replyToId?: string) =>
    happened(doer, 'invoke', { name, value, replyToId });

  return {
    message,
    unnamed: (doer: Doer, { id, text }: Write) => ({
      ...message(doer, { id, text }),
      text,
      entities: [],
    }),
    edited: (doer: Doer, write: Write) => {
      const written = message(doer, write);
      const channelData = { ...written.channelData, eventType: 'editMessage' };
      return { ...written, type: 'messageUpdate', channelData };
    },
    deleted: (doer: Doer, id: string) => {
      const channelData = { ...frame(doer).channelData, eventType: 'softDeleteMessage' };
      return { ...frame(doer), type: 'messageDelete', id, channelData };
    },
    /** `action`: of the installation. */
    installation: (doer: Doer, action: 'add' | 'remove') => happened(doer, 'installationUpdate', { action }),
    /** A press of Action.Execute. `pressed`: the id of the message whose card it is on. */
    execute: (doer: Doer, verb: string, data: object, pressed?: string) =>
      invoke(doer, 'adaptiveCard/action', { action: { type: 'Action.Execute', verb, data } }, pressed),
    /** A press of Action.Submit: a message without words. */
    submit: (doer: Doer, value: object, replyToId?: string) =>
      happened(doer, 'message', { value, replyToId }),
    invoke,
  };
}
