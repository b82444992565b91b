/** 「提案にする」 on a message that stands somewhere else. */
import type { HeldText } from '../bot/conversation.js';
import {
  actions,
  context,
  message,
  paragraph,
  quote,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import type { Person } from '../places.js';
import type { Proposal } from '../proposals/proposal.js';
import { excerpt, showable } from '../texts/visible.js';
import { filesStay } from './files.js';
import { proposeHeld } from './lists.js';
import { fullName, numberOf, type Telling } from './telling.js';

/** To whom somebody else would like to see make a proposal of their words: nothing happens without their press. */
export function askAuthor(held: HeldText, presser: Person, telling: Telling): OutgoingMessage {
  const name = fullName(presser, telling);
  return message(
    paragraph(telling.town.say('shortcut.ask', { name })),
    quote(excerpt(showable(held.text))),
    filesStay(held.files, telling),
    context(telling.town.say('shortcut.hint', { name })),
    actions(...proposeHeld(held, telling)),
  );
}

export type NotProposed = 'author-decides' | 'author-busy' | 'not-a-person' | 'empty';

/** To the presser, why it is no proposal, or not yet. */
export const notProposed = (why: NotProposed, { town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say(`shortcut.${why}`)));

export const alreadyFiled = (proposal: Proposal, { town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say('shortcut.already', { number: numberOf(proposal) })));
