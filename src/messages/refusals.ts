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
import { formOf, formText, hasForm } from './forms.js';
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

/** A form came too late: its text is kept for a day, and one press goes on with it (contract §5). */
export function draftKept(
  refusal: RefusalOnProposal,
  { intent, values }: { intent: string; values: Readonly<Record<string, string>> },
  telling: Telling,
): OutgoingMessage {
  const { say } = telling.town;
  const { proposal } = refusal;
  const kept = [
    paragraph(sentence(refusal, telling)),
    stateNow(proposal, telling),
    paragraph(say('refused.draft-kept')),
    quote(showable(formText(values))),
  ];
  if (!isOpen(proposal) || !hasForm(intent)) return message(...kept);
  return message(
    ...kept,
    context(say('refused.draft-reopen')),
    actions({
      intent,
      target: targetOf(proposal),
      label: say('control.continue-draft'),
      emphasis: 'primary',
      form: formOf(intent, say, values),
    }),
  );
}
