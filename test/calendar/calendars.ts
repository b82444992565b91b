import fc from 'fast-check';
import { createJapaneseHolidays } from '../../adapters/system/holidays.js';
import { type CalendarSettings, createBusinessCalendar } from '../../src/calendar/business-calendar.js';
import type { Instant, LocalDate } from '../../src/calendar/instant.js';
import { addDays, localDate } from '../../src/calendar/local-date.js';

/** The defaults of contract §4. */
export const townSettings: CalendarSettings = {
  kind: 'business',
  timezone: 'Asia/Tokyo',
  officeHours: [{ from: localDate('2000-01-01'), windows: ['08:30-12:00', '13:00-17:15'] }],
  closedWeekdays: ['sat', 'sun'],
  nationalHolidays: 'jp',
  yearEnd: ['12-29', '01-03'],
  closedDates: [],
  openDates: [],
};

const holidays = createJapaneseHolidays();

export const aCalendar = (changes: Partial<CalendarSettings> = {}) =>
  createBusinessCalendar({ ...townSettings, ...changes }, holidays);

/** A wall clock in Japan: `2026-12-25 16:00`, seconds allowed. */
export const jst = (text: string): Instant => new Date(`${text.replace(' ', 'T')}+09:00`);

export const anyDay: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 3650 })
  .map((count) => addDays(localDate('2024-01-01'), count));

export const anyInstant: fc.Arbitrary<Instant> = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2033-12-31T00:00:00Z'),
  noInvalidDate: true,
});

/** Towns that differ in what can differ, a zone with summer time among them. */
export const anyCalendar = fc
  .record({
    timezone: fc.constantFrom('Asia/Tokyo', 'America/New_York', 'Europe/London'),
    closedWeekdays: fc.constantFrom<CalendarSettings['closedWeekdays']>(['sat', 'sun'], ['mon'], []),
    nationalHolidays: fc.constantFrom<'jp' | 'none'>('jp', 'none'),
    yearEnd: fc.constantFrom<CalendarSettings['yearEnd']>(['12-29', '01-03'], ['12-30', '12-31'], null),
    closedDates: fc.array(anyDay, { maxLength: 5 }),
    openDates: fc.array(anyDay, { maxLength: 5 }),
    officeHours: fc.constantFrom<CalendarSettings['officeHours']>(
      townSettings.officeHours,
      [{ from: localDate('2000-01-01'), windows: ['09:00-16:30'] }],
      [
        { from: localDate('2000-01-01'), windows: ['08:30-17:15'] },
        { from: localDate('2027-10-01'), windows: ['09:00-12:00', '13:00-16:30'] },
      ],
    ),
  })
  .map((changes) => aCalendar(changes));
