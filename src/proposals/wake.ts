/**
 * Waking at `wakeAt`: the desk's card leaves, reminders fall due, an unanswered question returns to whoever
 * asked. The bot's own words fulfil nothing and set no date for a human (P4).
 */
import type { Instant } from '../calendar/instant.js';
import { dueStep, followingStepAt, proposerSteps, receivers, withTold, type Receiver } from './ladder.js';
import { startWord, superseded, type NextWord, type PromiseRules } from './next-word.js';
import { planned, type Proposal } from './proposal.js';
import { owesAgain } from './proposer-word.js';
import { entry } from './thread.js';

/**
 * Whether this half day's message to a receiver can still take a line, or has left already. Whom the bot cannot
 * reach (a voice without an account) is told by humans, and misses no step.
 */
export type Bundle = 'open' | 'closed' | 'unreachable';

export type Reminder =
  | { to: 'holder' | 'manager'; kind: 'soon' | 'today' | 'overdue' }
  | { to: 'proposer'; kind: 'late'; nextReportAt: Instant }
  | { to: 'proposer'; kind: 'nudge' };

export interface Woken {
  readonly proposal: Proposal;
  readonly cardLeaves: boolean;
  readonly reminders: readonly Reminder[];
}

export interface Waking {
  readonly now: Instant;
  /** The id that the desk's card is delivered under, if it leaves now and there is none yet. */
  readonly cardId: string;
  readonly bundleOf: (receiver: Receiver) => Bundle;
  /** What the late message to the proposer says, for the record. */
  readonly lateText: (late: NextWord, nextReportAt: Instant) => string;
}

const whenDue = (word: NextWord, now: Instant, rules: PromiseRules): 'soon' | 'today' | 'overdue' => {
  if (now > word.dueAt) return 'overdue';
  const { localDateOf } = rules.calendar;
  return localDateOf(now) === localDateOf(word.dueAt) ? 'today' : 'soon';
};

/** Theirs until the due date only: a claim without a word must not become a place where proposals are forgotten. */
const claimExpired = (word: NextWord, now: Instant): NextWord =>
  word.taken && now > word.dueAt ? { ...word, holder: { kind: 'desk' }, taken: false } : word;

interface Reminding {
  readonly word: NextWord;
  readonly reminders: Reminder[];
}

function remindOwner(word: NextWord, waking: Waking, rules: PromiseRules): Reminding {
  const { now, bundleOf } = waking;
  const reminders: Reminder[] = [];
  let next = word;
  for (const receiver of receivers) {
    const step = dueStep(next, receiver, now, rules);
    if (!step) continue;
    const bundle = bundleOf(receiver);
    if (bundle === 'closed') {
      next = { ...next, notBefore: rules.calendar.nextHalfDay(now) };
      continue;
    }
    next = withTold(next, receiver, step.index);
    if (bundle === 'unreachable') continue;
    reminders.push(
      receiver === 'proposer'
        ? { to: receiver, kind: 'late', nextReportAt: followingStepAt(word, receiver, step, rules) }
        : { to: receiver, kind: whenDue(word, now, rules) },
    );
  }
  return { word: next, reminders };
}

function remindProposer(word: NextWord, waking: Waking, rules: PromiseRules): Reminding {
  const nudgeDue = word.told.proposer < 0 && proposerSteps(word, rules).nudgeAt <= waking.now;
  if (!nudgeDue) return { word, reminders: [] };
  const bundle = waking.bundleOf('proposer');
  if (bundle === 'unreachable') return { word: withTold(word, 'proposer', 0), reminders: [] };
  if (bundle === 'closed') {
    return { word: { ...word, notBefore: rules.calendar.nextHalfDay(waking.now) }, reminders: [] };
  }
  return { word: withTold(word, 'proposer', 0), reminders: [{ to: 'proposer', kind: 'nudge' }] };
}

/** The proposer kept silent: the asker owes again. It is never closed for that. */
function returned(proposal: Proposal, word: NextWord, now: Instant, rules: PromiseRules): Proposal {
  return {
    ...proposal,
    state: 'considering',
    nextWord: startWord('news', owesAgain(proposal), now, rules),
    history: [...proposal.history, superseded(word, now, 'news')],
  };
}

function remind(proposal: Proposal, waking: Waking, rules: PromiseRules): Woken {
  const { now } = waking;
  const word = proposal.nextWord;
  const nothing = { proposal, cardLeaves: false, reminders: [] };
  if (!word || (word.notBefore && word.notBefore > now)) return nothing;
  if (proposal.sending.length > 0) {
    return {
      ...nothing,
      proposal: { ...proposal, nextWord: { ...word, notBefore: rules.calendar.nextHalfDay(now) } },
    };
  }
  if (word.kind === 'reply' && proposerSteps(word, rules).overAt <= now) {
    return { ...nothing, proposal: returned(proposal, word, now, rules) };
  }
  const reminding =
    word.kind === 'reply'
      ? remindProposer(word, waking, rules)
      : remindOwner(claimExpired(word, now), waking, rules);
  const nextWord = {
    ...reminding.word,
    remindersSent: word.remindersSent + reminding.reminders.length,
  };
  return { proposal: { ...proposal, nextWord }, cardLeaves: false, reminders: reminding.reminders };
}

/** The proposer's late message belongs to the record: who was told, and when the bot reports again. */
function withLateEntry(proposal: Proposal, reminders: readonly Reminder[], waking: Waking): Proposal {
  const late = reminders.find((r) => r.kind === 'late');
  if (!late || !proposal.nextWord || !proposal.place) return proposal;
  const said = entry({
    id: `${proposal.id}-late-${proposal.thread.length}`,
    at: waking.now,
    by: 'bot',
    name: null,
    kind: 'late',
    text: waking.lateText(proposal.nextWord, late.nextReportAt),
  });
  return { ...proposal, thread: [...proposal.thread, said] };
}

/** What falls due at `now`. Waking early changes nothing; waking twice changes nothing more. */
export function wake(proposal: Proposal, waking: Waking, rules: PromiseRules): Woken {
  const cardLeaves = proposal.cardLeavesAt !== null && proposal.cardLeavesAt <= waking.now;
  const carded = cardLeaves
    ? { ...proposal, cardLeavesAt: null, cardId: proposal.cardId ?? waking.cardId }
    : proposal;
  const woken = remind(carded, waking, rules);
  const before = carded.nextWord?.holder;
  const visible = woken.proposal.nextWord?.holder !== before ? 'visible' : 'silent';
  const recorded = withLateEntry(woken.proposal, woken.reminders, waking);
  return { ...woken, cardLeaves, proposal: planned(recorded, rules, visible) };
}
