import type { LocalDate } from './instant.js';
import type { Weekday } from './local-date.js';

/** The calendar of one town as it is configured (contract §4 `calendar`), with the zone its days are days in. */
export interface CalendarSettings {
  /** `always-open`: open day and night, one business day is 24 hours, everything below is ignored. */
  readonly kind: 'business' | 'always-open';
  /** IANA name. */
  readonly timezone: string;
  /** Office hours change on a date: each entry holds from its day on, the earliest also for the days before it. */
  readonly officeHours: readonly { readonly from: LocalDate; readonly windows: readonly string[] }[];
  readonly closedWeekdays: readonly Weekday[];
  readonly nationalHolidays: 'jp' | 'none';
  /** First and last closed day as `MM-DD`, inclusive; may wrap the year. */
  readonly yearEnd: readonly [string, string] | null;
  /** Closed by the town, whatever else is said of the day. */
  readonly closedDates: readonly LocalDate[];
  /** Open although a weekday, a holiday or the year-end would close them. */
  readonly openDates: readonly LocalDate[];
}
