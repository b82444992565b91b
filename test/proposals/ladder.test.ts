import { describe, expect, it } from '@jest/globals';
import type { LadderStep, PromiseSettings } from '../../src/municipality.js';
import {
  dueStep,
  followingStepAt,
  nextStepAt,
  proposerSteps,
  stepOf,
  withTold,
} from '../../src/proposals/ladder.js';
import { startWord, type PromiseRules } from '../../src/proposals/next-word.js';
import { aTown } from '../builders/town.js';
import { aCalendar, jst } from '../calendar/calendars.js';

const town = aTown();
const friday = jst('2026-11-20 10:00');
const desk = { kind: 'desk' } as const;
const seconds = (count: number) => ({ unit: 'time', ms: count * 1000 }) as const;

/** Due on Thursday 26 November at 17:15. */
const word = startWord('first-answer', desk, friday, town);

const promising = (changes: Partial<PromiseSettings>, calendar = town.calendar): PromiseRules => ({
  calendar,
  promise: { ...town.promise, ...changes },
});

describe('the ladder around a due date', () => {
  it('tells the holder a day before and on the day, manager and proposer a day after, at the opening', () => {
    expect([0, 1, 2].map((index) => stepOf(word, index, town))).toEqual([
      { index: 0, at: jst('2026-11-25 08:30'), tell: ['holder'] },
      { index: 1, at: jst('2026-11-26 08:30'), tell: ['holder'] },
      { index: 2, at: jst('2026-11-27 08:30'), tell: ['manager', 'proposer'] },
    ]);
  });

  it('then repeats every five business days for all of them, without end', () => {
    expect(stepOf(word, 3, town)).toEqual({
      index: 3,
      at: jst('2026-12-04 08:30'),
      tell: ['holder', 'manager', 'proposer'],
    });
    expect(stepOf(word, 4, town).at).toEqual(jst('2026-12-11 08:30'));
    // Over the new year: 29 December to 3 January do not count.
    expect(stepOf(word, 7, town).at).toEqual(jst('2027-01-07 08:30'));
    const repeats = Array.from({ length: 50 }, (_, n) => stepOf(word, n + 3, town).at.getTime());
    expect(repeats).toEqual([...new Set(repeats)].sort((a, b) => a - b));
  });

  it('counts the repeats from the due date when no step is listed', () => {
    const rules = promising({ ladder: [] });
    expect(stepOf(word, 0, rules)).toMatchObject({ at: jst('2026-12-03 08:30') });
    expect(nextStepAt(word, rules)).toEqual(jst('2026-12-03 08:30'));
  });

  it('skips the steps before the start', () => {
    const tomorrow = startWord('deliver', desk, jst('2026-11-24 09:00'), town);
    // A day before the due date is today at 8:30, which is over.
    expect(nextStepAt(tomorrow, town)).toEqual(jst('2026-11-25 08:30'));
    expect(dueStep(tomorrow, 'holder', jst('2026-11-24 12:00'), town)).toBeUndefined();
  });

  it('gives each receiver the latest due step only, once', () => {
    expect(dueStep(word, 'holder', jst('2026-11-24 10:00'), town)).toBeUndefined();
    const late = jst('2026-12-11 08:30');
    const step = dueStep(word, 'holder', late, town);
    expect(step).toMatchObject({ index: 4, at: late });
    expect(dueStep(withTold(word, 'holder', 4), 'holder', late, town)).toBeUndefined();
    expect(dueStep(withTold(word, 'holder', 4), 'manager', late, town)).toMatchObject({ index: 4 });
  });

  it('does not take a step of others for a receiver', () => {
    expect(dueStep(word, 'proposer', jst('2026-11-26 17:00'), town)).toBeUndefined();
    expect(dueStep(word, 'holder', jst('2026-12-03 17:00'), town)).toMatchObject({ index: 1 });
  });

  it('waits for the first step that somebody was not told', () => {
    expect(nextStepAt(word, town)).toEqual(jst('2026-11-25 08:30'));
    const holderTold = withTold(word, 'holder', 1);
    expect(nextStepAt(holderTold, town)).toEqual(jst('2026-11-27 08:30'));
    const managerTold = withTold(holderTold, 'manager', 2);
    expect(nextStepAt(managerTold, town)).toEqual(jst('2026-11-27 08:30'));
    expect(nextStepAt(withTold(managerTold, 'proposer', 2), town)).toEqual(jst('2026-12-04 08:30'));
  });

  it('promises the next report that this receiver really gets', () => {
    const first = stepOf(word, 0, town);
    expect(followingStepAt(word, 'proposer', first, town)).toEqual(jst('2026-11-27 08:30'));
    expect(followingStepAt(word, 'proposer', stepOf(word, 2, town), town)).toEqual(jst('2026-12-04 08:30'));
  });
});

