/** 「提案にする」: a message somewhere else becomes a proposal; another's only when its author says so. */
import type { Conversation, HeldText } from '../bot/conversation.js';
import type { EventOf } from '../bot/incoming-event.js';
import type { OutgoingMessage } from '../bot/outgoing-message.js';
import { answerHere, directConversation, tellPerson, type Effects, type Scene } from '../bot/scene.js';
import { wordsOf } from '../messages/files.js';
import { alreadyFiled, askAuthor, notProposed, type NotProposed } from '../messages/shortcut.js';
import { messageKey, type PersonId } from '../places.js';
import { filedAs } from './hold-text.js';
import { submitProposal } from './submit-proposal.js';

type Shortcut = EventOf<'shortcut'>;
type Words = Pick<HeldText, 'text' | 'files'> & { readonly messageKey: string };

/** So many texts wait for one person's word; to be asked for more would be a flood. */
const mostWaiting = 20;

const sayPrivately = (scene: Scene, message: OutgoingMessage): Effects => ({
  messages: [answerHere(scene, message, { purpose: 'private' })],
});

const refuse = (scene: Scene, why: NotProposed): Effects =>
  sayPrivately(scene, notProposed(why, scene.telling));

const waits = ({ held, offered }: Conversation, key: string): boolean =>
  held.some((text) => text.messageKey === key) || offered?.messageKey === key;

const without = (conversation: Conversation, key: string): Conversation => ({
  ...conversation,
  held: conversation.held.filter((text) => text.messageKey !== key),
  offered: conversation.offered?.messageKey === key ? null : conversation.offered,
});

/** As if it had been written to the bot: a press on one's own words leaves no doubt. */
async function proposeOwn(scene: Scene, words: Words): Promise<Effects> {
  const filed = await filedAs(scene, words.messageKey);
  if (filed) return sayPrivately(scene, alreadyFiled(filed.value, scene.telling));
  return submitProposal({ ...scene, conversation: without(scene.conversation, words.messageKey) }, words);
}

/** The presser hears the same whether or not it is a proposal already: that is its author's to tell (P9). */
async function askForConsent(scene: Scene, author: PersonId, words: Words): Promise<Effects> {
  const { row, event, person, telling } = scene;
  const direct = await directConversation(scene, author);
  const { conversation } = direct;
  if (waits(conversation, words.messageKey) || (await filedAs(scene, words.messageKey)))
    return refuse(scene, 'author-decides');
  if (conversation.held.length >= mostWaiting) return refuse(scene, 'author-busy');
  // Asked once: it was not their idea to be asked.
  const held: HeldText = { id: row.id, ...words, at: event.at, askAgainAt: null };
  const asking = tellPerson(scene, author, askAuthor(held, person, telling), { part: 'ask' });
  return {
    messages: [...(refuse(scene, 'author-decides').messages ?? []), asking],
    elsewhere: [{ ...direct, conversation: { ...conversation, held: [...conversation.held, held] } }],
  };
}

export async function proposeMessage(scene: Scene, event: Shortcut): Promise<Effects> {
  const text = wordsOf(event.text, event.files, scene.telling.town.say);
  if (event.author === null) return refuse(scene, 'not-a-person');
  if (text.trim() === '') return refuse(scene, 'empty');
  const words = { text, files: [...event.files], messageKey: messageKey(event.source, event.messageId) };
  return event.author === scene.person.id
    ? proposeOwn(scene, words)
    : askForConsent(scene, event.author, words);
}
