import { describe, expect, it } from '@jest/globals';
import { createJapaneseHolidays, noHolidays } from '../../../adapters/system/holidays.js';
import { addDays, localDate } from '../../../src/calendar/local-date.js';

const holidays = createJapaneseHolidays();

const holidaysIn = (year: string): string[] => {
  const found: string[] = [];
  for (let day = localDate(`${year}-01-01`); day.startsWith(year); day = addDays(day, 1))
    if (holidays.nameOf(day) !== undefined) found.push(day);
  return found;
};

describe('the national holidays of Japan', () => {
  it.each([
    ['2026', 18],
    ['2027', 17],
  ])('%s has %i of them', (year, count) => {
    expect(holidaysIn(year)).toHaveLength(count);
  });

  it.each([
    ['2026-11-23', '勤労感謝の日'],
    ['2026-05-06', '振替休日'],
    ['2026-09-22', '国民の休日'],
    ['2026-11-24', undefined],
    ['2050-11-23', '勤労感謝の日'],
  ])('%s is %s', (day, name) => {
    expect(holidays.nameOf(localDate(day))).toBe(name);
  });

  it.each(['1969-12-31', '2050-11-24', '2051-01-01'])('does not guess about %s', (day) => {
    expect(() => holidays.nameOf(localDate(day))).toThrow(
      expect.objectContaining({ code: 'CALENDAR.UNKNOWN_YEAR', retryable: false }),
    );
  });
});

describe('no holidays', () => {
  it('knows none, in any year', () => {
    expect(noHolidays.nameOf(localDate('2026-01-01'))).toBeUndefined();
    expect(noHolidays.nameOf(localDate('2099-01-01'))).toBeUndefined();
  });
});