describe('a ladder in plain time', () => {
  const ladder: LadderStep[] = [
    { direction: 'before', distance: seconds(10), tell: ['holder'] },
    { direction: 'after', distance: seconds(0), tell: ['holder'] },
    { direction: 'after', distance: seconds(5), tell: ['manager', 'proposer'] },
  ];
  const quick = {
    ladder,
    ladderRepeat: { every: seconds(20), tell: ['holder', 'proposer'] },
    firstAnswer: seconds(60),
  } as const;

  it.each([
    ['office hours', aCalendar()],
    ['an office that never closes', aCalendar({ kind: 'always-open' })],
  ])('keeps its distances to the second, night or day, with %s', (_name, calendar) => {
    const rules = promising(quick, calendar);
    const night = jst('2026-11-21 23:59');
    const soon = startWord('first-answer', desk, night, rules);
    const distances = [0, 1, 2, 3, 4].map(
      (index) => (stepOf(soon, index, rules).at.getTime() - night.getTime()) / 1000,
    );
    expect(distances).toEqual([50, 60, 65, 85, 105]);
    expect(dueStep(soon, 'holder', soon.dueAt, rules)).toMatchObject({ index: 1 });
  });
});

describe('a ladder of an office that never closes', () => {
  it('counts a business day as 24 hours from the very instant', () => {
    const rules = promising({}, aCalendar({ kind: 'always-open' }));
    const saturday = jst('2026-11-21 13:37');
    const always = startWord('first-answer', desk, saturday, rules);
    expect(always.dueAt).toEqual(jst('2026-11-24 13:37'));
    expect([0, 1, 2, 3].map((index) => stepOf(always, index, rules).at)).toEqual([
      jst('2026-11-23 13:37'),
      jst('2026-11-24 13:37'),
      jst('2026-11-25 13:37'),
      jst('2026-11-30 13:37'),
    ]);
  });
});

describe('the steps of a question to the proposer', () => {
  const question = startWord('reply', { kind: 'proposer' }, friday, town);

  it('are a nudge after five business days and the end after ten, at the opening', () => {
    expect(proposerSteps(question, town)).toEqual({
      nudgeAt: jst('2026-11-30 08:30'),
      overAt: jst('2026-12-08 08:30'),
    });
    expect(nextStepAt(question, town)).toEqual(jst('2026-11-30 08:30'));
    expect(nextStepAt(withTold(question, 'proposer', 0), town)).toEqual(jst('2026-12-08 08:30'));
  });

  it('have no nudge where it would come after the end', () => {
    const rules = promising({ proposerNudge: { unit: 'business-days', count: 20 } });
    expect(nextStepAt(question, rules)).toEqual(jst('2026-12-08 08:30'));
  });

  it('come to the second in plain time', () => {
    const rules = promising({ proposerNudge: seconds(30), proposerSilence: seconds(90) });
    const quick = startWord('reply', { kind: 'proposer' }, friday, rules);
    expect(proposerSteps(quick, rules)).toEqual({
      nudgeAt: jst('2026-11-20 10:00:30'),
      overAt: jst('2026-11-20 10:01:30'),
    });
  });
});
