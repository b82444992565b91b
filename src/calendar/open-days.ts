import { AppError } from '../errors.js';
import type { CalendarSettings } from './calendar-settings.js';
import type { ClosedReason, SkippedDay } from './due-date.js';
import type { Holidays } from './holidays.js';
import type { LocalDate } from './instant.js';
import { addDays, weekdayOf } from './local-date.js';

/** The settings close every day: a search for the next open one would never end. */
export class CalendarNeverOpen extends AppError {
  readonly code = 'CALENDAR.NEVER_OPEN';
  readonly retryable = false;
}

const longestClosureDays = 366;

/** Which days a town works (Local Autonomy Act, Art. 4-2: an ordinance names the closing days), and counting in them. */
export const createOpenDays = (settings: CalendarSettings, holidays: Holidays) => {
  const closedDates = new Set(settings.closedDates);
  const openDates = new Set(settings.openDates);

  // The order is that of an explanation: the year-end is told as one range although it holds a holiday and weekends, and
  // nobody needs to hear that a Sunday was a holiday too.
  const closedReason = (day: LocalDate): ClosedReason | null => {
    const closedByTown = closedDates.has(day);
    if (!closedByTown && openDates.has(day)) return null;
    if (isInYearEnd(day, settings.yearEnd)) return { kind: 'year-end' };
    if (settings.closedWeekdays.includes(weekdayOf(day))) return { kind: 'weekend' };
    const name = settings.nationalHolidays === 'jp' ? holidays.nameOf(day) : undefined;
    if (name !== undefined) return { kind: 'holiday', name };
    return closedByTown ? { kind: 'town' } : null;
  };

  const isOpenDay = (day: LocalDate): boolean => closedReason(day) === null;

  const firstOpenDay = (start: LocalDate, step: 1 | -1): LocalDate => {
    for (let count = 0; count <= longestClosureDays; count += 1) {
      const day = addDays(start, count * step);
      if (isOpenDay(day)) return day;
    }
    throw new CalendarNeverOpen(`No open day within a year of ${start}`);
  };

  const openDayFrom = (day: LocalDate) => firstOpenDay(day, 1);
  const openDayUntil = (day: LocalDate) => firstOpenDay(day, -1);

  const addBusinessDays = (start: LocalDate, count: number): LocalDate => {
    let day = openDayFrom(start);
    for (let left = count; left > 0; left -= 1) day = openDayFrom(addDays(day, 1));
    for (let left = count; left < 0; left += 1) day = openDayUntil(addDays(day, -1));
    return day;
  };

  const businessDaysBetween = (start: LocalDate, end: LocalDate): number => {
    if (end < start) return 0 - businessDaysBetween(end, start);
    let count = 0;
    for (let day = addDays(openDayFrom(start), 1); day <= end; day = addDays(day, 1))
      if (isOpenDay(day)) count += 1;
    return count;
  };

  /** Closed days from `first` to `last`, both included. */
  const closedDays = (first: LocalDate, last: LocalDate): SkippedDay[] => {
    const closed: SkippedDay[] = [];
    for (let day = first; day <= last; day = addDays(day, 1)) {
      const reason = closedReason(day);
      if (reason) closed.push({ date: day, reason });
    }
    return closed;
  };

  return {
    closedReason,
    isOpenDay,
    openDayFrom,
    openDayUntil,
    addBusinessDays,
    businessDaysBetween,
    closedDays,
  };
};

const isInYearEnd = (day: LocalDate, yearEnd: CalendarSettings['yearEnd']): boolean => {
  if (!yearEnd) return false;
  const [first, last] = yearEnd;
  const date = day.slice(5);
  return first <= last ? first <= date && date <= last : first <= date || date <= last;
};
