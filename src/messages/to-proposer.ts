/** What the proposer reads after the receipt. A human's words are signed; the bot's say what is the case. */
import {
  actions,
  context,
  heading,
  message,
  paragraph,
  quote,
  type Block,
  type Control,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import { effects } from '../proposals/human-word.js';
import { startWord, type HumanWord, type Spoken } from '../proposals/next-word.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import type { Entry } from '../proposals/thread.js';
import type { Say } from '../texts/ja/index.js';
import { excerpt, showable } from '../texts/visible.js';
import { filesFacts, filesOnRequest, filesStay } from './files.js';
import { control } from './forms.js';
import { counted, due, holderName, numberOf, type Telling } from './telling.js';

type Said = { spoken: Spoken; said: Entry };

/** The news after an answer is counted from its arrival: while it is composed that is now. */
function newsAfter(spoken: Spoken, telling: Telling) {
  const holder = { kind: 'person', person: spoken.by } as const;
  const word = startWord('news', holder, telling.now, telling.town);
  return telling.town.say('answer.next', { due: due(word, telling), holder: holderName(holder, telling) });
}

function answer(proposal: Proposal, { spoken, said }: Said, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  return message(
    heading(say('answer.heading', { number: numberOf(proposal) })),
    paragraph(say('answer.from', { name: said.name ?? '' })),
    quote(showable(said.text)),
    paragraph(newsAfter(spoken, telling)),
    actions(control(say, proposal, 'proposal.add'), control(say, proposal, 'proposal.withdraw')),
  );
}

function question(proposal: Proposal, { said }: Said, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  return message(
    heading(say('question.heading', { number: numberOf(proposal) })),
    paragraph(say('question.from', { name: said.name ?? '' })),
    quote(showable(said.text)),
    context(say('question.how')),
    actions(control(say, proposal, 'proposal.reply', 'primary'), control(say, proposal, 'proposal.withdraw')),
  );
}

function ending(proposal: Proposal, { spoken, said }: Said, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  const { leadsTo } = effects[spoken.word];
  const kind = 'ending' in leadsTo ? say(`ending.${leadsTo.ending}`) : '';
  return message(
    heading(say('ending.heading', { number: numberOf(proposal), ending: kind })),
    paragraph(say('ending.from', { name: said.name ?? '' })),
    quote(showable(said.text)),
    context(say('ending.thanks', { number: numberOf(proposal) })),
  );
}

const composers: { readonly [Word in HumanWord]: typeof answer } = {
  answer,
  ask: question,
  decline: ending,
  'close-answered': ending,
};

/** A human word as the proposer reads it. */
export function humanWord(proposal: Proposal, spoken: Spoken, telling: Telling): OutgoingMessage {
  const said = proposal.thread.find((e) => e.id === spoken.entryId);
  if (!said) throw new Error(`The thread of ${proposal.id} has no entry ${spoken.entryId}`);
  return composers[spoken.word](proposal, { spoken, said }, telling);
}

/** The correction of where a text was filed. */
export const makeNew = (proposal: Proposal, entryId: string, telling: Telling): Control => ({
  intent: 'text.make-new',
  // The subject is the text: which entry of which proposal. Opaque to everybody else.
  target: `${proposal.id}.${entryId}~${proposal.revision}`,
  label: telling.town.say('control.make-new'),
});

const filesOf = ({ thread }: Proposal, entryId: string, telling: Telling) =>
  filesStay(thread.find(({ id }) => id === entryId)?.files ?? [], telling);

export function added(proposal: Proposal, entryId: string, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  const word = proposal.nextWord;
  return message(
    paragraph(say('added.done', { number: numberOf(proposal) })),
    word && word.holder.kind !== 'proposer'
      ? context(say('added.answer-by', { due: due(word, telling) }))
      : null,
    filesOf(proposal, entryId, telling),
    actions(makeNew(proposal, entryId, telling)),
  );
}

export function replied(proposal: Proposal, entryId: string, telling: Telling): OutgoingMessage {
  const { say, settings } = telling.town;
  const word = proposal.nextWord;
  const number = numberOf(proposal);
  const desk = settings.desk.name;
  return message(
    paragraph(
      word
        ? say('reply.done', {
            number,
            desk,
            due: due(word, telling),
            holder: holderName(word.holder, telling),
          })
        : say('replied-elsewhere.done', { number, desk }),
    ),
    filesOf(proposal, entryId, telling),
    actions(makeNew(proposal, entryId, telling)),
  );
}

export const edited = (proposal: Proposal, { town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say('edited.done', { number: numberOf(proposal) })));

export function deleted(proposal: Proposal, { town: { say } }: Telling): OutgoingMessage {
  const number = numberOf(proposal);
  if (!isOpen(proposal)) return message(paragraph(say('deleted.done', { number })));
  return message(
    paragraph(say('deleted.done', { number })),
    context(say('deleted.withdraw')),
    actions(control(say, proposal, 'proposal.withdraw', 'danger')),
  );
}

export const withdrawn = (proposal: Proposal, { town: { say } }: Telling): OutgoingMessage =>
  message(
    paragraph(say('withdrawn.done', { number: numberOf(proposal) })),
    proposal.ending?.reason
      ? context(say('withdrawn.reason', { reason: showable(proposal.ending.reason) }))
      : null,
  );

export const madeAddition = (
  withdrawnOne: Proposal,
  earlier: Proposal,
  { town: { say } }: Telling,
): OutgoingMessage =>
  message(
    paragraph(say('moved.made-addition', { number: numberOf(withdrawnOne), earlier: numberOf(earlier) })),
  );

/** 「期限の数え方」. */
export function dueExplained(proposal: Proposal, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  const number = numberOf(proposal);
  const word = proposal.nextWord;
  if (!word) return message(paragraph(say('due.none', { number })));
  return message(heading(say('due.heading', { number })), paragraph(counted(word, telling)));
}

/** The same message once more, because nobody could tell whether it arrived: so that the reader is not puzzled. */
export function markedAsResent({ text, blocks }: OutgoingMessage, say: Say): OutgoingMessage {
  const mark = say('resent.mark');
  return { text: `${mark}\n${text}`, blocks: [context(mark), ...blocks] };
}

/** Files are told of in blocks of their own. */
function tellsFiles(block: Block, files: Entry['files'], telling: Telling): boolean {
  const told = [filesStay, filesFacts, filesOnRequest].map((tell) => tell(files, telling));
  return told.some((each) => each !== null && JSON.stringify(each) === JSON.stringify(block));
}

/**
 * A message in which somebody's deleted words and files do not stand any more; undefined: they do not stand in it.
 * Only whole quotes are looked at: what a human wrote around them is theirs.
 */
export function withoutWords(
  { blocks }: OutgoingMessage,
  { text, files }: Pick<Entry, 'text' | 'files'>,
  telling: Telling,
): OutgoingMessage | undefined {
  const whole = showable(text);
  const quoted = new Set([whole, excerpt(whole)]);
  const masked = blocks.flatMap((block) => {
    if (block.kind === 'quote' && quoted.has(block.text)) return [context(telling.town.say('card.masked'))];
    return tellsFiles(block, files, telling) ? [] : [block];
  });
  const isClean = masked.length === blocks.length && masked.every((block, n) => block === blocks[n]);
  return isClean ? undefined : message(...masked);
}
