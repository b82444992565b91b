/** Short words to the desk: under a card, human tasks, and private refusals. */
import {
  actions,
  context,
  facts,
  heading,
  message,
  paragraph,
  quote,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import type { Spoken } from '../proposals/next-word.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import type { Entry } from '../proposals/thread.js';
import { showable } from '../texts/visible.js';
import { filesFacts, filesOnRequest } from './files.js';
import { control } from './forms.js';
import { due, holderName, numberOf, proposerName, signature, type Telling } from './telling.js';

/** What happened to a proposal whose card the desk already has. */
export type Happening =
  | { kind: 'addition' | 'edited' | 'masked' | 'withdrawn'; entry: Entry | null }
  | { kind: 'reply'; entry: Entry };

export function happened(proposal: Proposal, what: Happening, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  const number = numberOf(proposal);
  const word = proposal.nextWord;
  const said = what.entry && !what.entry.masked ? quote(showable(what.entry.text)) : null;
  const sent = what.entry?.files ?? [];
  const files = [filesFacts(sent, telling), isOpen(proposal) ? filesOnRequest(sent, telling) : null];
  if (what.kind !== 'reply' || !word) {
    const kind = what.kind === 'reply' ? 'addition' : what.kind;
    return message(paragraph(say(`thread.${kind}`, { number })), said, ...files);
  }
  const holder = holderName(word.holder, telling);
  return message(paragraph(say('thread.reply', { number, holder, due: due(word, telling) })), said, ...files);
}

export const notedNotice = (name: string, text: string, { town: { say } }: Telling): OutgoingMessage =>
  message(context(say('thread.note', { name })), quote(showable(text)));

export const arrivedNotice = (said: Entry | undefined, { town: { say } }: Telling): OutgoingMessage => {
  const name = said?.name ?? '';
  return message(
    paragraph(say(said?.kind === 'question' ? 'thread.question-arrived' : 'thread.arrived', { name })),
  );
};

export const toldNotice = (proposal: Proposal, name: string, { town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say('thread.told', { number: numberOf(proposal), name })));

/** A human has to tell what the platform refused: to whom, what, until when (P5). */
export function humanTask(
  proposal: Proposal,
  spoken: Spoken,
  reason: string | null,
  telling: Telling,
): OutgoingMessage {
  const { say } = telling.town;
  const word = proposal.nextWord;
  const author = signature(spoken.by, telling);
  const said = proposal.thread.find((entry) => entry.id === spoken.entryId)?.text ?? '';
  const name = proposerName(proposal, telling);
  const taskWords = (): string => {
    if (!word) return say('task.closed', { name, number: numberOf(proposal), author });
    const until = due(word, telling);
    return proposal.place
      ? say('task.body', { name, author, due: until })
      : say('task.no-account', { author, due: until });
  };
  return message(
    heading(say(word ? 'task.heading' : 'task.heading-closed', { number: numberOf(proposal) })),
    paragraph(taskWords()),
    facts([say('task.whom'), name]),
    context(say('task.what')),
    quote(showable(said)),
    reason === null ? null : context(say('task.reason', { reason })),
    isOpen(proposal) ? context(say('task.after')) : null,
    isOpen(proposal) ? actions(control(say, proposal, 'proposal.told', 'primary')) : null,
  );
}

/** One of the bot's own words could not be delivered: no promise is broken, but somebody should know. */
export const botWordRefused = (proposal: Proposal, telling: Telling): OutgoingMessage =>
  message(
    paragraph(
      telling.town.say('task.bot-word', {
        number: numberOf(proposal),
        name: proposerName(proposal, telling),
      }),
    ),
  );

/** An event that the bot could not handle: kept, and not kept secret. */
export const unreadable = (rowId: string, { town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say('task.unreadable', { id: rowId })));
