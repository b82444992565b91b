/**
 * 提案: the aggregate. Pure data; every change is a function in this folder of the shape
 * (proposal, what happened, rules) -> the proposal after it. What must then be told, and to whom,
 * is composed by the use cases.
 */
import { z } from 'zod';
import { earliest, type Instant } from '../calendar/instant.js';
import { personSchema, placeSchema, platformSchema } from '../places.js';
import { endingSchema } from './ending.js';
import { nextStepAt } from './ladder.js';
import { nextWordSchema, pastWordSchema, spokenSchema, type PromiseRules } from './next-word.js';
import { proposalNumberSchema } from './number.js';
import { entrySchema } from './thread.js';

export const openStates = ['received', 'considering', 'asked-proposer'] as const;
export const states = [...openStates, 'closed'] as const;
export type State = (typeof states)[number];

export const proposalSchema = z.object({
  id: z.string(),
  number: proposalNumberSchema,
  /** Bumped by every change that a reader of the card should know of: an older card is outdated. */
  revision: z.number().int().positive(),
  state: z.enum(states),
  ending: endingSchema.nullable(),
  headline: z.string().nullable(),
  /** Null for a voice heard on a visit, without a name or without an account here. */
  proposer: personSchema.nullable(),
  /** As written by whoever registered it, for a proposer without an account. */
  spokenFor: z.object({ name: z.string().nullable(), section: z.string().nullable() }).nullable(),
  /** Where the proposer is answered; null when only a human can. */
  place: placeSchema.nullable(),
  registeredBy: personSchema.nullable(),
  visibility: z.enum(['named', 'desk-only', 'anonymous']),
  platform: platformSchema,
  registeredAt: z.date(),
  /** A word on a closed proposal opens a new one that points back. */
  follows: z.string().nullable(),
  thread: z.array(entrySchema),
  /** Human words on their way to the proposer, oldest first. Reminders rest meanwhile. */
  sending: z.array(spokenSchema),
  nextWord: nextWordSchema.nullable(),
  history: z.array(pastWordSchema),
  /** Whose human word arrived last: who owes again when the proposer has replied, or does not. */
  lastSpeaker: personSchema.nullable(),
  /**
   * The desk's card leaves after the settling time, and again when the desk's channel refused it; null once it left,
   * or when it never will.
   */
  cardLeavesAt: z.date().nullable(),
  /** The delivery that carried the card, so that it can be updated in place. */
  cardId: z.string().nullable(),
  /** The instant of the next step. Set by `planned` at every change, never by hand. */
  wakeAt: z.date().nullable(),
});
export type Proposal = z.infer<typeof proposalSchema>;

export const isOpen = (proposal: Proposal): boolean => proposal.state !== 'closed';

/** What a control carries: which proposal, and how it was when the control was drawn (contract §5). */
export const targetOf = (proposal: Proposal): string => `${proposal.id}~${proposal.revision}`;

/** The proposal's text as it stands: the first entry's newest version. */
export const textOf = (proposal: Proposal): string => proposal.thread[0]?.text ?? '';

/**
 * When this proposal has to be looked at again. While a human word is on its way its reminders rest,
 * but it is still looked at every half day, so that a delivery that vanished is found.
 */
export function wakeInstant(proposal: Proposal, rules: PromiseRules): Instant | null {
  const word = proposal.nextWord;
  if (!isOpen(proposal) || !word) return null;
  const onItsWay = proposal.sending[0];
  const step = onItsWay ? rules.calendar.nextHalfDay(onItsWay.at) : nextStepAt(word, rules);
  const stepAt = word.notBefore && word.notBefore > step ? word.notBefore : step;
  return earliest(proposal.cardLeavesAt, stepAt);
}

/** Every change ends here. `visible` says that older cards are outdated by it. */
export function planned(proposal: Proposal, rules: PromiseRules, visible: 'visible' | 'silent'): Proposal {
  const next = visible === 'visible' ? { ...proposal, revision: proposal.revision + 1 } : proposal;
  return { ...next, wakeAt: wakeInstant(next, rules) };
}
