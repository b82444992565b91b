/** Who may do what with a proposal (contract §5): one table, asked by turns and by what is answered at once. */
import type { Refusal } from '../messages/refusals.js';
import type { PersonId } from '../places.js';
import { isProposer } from '../privacy/who-sees-what.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import type { Stored } from './changes.js';
import type { Target } from './target.js';

interface Rule {
  readonly who: 'proposer' | 'desk' | 'viewer';
  /** Also possible when the proposal has ended. */
  readonly whenClosed?: true;
}

export const rules = {
  'text.make-new': { who: 'proposer', whenClosed: true },
  'text.make-addition': { who: 'proposer' },
  'proposal.tell-more': { who: 'proposer' },
  'question.skip': { who: 'proposer' },
  'question.later': { who: 'proposer' },
  'proposal.reply': { who: 'proposer', whenClosed: true },
  'proposal.add': { who: 'proposer', whenClosed: true },
  'proposal.withdraw': { who: 'proposer' },
  'proposal.answer': { who: 'desk' },
  'proposal.ask': { who: 'desk' },
  'proposal.decline': { who: 'desk' },
  'proposal.close-answered': { who: 'desk' },
  'proposal.take': { who: 'desk' },
  'proposal.told': { who: 'desk' },
  'proposal.note': { who: 'desk', whenClosed: true },
  'proposal.due-explained': { who: 'viewer', whenClosed: true },
} as const satisfies Record<string, Rule>;

/** An intent about a proposal that exists. */
export type ProposalIntent = keyof typeof rules;

export const isProposalIntent = (intent: string): intent is ProposalIntent => Object.hasOwn(rules, intent);

export interface Presser {
  readonly person: PersonId;
  readonly isDesk: () => Promise<boolean>;
  readonly find: (id: string) => Promise<Stored<Proposal> | undefined>;
}

export type Admission =
  | { kind: 'admitted'; intent: ProposalIntent; stored: Stored<Proposal> }
  | { kind: 'refused'; refusal: Refusal };

const refuse = (refusal: Refusal): Admission => ({ kind: 'refused', refusal });

function mayPress(
  { who }: Rule,
  proposal: Proposal,
  { person, isDesk }: Presser,
): Promise<boolean> | boolean {
  const own = isProposer(proposal, person);
  switch (who) {
    case 'desk':
      return isDesk();
    case 'proposer':
      return own;
    case 'viewer':
      return own || isDesk();
  }
}

/**
 * Whether a press may do what it says. The proposer's own words count on an older message too; the desk decides
 * only on what it has seen (docs/decisions/0006). "Not yours" and "does not exist" sound the same (P9).
 * @throws PlatformUnavailable when it depends on the desk and nobody knows who that is.
 */
export async function admitPress(
  intent: string,
  target: Target | undefined,
  presser: Presser,
): Promise<Admission> {
  if (!isProposalIntent(intent)) return refuse({ kind: 'not-understood' });
  const rule: Rule = rules[intent];
  if (rule.who === 'desk' && !(await presser.isDesk())) return refuse({ kind: 'not-desk' });
  const stored = target && (await presser.find(target.subject));
  if (!stored || !(await mayPress(rule, stored.value, presser))) return refuse({ kind: 'unknown' });
  const proposal = stored.value;
  if (rule.whenClosed) return { kind: 'admitted', intent, stored };
  if (!isOpen(proposal)) return refuse({ kind: 'closed', proposal });
  if (rule.who === 'desk' && target.revision !== proposal.revision)
    return refuse({ kind: 'outdated', proposal });
  return { kind: 'admitted', intent, stored };
}
