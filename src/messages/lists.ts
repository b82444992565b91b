/** Lists and look-ups: わたしの提案, one number, 未回答. */
import type { HeldText } from '../bot/conversation.js';
import {
  actions,
  context,
  facts,
  heading,
  message,
  paragraph,
  quote,
  type Block,
  type Control,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import { excerpt, showable } from '../texts/visible.js';
import { filesValue, publicFiles } from './files.js';
import { control } from './forms.js';
import { due, holderName, moment, numberOf, owed, title, type Telling } from './telling.js';

/** Longer lists are for the record; in a chat nobody reads them. */
export const listed = 20;

/** So many of one's newest are looked through for those to show first. */
export const lookedThrough = 60;

const rank = (proposal: Proposal): number => {
  if (!isOpen(proposal)) return 2;
  return proposal.nextWord?.holder.kind === 'proposer' ? 0 : 1;
};

/** One's own: what waits for oneself, then what is under way, then what has ended; within each as they were. */
export const yourTurnFirst = (proposals: readonly Proposal[]): Proposal[] =>
  [...proposals].sort((a, b) => rank(a) - rank(b));

function whatNext(proposal: Proposal, telling: Telling): string {
  const { say } = telling.town;
  const word = proposal.nextWord;
  if (proposal.ending) {
    const ending = say(`ending.${proposal.ending.kind}`);
    return proposal.ending.reason
      ? say('mine.ended', { ending, reason: excerpt(showable(proposal.ending.reason), 60) })
      : ending;
  }
  if (!word) return '';
  return word.holder.kind === 'proposer'
    ? say('mine.your-turn')
    : say('mine.due', { due: due(word, telling), holder: holderName(word.holder, telling) });
}

export const proposeHeld = (held: HeldText, { town: { say } }: Telling): Control[] => [
  { intent: 'text.propose', target: `${held.id}~1`, label: say('control.propose'), emphasis: 'primary' },
  { intent: 'text.discard', target: `${held.id}~1`, label: say('control.discard') },
];

export const heldBlocks = (held: HeldText, telling: Telling): Block[] => [
  quote(excerpt(showable(held.text), 60)),
  actions(...proposeHeld(held, telling)),
];

/** One of one's own proposals: how it stands, and what comes next. */
export function ownLine(proposal: Proposal, telling: Telling): Block[] {
  const { say } = telling.town;
  const line = {
    number: numberOf(proposal),
    title: title(proposal, telling),
    state: say(`state.${proposal.state}`),
  };
  const count = publicFiles(proposal.thread).length;
  const files = count > 0 ? say('mine.files', { count }) : '';
  return [paragraph(say('mine.line', line) + files), context(whatNext(proposal, telling))];
}

export function myProposals(
  proposals: readonly Proposal[],
  count: number,
  held: readonly HeldText[],
  telling: Telling,
): OutgoingMessage {
  const { say } = telling.town;
  const lines = proposals.flatMap((proposal) => ownLine(proposal, telling));
  const more = count - proposals.length;
  return message(
    count === 0 ? paragraph(say('mine.none')) : heading(say('mine.heading', { count })),
    ...lines,
    more > 0 ? context(say('mine.more', { count: more })) : null,
    held.length > 0 ? heading(say('mine.drafts')) : null,
    ...held.flatMap((text) => heldBlocks(text, telling)),
  );
}

/** How one proposal stands, for its proposer or the desk. */
export function status(proposal: Proposal, viewer: 'proposer' | 'desk', telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  const word = proposal.nextWord;
  // A word that was refused is told by a human first (P5).
  const lastWord = proposal.thread.findLast(
    ({ by, visibility, delivery }) =>
      by === 'desk' && visibility === 'public' && (delivery === 'sent' || delivery === 'told'),
  );
  const next =
    word &&
    (word.holder.kind === 'proposer'
      ? say('status.your-turn')
      : say('status.next-value', {
          owed: owed(word, telling),
          due: due(word, telling),
          holder: holderName(word.holder, telling),
        }));
  const offered = viewer === 'desk' ? ['proposal.answer'] : ['proposal.add', 'proposal.withdraw'];
  return message(
    heading(say('status.heading', { number: numberOf(proposal), title: title(proposal, telling) })),
    facts(
      [say('status.state'), say(`state.${proposal.state}`)],
      [say('status.next'), next],
      [say('files.label'), filesValue(publicFiles(proposal.thread), telling)],
      [say('status.ending'), proposal.ending && whatNext(proposal, telling)],
    ),
    proposal.sending.length > 0 ? context(say('status.on-its-way')) : null,
    lastWord
      ? context(say('status.last-word', { name: lastWord.name ?? '', at: moment(lastWord.at, telling) }))
      : null,
    lastWord ? quote(showable(lastWord.text)) : null,
    isOpen(proposal)
      ? actions(...offered.map((intent) => control(say, proposal, intent as `proposal.${string}`)))
      : null,
  );
}

/** What is owed on a proposal, with the control that does it. Nothing for one that has ended. */
export function owedLine(proposal: Proposal, telling: Telling): Block[] {
  const { say } = telling.town;
  const word = proposal.nextWord;
  if (!word) return [];
  const line = say('unanswered.line', {
    number: numberOf(proposal),
    title: title(proposal, telling),
    owed: owed(word, telling),
    holder: holderName(word.holder, telling),
    due: due(word, telling),
  });
  const overdue = telling.now > word.dueAt ? say('unanswered.overdue') : '';
  const answerWith = word.undelivered.length > 0 ? 'proposal.told' : 'proposal.answer';
  return [paragraph(line + overdue), actions(control(say, proposal, answerWith))];
}

/** 未回答: what is owed, the earliest due first. */
export function unanswered(proposals: readonly Proposal[], count: number, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  if (count === 0) return message(paragraph(say('unanswered.none')));
  const lines = proposals.flatMap((proposal) => owedLine(proposal, telling));
  const more = count - proposals.length;
  return message(
    heading(say('unanswered.heading', { count })),
    ...lines,
    more > 0 ? context(say('unanswered.more', { count: more })) : null,
  );
}
