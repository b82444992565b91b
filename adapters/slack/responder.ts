/** Answers one press within its three seconds: opens a form, or says why not. Best effort. */
import type { WebClient } from '@slack/web-api';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { isDirect, userOf } from '../../src/places.js';
import type { Responder } from '../../src/ports.js';
import type { SlackClients } from './client.js';
import type { ConversationIds } from './conversation-id.js';
import type { Press } from './reading.js';
import { renderForm, type ModalWords } from './render-form.js';
import { renderMessage } from './render-message.js';
import { splitMessage } from './split-message.js';

export interface ResponderDeps {
  readonly clients: SlackClients;
  readonly conversations: ConversationIds;
  readonly words: ModalWords;
}

const firstPart = (message: OutgoingMessage) => renderMessage(splitMessage(message)[0] ?? message);

async function sayPrivately(
  client: WebClient,
  { channel, user, direct }: { channel: string; user: string; direct: boolean },
  message: OutgoingMessage,
): Promise<void> {
  const rendered = firstPart(message);
  if (direct)
    await client.chat.postMessage({ channel, ...rendered, unfurl_links: false, unfurl_media: false });
  else await client.chat.postEphemeral({ channel, user, ...rendered });
}

/** Bound to one press: its trigger opens one form. */
export const createResponder = (
  { clients, conversations, words }: ResponderDeps,
  press: Press,
): Responder => ({
  openForm: async (_to, _place, opened) => {
    if (press.triggerId === null) return;
    const view = renderForm(opened, press.channel, words);
    await clients.views.views.open({ trigger_id: press.triggerId, view });
  },
  say: async (to, place, message) => {
    const channel = press.channel ?? (await conversations.channelOf(place));
    await sayPrivately(clients.views, { channel, user: userOf(to), direct: isDirect(place) }, message);
  },
});
