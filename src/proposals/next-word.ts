/** 次の返事: what is owed now, by whom, until when. An open proposal has exactly one (P3). */
import { z } from 'zod';
import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { dueBasisSchema } from '../calendar/due-date.js';
import type { Duration } from '../calendar/duration.js';
import type { Instant } from '../calendar/instant.js';
import type { PromiseSettings } from '../municipality.js';
import { personSchema } from '../places.js';

/** What dates are computed with: the town's calendar and what the town promised. */
export interface PromiseRules {
  readonly calendar: BusinessCalendar;
  readonly promise: PromiseSettings;
}

export const holderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('desk') }),
  z.object({ kind: z.literal('person'), person: personSchema }),
  z.object({ kind: z.literal('proposer') }),
]);
export type Holder = z.infer<typeof holderSchema>;

export const nextWordKinds = ['first-answer', 'news', 'reply', 'deliver'] as const;
export type NextWordKind = (typeof nextWordKinds)[number];

/** A decision that a human wrote to the proposer. It takes effect when it arrives (P5). */
export const humanWords = ['answer', 'ask', 'decline', 'close-answered'] as const;
export type HumanWord = (typeof humanWords)[number];

/** A human word on its way, or refused and waiting to be told by a human. */
export const spokenSchema = z.object({
  deliveryId: z.string(),
  entryId: z.string(),
  word: z.enum(humanWords),
  by: personSchema,
  at: z.date(),
});
export type Spoken = z.infer<typeof spokenSchema>;

/** For each receiver the last ladder step it was told, -1 for none: a step goes to a receiver at most once. */
export const toldStepsSchema = z.object({
  holder: z.number().int(),
  manager: z.number().int(),
  proposer: z.number().int(),
});
export type ToldSteps = z.infer<typeof toldStepsSchema>;

export const nextWordSchema = z.object({
  kind: z.enum(nextWordKinds),
  holder: holderSchema,
  startedAt: z.date(),
  dueAt: z.date(),
  basis: dueBasisSchema,
  /** Somebody took it without a word: theirs until the due date, then the desk's again. */
  taken: z.boolean(),
  told: toldStepsSchema,
  remindersSent: z.number().int(),
  /** A receiver had its message for this half day: its further steps wait until then. */
  notBefore: z.date().nullable(),
  /** For `deliver`: what the platform refused and a human now has to tell. */
  undelivered: z.array(spokenSchema),
});
export type NextWord = z.infer<typeof nextWordSchema>;

export const fulfilments = ['answer', 'ask', 'reply', 'ending', 'told'] as const;

export const pastWordSchema = nextWordSchema
  .pick({ kind: true, holder: true, startedAt: true, dueAt: true, remindersSent: true })
  .extend({
    endedAt: z.date(),
    fulfilledBy: z.enum(fulfilments).nullable(),
    supersededBy: z.enum(nextWordKinds).nullable(),
  });
export type PastWord = z.infer<typeof pastWordSchema>;

/** A refused word is told by a human on the next business day (design §4, Arrival). */
const tellWithin: Duration = { unit: 'business-days', count: 1 };

function allowed(kind: NextWordKind, promise: PromiseSettings): Duration {
  switch (kind) {
    case 'first-answer':
      return promise.firstAnswer;
    case 'news':
      return promise.news;
    case 'reply':
      return promise.proposerSilence;
    case 'deliver':
      return tellWithin;
  }
}

export function startWord(
  kind: NextWordKind,
  holder: Holder,
  from: Instant,
  rules: PromiseRules,
  undelivered: Spoken[] = [],
): NextWord {
  const { dueAt, basis } = rules.calendar.due(from, allowed(kind, rules.promise));
  return {
    kind,
    holder,
    startedAt: from,
    dueAt,
    basis,
    taken: false,
    told: { holder: -1, manager: -1, proposer: -1 },
    remindersSent: 0,
    notBefore: null,
    undelivered,
  };
}

const past = (word: NextWord, endedAt: Instant): Omit<PastWord, 'fulfilledBy' | 'supersededBy'> => ({
  kind: word.kind,
  holder: word.holder,
  startedAt: word.startedAt,
  dueAt: word.dueAt,
  remindersSent: word.remindersSent,
  endedAt,
});

export const fulfilled = (word: NextWord, at: Instant, by: PastWord['fulfilledBy']): PastWord => ({
  ...past(word, at),
  fulfilledBy: by,
  supersededBy: null,
});

export const superseded = (word: NextWord, at: Instant, by: NextWordKind): PastWord => ({
  ...past(word, at),
  fulfilledBy: null,
  supersededBy: by,
});

export const samePerson = (holder: Holder, id: string): boolean =>
  holder.kind === 'person' && holder.person.id === id;
