import { createAlwaysOpenCalendar } from './always-open-calendar.js';
import type { CalendarSettings } from './calendar-settings.js';
import type { ClosedReason, DueDate } from './due-date.js';
import type { Duration } from './duration.js';
import type { Holidays } from './holidays.js';
import type { Instant, LocalDate } from './instant.js';
import { createOfficeCalendar } from './office-calendar.js';

export type { CalendarSettings } from './calendar-settings.js';

/**
 * The calendar in which promises are counted. Pure; days are days in `timezone`, instants are UTC.
 * Every method throws what `Holidays` throws for days beyond the known holidays (end of 2050), so a day typed by a
 * person is to be bounded before it gets here. The counting follows the Civil Code, Art. 140, and the
 * Local Autonomy Act, Art. 4-2.
 */
export interface BusinessCalendar {
  readonly timezone: string;
  readonly localDateOf: (at: Instant) => LocalDate;
  readonly isOpenDay: (day: LocalDate) => boolean;
  /** Null on an open day. Of several reasons the one that explains best: year-end, weekend, holiday, town. */
  readonly closedReason: (day: LocalDate) => ClosedReason | null;
  /** Start of the office hours that hold on that day, also when it is closed. */
  readonly openingOf: (day: LocalDate) => Instant;
  /** End of the office hours that hold on that day, also when it is closed. */
  readonly closingOf: (day: LocalDate) => Instant;
  /** False in a lunch break and at the very instant of closing. */
  readonly isOpenAt: (at: Instant) => boolean;
  /** The first instant not before `at` at which the office is open: `at` itself when it is open then. */
  readonly nextOpening: (at: Instant) => Instant;
  /** The day on which something that arrives `at` counts as received; exactly at closing counts as after. */
  readonly receiptDay: (at: Instant) => LocalDate;
  /**
   * Day zero is `day`, or the next open day when it is closed; then `count` open days on, or back when
   * negative. Zero gives day zero.
   */
  readonly addBusinessDays: (day: LocalDate, count: number) => LocalDate;
  /** Open days after day zero (as above) up to `b` inclusive; negative when `b` is the earlier one. */
  readonly businessDaysBetween: (a: LocalDate, b: LocalDate) => number;
  /** Business days end at the closing of the due day; hours and plain time at their very instant. */
  readonly due: (from: Instant, duration: Duration) => DueDate;
  /** A day set by hand: its closing time, or that of the next open day when it is closed (Local Autonomy Act, Art. 4-2 para. 4). */
  readonly dueOn: (day: LocalDate, from: Instant) => DueDate;
  /**
   * The instant of a reminder around a due instant. Business days give the opening of the day that many business
   * days away (0bd: of the due day itself); business hours are counted in office hours (0bh after a closing: the
   * next opening); plain time is that distance.
   */
  readonly shift: (at: Instant, direction: 'before' | 'after', duration: Duration) => Instant;
  /** `2026-11-24-am` or `-pm`, split at local noon. */
  readonly halfDayOf: (at: Instant) => string;
  /**
   * Where the half day after the one of `at` begins for the staff: the first window that starts at noon or later on
   * the same day, else the opening of the next open day.
   */
  readonly nextHalfDay: (at: Instant) => Instant;
}

/** @throws RangeError for office hours or a zone that the configuration should have refused. */
export const createBusinessCalendar = (settings: CalendarSettings, holidays: Holidays): BusinessCalendar =>
  settings.kind === 'always-open'
    ? createAlwaysOpenCalendar(settings.timezone)
    : createOfficeCalendar(settings, holidays);
