/** Private words to whoever pressed something that is not the case any more, or was not theirs to press. */
import {
  actions,
  context,
  message,
  paragraph,
  quote,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import { isOpen, targetOf, type Proposal } from '../proposals/proposal.js';
import { showable } from '../texts/visible.js';
import { formOf, formWords, hasForm } from './forms.js';
import { holderName, numberOf, type Telling } from './telling.js';

/** Something about a proposal was not done, because it is not (any more) what the presser took it for. */
export interface RefusalOnProposal {
  readonly kind:
    'outdated' | 'closed' | 'ending-on-its-way' | 'nothing-to-take' | 'already-yours' | 'nothing-to-tell';
  readonly proposal: Proposal;
}

export type Refusal =
  | RefusalOnProposal
  | { kind: 'not-desk' }
  /** Nobody can say now who is of the desk. */
  | { kind: 'cannot-tell' }
  | { kind: 'unknown' }
  | { kind: 'not-understood' }
  | { kind: 'empty'; field: string };

function sentence(refusal: Refusal, { town: { say } }: Telling): string {
  switch (refusal.kind) {
    case 'empty':
      return say('refused.empty', { field: refusal.field });
    case 'not-desk':
    case 'cannot-tell':
    case 'unknown':
    case 'not-understood':
      return say(`refused.${refusal.kind}`);
    case 'outdated':
      return say('refused.outdated');
    case 'closed': {
      const { ending } = refusal.proposal;
      return say('refused.closed', {
        number: numberOf(refusal.proposal),
        ending: ending ? say(`ending.${ending.kind}`) : '',
      });
    }
    case 'ending-on-its-way':
    case 'nothing-to-take':
    case 'already-yours':
    case 'nothing-to-tell':
      return say(`refused.${refusal.kind}`, { number: numberOf(refusal.proposal) });
  }
}

function stateNow(proposal: Proposal, telling: Telling) {
  const { say } = telling.town;
  const state = `${numberOf(proposal)} ${say(`state.${proposal.state}`)}`;
  const { nextWord } = proposal;
  return context(
    nextWord
      ? say('refused.now-held', { state, holder: holderName(nextWord.holder, telling) })
      : say('refused.now', { state }),
  );
}

/** What was not done, why, and what is the case now. */
export const refused = (refusal: Refusal, telling: Telling): OutgoingMessage =>
  message(
    paragraph(sentence(refusal, telling)),
    'proposal' in refusal ? stateNow(refusal.proposal, telling) : null,
  );

interface Written {
  readonly intent: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What still may become of the words; null: nothing, they are only shown. */
function offerOf({ proposal }: RefusalOnProposal, written: Written, isDesk: boolean, { town }: Telling) {
  const { say } = town;
  const target = targetOf(proposal);
  if (isOpen(proposal)) {
    const { intent, values } = written;
    const form = hasForm(intent) ? { form: formOf(intent, say, values) } : {};
    const control = { intent, target, label: say('control.continue-draft'), ...form };
    return { hint: say('refused.draft-reopen'), control };
  }
  if (!isDesk) return null;
  const form = formOf('proposal.note', say, { text: formWords(written.intent, written.values).join('\n') });
  const control = { intent: 'proposal.note', target, label: say('control.draft-as-note'), form };
  return { hint: say('refused.draft-as-note'), control };
}

const words = (
  refusal: RefusalOnProposal,
  { intent, values }: Written,
  isOffered: boolean,
  telling: Telling,
) => [
  paragraph(sentence(refusal, telling)),
  stateNow(refusal.proposal, telling),
  paragraph(telling.town.say(isOffered ? 'refused.draft-kept' : 'refused.not-sent')),
  ...formWords(intent, values).map((text) => quote(showable(text))),
];

/** A form came too late: its text is kept for a day, and one press goes on with it (contract §5). */
export function draftKept(
  refusal: RefusalOnProposal,
  written: Written,
  isDesk: boolean,
  telling: Telling,
): OutgoingMessage {
  const offer = offerOf(refusal, written, isDesk, telling);
  return message(
    ...words(refusal, written, offer !== null, telling),
    offer && context(offer.hint),
    offer && actions({ ...offer.control, emphasis: 'primary' }),
  );
}

/** The same where no control can stand: in place of the form itself. */
export function formTooLate(
  refusal: RefusalOnProposal,
  written: Written,
  isDesk: boolean,
  telling: Telling,
): OutgoingMessage {
  const isOffered = offerOf(refusal, written, isDesk, telling) !== null;
  return message(
    ...words(refusal, written, isOffered, telling),
    isOffered ? context(telling.town.say('refused.draft-in-chat')) : null,
  );
}
