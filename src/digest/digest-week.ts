/** Which ISO week a digest is about, and when it is due. */
import type { BusinessCalendar } from '../calendar/business-calendar.js';
import type { Instant, LocalDate } from '../calendar/instant.js';
import {
  addDays,
  daysAfterMonday,
  instantAt,
  isoWeekOf,
  mondayOf,
  type IsoWeek,
} from '../calendar/local-date.js';
import type { DigestSettings } from '../municipality.js';

/** Monday to Sunday, as days and as instants [from, to). */
export interface DigestWeek {
  readonly week: IsoWeek;
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate;
  readonly from: Instant;
  readonly to: Instant;
}

export function digestWeek(week: IsoWeek, timezone: string): DigestWeek {
  const firstOn = mondayOf(week);
  return {
    week,
    firstOn,
    lastOn: addDays(firstOn, 6),
    from: instantAt(firstOn, '00:00', timezone),
    to: instantAt(addDays(firstOn, 7), '00:00', timezone),
  };
}

export const weekBefore = (week: IsoWeek): IsoWeek => isoWeekOf(addDays(mondayOf(week), -7));

/** The slot of a week: its weekday, or the next business day when the office is closed then (contract §4). */
export function slotOf(week: IsoWeek, { slot }: DigestSettings, calendar: BusinessCalendar): Instant {
  const wanted = addDays(mondayOf(week), daysAfterMonday(slot.weekday));
  return instantAt(calendar.addBusinessDays(wanted, 0), slot.time, calendar.timezone);
}

export interface Slot {
  readonly at: Instant;
  /** What the digest of this slot is about: the week before it. */
  readonly about: IsoWeek;
}

/** The latest slot that has come: of several missed ones only this is made up (design §4, Weekly). */
export function latestSlot(now: Instant, settings: DigestSettings, calendar: BusinessCalendar): Slot {
  let week = isoWeekOf(calendar.localDateOf(now));
  while (slotOf(week, settings, calendar) > now) week = weekBefore(week);
  return { at: slotOf(week, settings, calendar), about: weekBefore(week) };
}

/** The first slot after `now`. */
export function nextSlotAt(now: Instant, settings: DigestSettings, calendar: BusinessCalendar): Instant {
  // A slot moved by a long closure can still lie ahead for the week before.
  let week = weekBefore(isoWeekOf(calendar.localDateOf(now)));
  while (slotOf(week, settings, calendar) <= now) week = isoWeekOf(addDays(mondayOf(week), 7));
  return slotOf(week, settings, calendar);
}
