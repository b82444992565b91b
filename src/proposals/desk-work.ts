/** What becomes of a proposal at the desk without a word to the proposer: it is taken, noted on, and shown again. */
import type { Instant } from '../calendar/instant.js';
import type { Person } from '../places.js';
import { samePerson, type PromiseRules } from './next-word.js';
import { isOpen, planned, type Proposal } from './proposal.js';
import { entry } from './thread.js';

export type TakeOutcome =
  { kind: 'taken'; proposal: Proposal } | { kind: 'nothing-to-take' } | { kind: 'already-yours' };

/** 担当になる: theirs until the due date, which taking does not move (P4: only a word to the proposer counts). */
export function take(proposal: Proposal, by: Person, rules: PromiseRules): TakeOutcome {
  const word = proposal.nextWord;
  if (!word || word.holder.kind === 'proposer') return { kind: 'nothing-to-take' };
  if (samePerson(word.holder, by.id)) return { kind: 'already-yours' };
  const nextWord = { ...word, holder: { kind: 'person', person: by } as const, taken: true };
  return { kind: 'taken', proposal: planned({ ...proposal, nextWord }, rules, 'visible') };
}

/** A note that only the desk sees. Cards stay as they are: nothing changed for anybody else. */
export function note(
  proposal: Proposal,
  what: { id: string; at: Instant; by: string; text: string },
  rules: PromiseRules,
): Proposal {
  const noted = entry({
    id: what.id,
    at: what.at,
    by: 'desk',
    name: what.by,
    kind: 'note',
    visibility: 'internal',
    text: what.text,
  });
  return planned({ ...proposal, thread: [...proposal.thread, noted] }, rules, 'silent');
}

/**
 * The desk's channel did not take a word about it, so what the desk sees there is missing or out of date: the card
 * leaves again with the next half day, until it arrives. `card`: whether it was the card itself that was refused.
 */
export function cardRefused(
  proposal: Proposal,
  { card, now }: { card: boolean; now: Instant },
  rules: PromiseRules,
): Proposal {
  if (!isOpen(proposal)) return proposal;
  const cardLeavesAt = rules.calendar.nextHalfDay(now);
  return planned({ ...proposal, cardLeavesAt, cardId: card ? null : proposal.cardId }, rules, 'silent');
}
