import type { ClosedReason, DueDate } from './due-date.js';
import { type Duration, formatDuration, hourMs } from './duration.js';
import { halfDayOf } from './half-day.js';
import type { Instant, LocalDate } from './instant.js';
import { addDays, instantAt, localDateOf } from './local-date.js';

const dayMs = 24 * hourMs;

/** Open day and night, for tests and demonstrations: a business day is 24 hours from the very instant. */
export const createAlwaysOpenCalendar = (timezone: string) => {
  const dayOf = (at: Instant): LocalDate => localDateOf(at, timezone);
  const midnightOf = (day: LocalDate): Instant => instantAt(day, '00:00', timezone);
  const midnightAfter = (day: LocalDate): Instant => midnightOf(addDays(day, 1));

  const due = (from: Instant, duration: Duration): DueDate => {
    const dueAt = new Date(from.getTime() + lengthMs(duration));
    const rule = formatDuration(duration);
    return { dueAt, basis: { from, receiptDay: null, rule, dueOn: dayOf(dueAt), skipped: [] } };
  };

  const dueOn = (day: LocalDate, from: Instant): DueDate => ({
    dueAt: midnightAfter(day),
    basis: { from, receiptDay: null, rule: 'date', dueOn: day, skipped: [] },
  });

  const shift = (at: Instant, direction: 'before' | 'after', duration: Duration): Instant =>
    new Date(at.getTime() + (direction === 'before' ? -1 : 1) * lengthMs(duration));

  const nextHalfDay = (at: Instant): Instant => {
    const noon = instantAt(dayOf(at), '12:00', timezone);
    return at < noon ? noon : midnightAfter(dayOf(at));
  };

  return {
    timezone,
    localDateOf: dayOf,
    isOpenDay: (_day: LocalDate) => true,
    closedReason: (_day: LocalDate): ClosedReason | null => null,
    openingOf: midnightOf,
    closingOf: midnightAfter,
    isOpenAt: (_at: Instant) => true,
    nextOpening: (at: Instant) => at,
    receiptDay: dayOf,
    addBusinessDays: addDays,
    businessDaysBetween: (a: LocalDate, b: LocalDate) => (Date.parse(b) - Date.parse(a)) / dayMs,
    due,
    dueOn,
    shift,
    halfDayOf: (at: Instant) => halfDayOf(at, timezone),
    nextHalfDay,
  };
};

const lengthMs = (duration: Duration): number => {
  if (duration.unit === 'time') return duration.ms;
  return duration.count * (duration.unit === 'business-days' ? dayMs : hourMs);
};
