import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  instantAt,
  isoWeekOf,
  localDate,
  localDateOf,
  localDateSchema,
  localTimeOf,
  mondayOf,
  parseIsoWeek,
  parseLocalDate,
  weekdayOf,
} from '../../src/calendar/local-date.js';
import { anyDay, anyInstant } from './calendars.js';

describe('a local date', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-01-32', ' 2026-01-01', '12月7日', ''])(
    'is not read from %j',
    (text) => {
      expect(parseLocalDate(text)).toBeUndefined();
      expect(localDateSchema.safeParse(text).success).toBe(false);
      expect(() => localDate(text)).toThrow(RangeError);
    },
  );

  it('knows leap days and weekdays', () => {
    expect(parseLocalDate('2028-02-29')).toBe('2028-02-29');
    expect(weekdayOf(localDate('2026-11-26'))).toBe('thu');
    expect(addDays(localDate('2026-12-31'), 1)).toBe('2027-01-01');
    expect(addDays(localDate('2028-03-01'), -1)).toBe('2028-02-29');
  });
});

describe('an ISO week', () => {
  it.each([
    ['2026-11-26', '2026-W48', '2026-11-23'],
    ['2026-12-31', '2026-W53', '2026-12-28'],
    ['2027-01-03', '2026-W53', '2026-12-28'],
    ['2027-01-04', '2027-W01', '2027-01-04'],
    ['2024-12-30', '2025-W01', '2024-12-30'],
  ])('of %s is %s and begins on %s', (day, week, monday) => {
    expect(isoWeekOf(localDate(day))).toBe(week);
    expect(mondayOf(isoWeekOf(localDate(day)))).toBe(monday);
  });

  it.each(['2027-W53', '2026-W00', '2026-W54', '2026-48', 'W48'])('is not read from %s', (text) => {
    expect(parseIsoWeek(text)).toBeUndefined();
  });

  it('holds exactly the seven days from its Monday', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const monday = mondayOf(isoWeekOf(day));
        expect(parseIsoWeek(isoWeekOf(day))).toBe(isoWeekOf(day));
        expect(weekdayOf(monday)).toBe('mon');
        expect(monday <= day && day <= addDays(monday, 6)).toBe(true);
      }),
    );
  });
});

describe('the conversion between days and instants', () => {
  it('turns the day at local midnight', () => {
    expect(localDateOf(new Date('2026-12-07T14:59:59.999Z'), 'Asia/Tokyo')).toBe('2026-12-07');
    expect(localDateOf(new Date('2026-12-07T15:00:00Z'), 'Asia/Tokyo')).toBe('2026-12-08');
    expect(localTimeOf(new Date('2026-12-07T15:00:00Z'), 'Asia/Tokyo')).toBe('00:00');
    expect(instantAt(localDate('2026-12-08'), '00:00', 'Asia/Tokyo').toISOString()).toBe(
      '2026-12-07T15:00:00.000Z',
    );
  });

  it.each([
    ['before summer time', '2026-03-07', '02:30', '2026-03-07T07:30:00.000Z'],
    ['an hour that does not exist', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'],
    ['after the change', '2026-03-08', '03:00', '2026-03-08T07:00:00.000Z'],
    ['the first of two', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['back in winter', '2026-11-01', '02:00', '2026-11-01T07:00:00.000Z'],
  ])('knows summer time: %s', (_name, day, time, expected) => {
    expect(instantAt(localDate(day), time, 'America/New_York').toISOString()).toBe(expected);
  });

  it.each([
    'Asia/Tokyo',
    'UTC',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Kiritimati',
  ])('goes there and back in %s', (timezone) => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        const back = instantAt(localDateOf(at, timezone), localTimeOf(at, timezone), timezone);
        const lost = at.getTime() - back.getTime();
        // Seconds are cut off; in the hour that happens twice the first one is meant.
        expect(lost >= 0 && lost % 3_600_000 < 1_860_000 && lost < 3_660_000).toBe(true);
        expect(localTimeOf(back, timezone)).toBe(localTimeOf(at, timezone));
      }),
    );
  });

  it('refuses a zone that does not exist', () => {
    expect(() => localDateOf(new Date(0), 'Asia/Yamabiko')).toThrow(RangeError);
  });
});
