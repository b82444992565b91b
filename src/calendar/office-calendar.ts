import type { CalendarSettings } from './calendar-settings.js';
import type { DueDate } from './due-date.js';
import { type Duration, formatDuration, hourMs } from './duration.js';
import { halfDayOf } from './half-day.js';
import type { Holidays } from './holidays.js';
import type { Instant, LocalDate } from './instant.js';
import { addDays, instantAt, localDateOf } from './local-date.js';
import { createOfficeHours } from './office-hours.js';
import { createOpenDays } from './open-days.js';

const noon = '12:00';

/** The calendar of a town hall: what each method promises is written in `BusinessCalendar`. */
export const createOfficeCalendar = (settings: CalendarSettings, holidays: Holidays) => {
  const { timezone } = settings;
  const days = createOpenDays(settings, holidays);
  const hours = createOfficeHours(settings, days);
  const { closedReason, isOpenDay, openDayFrom, addBusinessDays, businessDaysBetween, closedDays } = days;

  const dayOf = (at: Instant): LocalDate => localDateOf(at, timezone);
  const openingOf = (day: LocalDate): Instant => instantAt(day, hours.hoursOf(day).opens, timezone);
  const closingOf = (day: LocalDate): Instant => instantAt(day, hours.hoursOf(day).closes, timezone);

  const isOpenAt = (instant: Instant): boolean => hours.nextOpening(instant).getTime() === instant.getTime();

  const receiptDay = (instant: Instant): LocalDate => {
    const day = dayOf(instant);
    return openDayFrom(isOpenDay(day) && instant >= closingOf(day) ? addDays(day, 1) : day);
  };

  const due = (from: Instant, duration: Duration): DueDate => {
    const rule = formatDuration(duration);
    switch (duration.unit) {
      case 'business-days': {
        const received = receiptDay(from);
        const dueOn = addBusinessDays(received, duration.count);
        const skipped = closedDays(dayOf(from), dueOn);
        return { dueAt: closingOf(dueOn), basis: { from, receiptDay: received, rule, dueOn, skipped } };
      }
      case 'business-hours': {
        const dueAt = hours.officeTimeAfter(from, duration.count * hourMs);
        const dueOn = dayOf(dueAt);
        return {
          dueAt,
          basis: { from, receiptDay: null, rule, dueOn, skipped: closedDays(dayOf(from), dueOn) },
        };
      }
      case 'time': {
        const dueAt = new Date(from.getTime() + duration.ms);
        return { dueAt, basis: { from, receiptDay: null, rule, dueOn: dayOf(dueAt), skipped: [] } };
      }
    }
  };

  const dueOn = (day: LocalDate, from: Instant): DueDate => {
    const moved = openDayFrom(day);
    const basis = { from, receiptDay: null, rule: 'date', dueOn: moved, skipped: closedDays(day, moved) };
    return { dueAt: closingOf(moved), basis };
  };

  const shift = (instant: Instant, direction: 'before' | 'after', duration: Duration): Instant => {
    const sign = direction === 'before' ? -1 : 1;
    switch (duration.unit) {
      case 'business-days':
        return openingOf(addBusinessDays(dayOf(instant), sign * duration.count));
      case 'business-hours':
        return hours[direction === 'before' ? 'officeTimeBefore' : 'officeTimeAfter'](
          instant,
          duration.count * hourMs,
        );
      case 'time':
        return new Date(instant.getTime() + sign * duration.ms);
    }
  };

  const nextHalfDay = (instant: Instant): Instant => {
    const day = dayOf(instant);
    const afternoon = hours.hoursOf(day).windows.find(({ from }) => from >= noon);
    const isMorning = instant < instantAt(day, noon, timezone);
    if (afternoon && isMorning && isOpenDay(day)) return instantAt(day, afternoon.from, timezone);
    return openingOf(openDayFrom(addDays(day, 1)));
  };

  return {
    timezone,
    localDateOf: dayOf,
    isOpenDay,
    closedReason,
    openingOf,
    closingOf,
    isOpenAt,
    nextOpening: hours.nextOpening,
    receiptDay,
    addBusinessDays,
    businessDaysBetween,
    due,
    dueOn,
    shift,
    halfDayOf: (instant: Instant) => halfDayOf(instant, timezone),
    nextHalfDay,
  };
};
