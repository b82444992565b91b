/** `intake` and `promise` of municipality.yaml (contract §4). */
import { z } from 'zod';
import { parseDuration } from '../src/calendar/duration.js';
import type { Duration } from '../src/calendar/duration.js';
import type { LadderReceiver, LadderStep } from '../src/municipality.js';
import { group, list } from './written-groups.js';
import { oneOf, written } from './written-values.js';

const examples = 'for example 3bd, 4bh, 90s, 30m or 12h';

/** The calendar knows no holidays far ahead, and nobody waits longer than this for a word. */
const longest: Record<Duration['unit'], number> = {
  'business-days': 366,
  'business-hours': 366 * 24,
  time: 366 * 24 * 3_600_000,
};

const amountOf = (duration: Duration): number => (duration.unit === 'time' ? duration.ms : duration.count);

const duration = written({ what: 'a duration', example: examples, parse: parseDuration }).refine(
  (value) => amountOf(value) <= longest[value.unit],
  `is longer than a year; write ${examples}`,
);

const positiveDuration = duration.refine(
  (value) => amountOf(value) > 0,
  `is zero, and what repeats needs a distance; write ${examples}`,
);

const receivers = ['holder', 'manager', 'proposer'] as const satisfies LadderReceiver[];

const tell = list(oneOf('a receiver', receivers), '[holder]').refine(
  (told) => told.length > 0,
  'is empty; write at least one of holder, manager and proposer',
);

const ladderStep = group({ before: duration.optional(), after: duration.optional(), tell })
  .refine(({ before, after }) => (before === undefined) !== (after === undefined), {
    error: 'has not exactly one of before and after; write for example { before: 1bd, tell: [holder] }',
    // Also beside a problem of `tell`: both are to be seen in one go.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .transform(({ before, after, tell }): LadderStep => {
    if (before) return { direction: 'before', distance: before, tell };
    return after ? { direction: 'after', distance: after, tell } : z.NEVER;
  });

const ladder = list(ladderStep, '{ before: 1bd, tell: [holder] }', [
  { before: '1bd', tell: ['holder'] },
  { after: '0bd', tell: ['holder'] },
  { after: '1bd', tell: ['manager', 'proposer'] },
]);

export const intake = group({ settle: duration.prefault('2m'), addition: duration.prefault('30m') });

export const promise = group({
  firstAnswer: duration.prefault('3bd'),
  news: duration.prefault('10bd'),
  proposerNudge: duration.prefault('5bd'),
  proposerSilence: duration.prefault('10bd'),
  opinion: duration.prefault('5bd'),
  approval: duration.prefault('5bd'),
  trialAtMost: duration.prefault('20bd'),
  implementationNews: duration.prefault('20bd'),
  check: duration.prefault('10bd'),
  objection: duration.prefault('10bd'),
  ladder,
  ladderRepeat: group({
    every: positiveDuration.prefault('5bd'),
    tell: z.preprocess((value) => value ?? [...receivers], tell),
  }),
  bundle: oneOf('a way of bundling', ['half-day', 'none']).default('half-day'),
});
