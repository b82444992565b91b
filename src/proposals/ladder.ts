/**
 * The reminder steps around a due date (design §5, Ladder). Step 0..n-1 are the listed ones, every
 * further step repeats the last one, without end: only a human answer stops them.
 */
import type { Instant } from '../calendar/instant.js';
import type { Duration } from '../calendar/duration.js';
import type { NextWord, PromiseRules, ToldSteps } from './next-word.js';

export type Receiver = keyof ToldSteps;
export const receivers = ['holder', 'manager', 'proposer'] as const satisfies Receiver[];

export interface Step {
  readonly index: number;
  readonly at: Instant;
  readonly tell: readonly Receiver[];
}

const zero: Duration = { unit: 'business-days', count: 0 };

/** The n-th repetition after `last`, counted in one go where the distance is plain time. */
function repeatInstant(last: Instant, n: number, rules: PromiseRules): Instant {
  const { every } = rules.promise.ladderRepeat;
  const distance =
    every.unit === 'time' ? { ...every, ms: every.ms * n } : { ...every, count: every.count * n };
  return rules.calendar.shift(last, 'after', distance);
}

export function stepOf(word: NextWord, index: number, rules: PromiseRules): Step {
  const { ladder, ladderRepeat } = rules.promise;
  const listed = ladder[index];
  if (listed) {
    return {
      index,
      at: rules.calendar.shift(word.dueAt, listed.direction, listed.distance),
      tell: listed.tell,
    };
  }
  const lastListed = ladder.at(-1);
  const last = lastListed
    ? rules.calendar.shift(word.dueAt, lastListed.direction, lastListed.distance)
    : word.dueAt;
  return { index, at: repeatInstant(last, index - ladder.length + 1, rules), tell: ladderRepeat.tell };
}

/**
 * The steps that the proposer's own word has (「確認中」): a nudge, and at the end the holder owes again.
 * In business days both come at the opening of a day, like every step.
 */
export function proposerSteps(word: NextWord, rules: PromiseRules): { nudgeAt: Instant; overAt: Instant } {
  const { calendar, promise } = rules;
  const nudgeDue = calendar.due(word.startedAt, promise.proposerNudge).dueAt;
  const atOpening = promise.proposerNudge.unit === 'business-days';
  const oneDayLater: Duration = { unit: 'business-days', count: 1 };
  return {
    nudgeAt: atOpening ? calendar.shift(nudgeDue, 'after', zero) : nudgeDue,
    // The day of the due date is still the proposer's.
    overAt:
      promise.proposerSilence.unit === 'business-days'
        ? calendar.shift(word.dueAt, 'after', oneDayLater)
        : word.dueAt,
  };
}

/** Steps before the start are skipped: who was asked today is not reminded of yesterday. */
const counts = (word: NextWord, step: Step): boolean => step.at >= word.startedAt;

/** The earliest step that some receiver was not told yet, whether or not it is due. */
export function nextStepAt(word: NextWord, rules: PromiseRules): Instant {
  if (word.kind === 'reply') {
    const { nudgeAt, overAt } = proposerSteps(word, rules);
    return word.told.proposer < 0 && nudgeAt < overAt ? nudgeAt : overAt;
  }
  for (let index = 0; ; index++) {
    const step = stepOf(word, index, rules);
    if (counts(word, step) && step.tell.some((receiver) => word.told[receiver] < index)) return step.at;
  }
}

/** The latest step that is due for a receiver and was not told; what lies before it is skipped for good. */
export function dueStep(
  word: NextWord,
  receiver: Receiver,
  now: Instant,
  rules: PromiseRules,
): Step | undefined {
  let latest: Step | undefined;
  for (let index = word.told[receiver] + 1; ; index++) {
    const step = stepOf(word, index, rules);
    if (step.at > now && index >= rules.promise.ladder.length) return latest;
    if (step.at <= now && counts(word, step) && step.tell.includes(receiver)) latest = step;
  }
}

/** When the bot speaks to this receiver again if nothing happens: what a late message promises. */
export function followingStepAt(
  word: NextWord,
  receiver: Receiver,
  after: Step,
  rules: PromiseRules,
): Instant {
  for (let index = after.index + 1; ; index++) {
    const step = stepOf(word, index, rules);
    if (step.tell.includes(receiver)) return step.at;
    if (index > after.index + rules.promise.ladder.length + 1) return step.at;
  }
}

export const withTold = (word: NextWord, receiver: Receiver, step: number): NextWord => ({
  ...word,
  told: { ...word.told, [receiver]: step },
});
