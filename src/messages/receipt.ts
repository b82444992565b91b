/** The receipt is one message: number, own words, when the answer comes and how counted, who sees it. */
import {
  actions,
  context,
  facts,
  message,
  paragraph,
  quote,
  type Control,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import { targetOf, textOf, type Proposal } from '../proposals/proposal.js';
import { excerpt, graphemeCount, showable } from '../texts/visible.js';
import { filesStay, publicFiles } from './files.js';
import { control } from './forms.js';
import { counted, due, numberOf, signature, type Telling } from './telling.js';

/** The first 200 graphemes; the card and the record hold all (contract §6). */
const shown = 200;

export interface ReceiptContext {
  /** An earlier open proposal that this text may have been meant for. */
  readonly earlier: Proposal | null;
  /** A closed one that it goes on from. */
  readonly follows: Proposal | null;
}

function ownWords(proposal: Proposal, { town: { say } }: Telling) {
  const text = showable(textOf(proposal));
  return [
    quote(excerpt(text, shown)),
    graphemeCount(text) > shown ? context(say('receipt.excerpt')) : null,
  ] as const;
}

const makeAddition = (proposal: Proposal, { town: { say } }: Telling): Control => ({
  intent: 'text.make-addition',
  target: targetOf(proposal),
  label: say('control.make-addition'),
});

export function receipt(
  proposal: Proposal,
  { earlier, follows }: ReceiptContext,
  telling: Telling,
): OutgoingMessage {
  const { say, settings } = telling.town;
  const desk = settings.desk.name;
  const word = proposal.nextWord;
  return message(
    paragraph(say('receipt.registered', { number: numberOf(proposal) })),
    follows && context(say('receipt.follows', { number: numberOf(follows) })),
    ...ownWords(proposal, telling),
    filesStay(publicFiles(proposal.thread), telling),
    word && paragraph(say('receipt.answer-by', { due: due(word, telling), desk })),
    word && context(say('receipt.how-counted', { explanation: counted(word, telling) })),
    context(say('receipt.who-sees', { desk })),
    actions(
      control(say, proposal, 'proposal.tell-more', 'primary'),
      control(say, proposal, 'proposal.withdraw'),
      ...(earlier ? [makeAddition(proposal, telling)] : []),
    ),
  );
}

/** For whoever registered somebody else's voice: the desk's own receipt, and whose promise it is. */
export function receiptForDesk(proposal: Proposal, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  const by = proposal.registeredBy ? signature(proposal.registeredBy, telling) : '';
  return message(
    paragraph(say('register-for.done', { number: numberOf(proposal), by })),
    quote(excerpt(showable(textOf(proposal)), shown)),
    facts([say('card.owed'), proposal.nextWord && due(proposal.nextWord, telling)]),
  );
}
