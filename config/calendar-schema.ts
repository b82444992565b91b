/** `calendar` of municipality.yaml (contract §4). */
import { z } from 'zod';
import { parseLocalDate } from '../src/calendar/local-date.js';
import { parseOfficeWindow } from '../src/calendar/office-hours.js';
import { group, list } from './written-groups.js';
import { oneOf, problem, written } from './written-values.js';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const date = written({
  what: 'a day',
  example: 'one that exists, for example 2026-11-28',
  parse: parseLocalDate,
});

const monthDay = written({
  what: 'a day of the year',
  example: 'for example "12-29"',
  parse: (text) => (parseLocalDate(`2000-${text}`) ? text : undefined),
});

const officeWindow = written({
  what: 'a time window',
  example: 'for example "08:30-12:00"',
  parse: (text) => (parseOfficeWindow(text) ? text : undefined),
});

/** Order is checked beside wrong items too, so that one go is enough; what cannot be read is passed over. */
const besideOthers = { when: ({ value }: { value: unknown }) => Array.isArray(value) };

const windows = list(officeWindow, '["08:30-12:00", "13:00-17:15"]').superRefine((texts, context) => {
  if (texts.length === 0)
    context.addIssue('is empty; write at least one window, for example ["08:30-17:15"]');
  const times = texts.map(parseOfficeWindow);
  for (const [index, window] of times.entries()) {
    const before = times[index - 1];
    if (!before || !window || before.to <= window.from) continue;
    const message = 'begins before the window above it ends; write the windows in order, without overlap';
    context.addIssue({ code: 'custom', path: [index], message });
  }
}, besideOthers);

const period = group({ from: date, windows });
const dated = z.object({ from: date });

const officeHours = list(period, '{ from: "2000-01-01", windows: ["08:30-17:15"] }', [
  { from: '2000-01-01', windows: ['08:30-12:00', '13:00-17:15'] },
]).superRefine((periods, context) => {
  if (periods.length === 0) context.addIssue('is empty; write at least one entry with from and windows');
  const days = periods.map((entry) => dated.safeParse(entry).data?.from);
  for (const [index, day] of days.entries()) {
    const before = days[index - 1];
    if (!before || !day || before < day) continue;
    const message =
      'is not after the day of the entry above it; write the entries in the order of their days';
    context.addIssue({ code: 'custom', path: [index, 'from'], message });
  }
}, besideOthers);

const closedWeekdays = list(oneOf('a weekday', weekdays), '[sat, sun]', ['sat', 'sun']).refine(
  (days) => new Set(days).size < weekdays.length,
  'closes all seven days; leave at least one of them open',
);

const yearEndExample = 'the first and the last closed day, for example ["12-29", "01-03"], or none';

const yearEnd = z
  .preprocess(
    (value) => (value === 'none' ? null : value),
    z
      .tuple([monthDay, monthDay], { error: ({ input }) => problem(input, 'a closure', yearEndExample) })
      .refine(
        isShort,
        'closes more than two months; write the first closed day first, for example ["12-29", "01-03"]',
      )
      .nullable(),
  )
  .default(['12-29', '01-03']);

/** In swapped order nearly the whole year would be closed, and every due date would wait for its end. */
function isShort([first, last]: readonly [string, string]): boolean {
  // Months of 31 days are exact enough to tell two months from ten.
  const position = (day: string): number => Number(day.slice(0, 2)) * 31 + Number(day.slice(3));
  return (position(last) - position(first) + 372) % 372 <= 62;
}

export const calendar = group({
  kind: oneOf('a kind of calendar', ['business', 'always-open']).default('business'),
  officeHours,
  closedWeekdays,
  nationalHolidays: oneOf('a list of holidays', ['jp', 'none']).default('jp'),
  yearEnd,
  closedDates: list(date, '["2026-11-28"]', []),
  openDates: list(date, '["2026-11-28"]', []),
}).superRefine(({ closedDates, openDates }, context) => {
  for (const [index, day] of openDates.entries()) {
    if (!closedDates.includes(day)) continue;
    const message = `"${day}" is in closedDates too; leave it in one of the two`;
    context.addIssue({ code: 'custom', path: ['openDates', index], message });
  }
});
