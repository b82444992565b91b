import type { LocalDate } from './instant.js';

/** Port: the national holidays. They come from outside, since a cabinet decides them anew each February. */
export interface Holidays {
  /**
   * The name shown to people, or undefined on a day that is no holiday.
   *
   * @throws AppError `CALENDAR.UNKNOWN_YEAR` for a day the list does not reach; "no holiday" would be a guess.
   */
  readonly nameOf: (day: LocalDate) => string | undefined;
}
