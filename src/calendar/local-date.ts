import { z } from 'zod';
import type { Instant, LocalDate } from './instant.js';

// The one place where days and instants are converted. Days are counted in UTC, which has no summer time, and the
// zone of the machine is never asked.

const dayMs = 86_400_000;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export type Weekday = (typeof weekdays)[number];

/** An ISO 8601 week, `YYYY-Www`: begins on Monday and belongs to the year of its Thursday. */
export type IsoWeek = string & { readonly brand: 'IsoWeek' };

const midnightUtc = (day: LocalDate): number => Date.parse(`${day}T00:00:00Z`);
const dayOfUtc = (ms: number): LocalDate => new Date(ms).toISOString().slice(0, 10) as LocalDate;

/** Undefined for anything but an existing day written `YYYY-MM-DD`. */
export const parseLocalDate = (text: string): LocalDate | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = midnightUtc(text as LocalDate);
  // Date.parse reads 02-30 as 2 March: only what comes back unchanged is a day.
  return !Number.isNaN(ms) && dayOfUtc(ms) === text ? (text as LocalDate) : undefined;
};

/**
 * For days written in our own code and tests; what people type goes through `parseLocalDate`.
 *
 * @throws RangeError if the text is no day.
 */
export const localDate = (text: string): LocalDate => {
  const day = parseLocalDate(text);
  if (day === undefined) throw new RangeError(`Not a day: ${text}`);
  return day;
};

/** A day in a stored document. Compare days as strings: `<` is the order of the calendar. */
export const localDateSchema = z.custom<LocalDate>(
  (value) => typeof value === 'string' && parseLocalDate(value) !== undefined,
  'expected an existing day as YYYY-MM-DD',
);

export const addDays = (day: LocalDate, count: number): LocalDate =>
  dayOfUtc(midnightUtc(day) + count * dayMs);

export const weekdayOf = (day: LocalDate): Weekday => {
  const weekday = weekdays[new Date(midnightUtc(day)).getUTCDay()];
  if (weekday === undefined) throw new RangeError(`Not a day: ${day}`);
  return weekday;
};

/** 0 for Monday to 6 for Sunday: ISO weeks begin on Mondays. */
export const daysAfterMonday = (weekday: Weekday): number => (weekdays.indexOf(weekday) + 6) % 7;

const sinceMonday = (day: LocalDate): number => daysAfterMonday(weekdayOf(day));

export const isoWeekOf = (day: LocalDate): IsoWeek => {
  const thursday = addDays(day, 3 - sinceMonday(day));
  const year = thursday.slice(0, 4);
  const daysIntoYear = (midnightUtc(thursday) - Date.parse(`${year}-01-01T00:00:00Z`)) / dayMs;
  return `${year}-W${String(Math.floor(daysIntoYear / 7) + 1).padStart(2, '0')}` as IsoWeek;
};

/** Undefined for anything but an existing week written `YYYY-Www` (`2027-W53` does not exist). */
export const parseIsoWeek = (text: string): IsoWeek | undefined =>
  /^\d{4}-W\d{2}$/.test(text) && isoWeekOf(mondayOf(text as IsoWeek)) === text
    ? (text as IsoWeek)
    : undefined;

export const mondayOf = (week: IsoWeek): LocalDate => {
  // 4 January is always in week 1.
  const inWeekOne = localDate(`${week.slice(0, 4)}-01-04`);
  return addDays(inWeekOne, (Number(week.slice(6)) - 1) * 7 - sinceMonday(inWeekOne));
};

// A formatter takes 30 times as long to make as to use.
const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (timezone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timezone, made);
  return made;
};

/** What the clock on the wall shows at `ms`, read as if that clock were in UTC. */
const wallClock = (ms: number, timezone: string): number => {
  const parts = new Map(
    formatterOf(timezone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const seconds = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return seconds + (((ms % 1000) + 1000) % 1000);
};

/** @param timezone an IANA name such as `Asia/Tokyo`; RangeError if there is none of that name. */
export const localDateOf = (at: Instant, timezone: string): LocalDate =>
  dayOfUtc(wallClock(at.getTime(), timezone));

/** `HH:MM`, 00:00 to 23:59, seconds cut off. */
export const localTimeOf = (at: Instant, timezone: string): string =>
  new Date(wallClock(at.getTime(), timezone)).toISOString().slice(11, 16);

/**
 * The instant at which the clocks of `timezone` show `time` (`HH:MM`) on `day`. Where summer time makes an hour
 * happen twice it is the first one; an hour that is left out is read with the clock of before, as iCalendar does
 * (02:30 becomes 03:30).
 *
 * @see RFC 5545 §3.3.5
 */
export const instantAt = (day: LocalDate, time: string, timezone: string): Instant => {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const offsetAt = (ms: number) => wallClock(ms, timezone) - ms;
  const before = wall - offsetAt(wall - dayMs);
  const after = wall - offsetAt(wall + dayMs);
  if (before === after) return new Date(before);
  // The clocks are changed within a day of here.
  const exact = [before, after].filter((ms) => wallClock(ms, timezone) === wall);
  return new Date(exact.length > 0 ? Math.min(...exact) : before);
};
