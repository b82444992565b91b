import holidayJp from '@holiday-jp/holiday_jp';
import type { Holidays } from '../../src/calendar/holidays.js';
import type { LocalDate } from '../../src/calendar/instant.js';
import { AppError } from '../../src/errors.js';
import { legalHolidayName } from '../../src/texts/dates.js';

/** A day outside the list of holidays. Answering "no holiday" there would silently move due dates. */
export class UnknownHolidayYear extends AppError {
  readonly code = 'CALENDAR.UNKNOWN_YEAR';
  readonly retryable = false;
}

// The reach of the list in version 2.5.1; raise it together with the dependency.
const firstDay = '1970-01-01';
const lastDay = '2050-11-23';

/**
 * The national holidays of Japan. Equal to the list of the Cabinet Office for the years it has announced; later
 * years are computed forecasts, which a town corrects with `closedDates` and `openDates`.
 *
 * @see https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html
 */
export const createJapaneseHolidays = (): Holidays => {
  const names = new Map<string, string>(
    Object.values(holidayJp.holidays).map(({ date, name }) => [date, legalHolidayName(name)]),
  );
  return {
    nameOf: (day: LocalDate) => {
      if (day < firstDay || day > lastDay) throw new UnknownHolidayYear(`No holidays are known for ${day}`);
      return names.get(day);
    },
  };
};

/** For towns with `nationalHolidays: none`. */
export const noHolidays: Holidays = { nameOf: () => undefined };
