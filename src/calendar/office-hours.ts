import type { CalendarSettings } from './calendar-settings.js';
import type { Instant, LocalDate } from './instant.js';
import { addDays, instantAt, localDateOf } from './local-date.js';
import type { createOpenDays } from './open-days.js';

/** A time of day in which the staff works, `HH:MM`; `to` itself is no longer in it. */
export interface OfficeWindow {
  readonly from: string;
  readonly to: string;
}

interface OfficeDay {
  /** Earliest first, at least one. */
  readonly windows: readonly OfficeWindow[];
  readonly opens: string;
  readonly closes: string;
}

interface Stretch {
  readonly opensAt: number;
  readonly closesAt: number;
}

/** Reads `08:30-12:00`. Undefined for anything else, also for a window that does not end on the same day. */
export const parseOfficeWindow = (text: string): OfficeWindow | undefined => {
  const time = '((?:[01]\\d|2[0-3]):[0-5]\\d)';
  const [, from, to] = new RegExp(`^${time}-${time}$`).exec(text) ?? [];
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
};

const getWindow = (text: string): OfficeWindow => {
  const window = parseOfficeWindow(text);
  if (!window) throw new RangeError(`Not office hours: ${text}`);
  return window;
};

const getOfficeDay = (texts: readonly string[]): OfficeDay => {
  const windows = texts.map(getWindow).sort((a, b) => (a.from < b.from ? -1 : 1));
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) throw new RangeError('Office hours without a window');
  return { windows, opens: first.from, closes: last.to };
};

const createHoursOf = (officeHours: CalendarSettings['officeHours']) => {
  const periods = officeHours
    .map(({ from, windows }) => ({ from, hours: getOfficeDay(windows) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const [earliest] = periods;
  if (!earliest) throw new RangeError('No office hours');
  return (day: LocalDate): OfficeDay => (periods.findLast(({ from }) => from <= day) ?? earliest).hours;
};

/**
 * When the office is open on its open days, and counting in that time.
 *
 * @throws RangeError for hours that the configuration should have refused.
 */
export const createOfficeHours = (settings: CalendarSettings, days: ReturnType<typeof createOpenDays>) => {
  const { timezone } = settings;
  const hoursOf = createHoursOf(settings.officeHours);

  const stretchesOf = (day: LocalDate): Stretch[] =>
    hoursOf(day).windows.map(({ from, to }) => ({
      opensAt: instantAt(day, from, timezone).getTime(),
      closesAt: instantAt(day, to, timezone).getTime(),
    }));

  function* stretchesAfter(at: number): Generator<Stretch, never> {
    for (let day = localDateOf(new Date(at), timezone); ; day = addDays(day, 1)) {
      day = days.openDayFrom(day);
      for (const { opensAt, closesAt } of stretchesOf(day))
        if (closesAt > at) yield { opensAt: Math.max(opensAt, at), closesAt };
    }
  }

  function* stretchesBefore(at: number): Generator<Stretch, never> {
    for (let day = localDateOf(new Date(at), timezone); ; day = addDays(day, -1)) {
      day = days.openDayUntil(day);
      for (const { opensAt, closesAt } of stretchesOf(day).reverse())
        if (opensAt < at) yield { opensAt, closesAt: Math.min(closesAt, at) };
    }
  }

  const nextOpening = (at: Instant): Instant => new Date(stretchesAfter(at.getTime()).next().value.opensAt);

  /** The instant at which the office has been open for `ms` since `at`; a closing time rather than the next opening. */
  const officeTimeAfter = (at: Instant, ms: number): Instant => {
    const { stretch, left } = walk(stretchesAfter(at.getTime()), ms);
    return new Date(stretch.opensAt + left);
  };

  const officeTimeBefore = (at: Instant, ms: number): Instant => {
    const { stretch, left } = walk(stretchesBefore(at.getTime()), ms);
    return new Date(stretch.closesAt - left);
  };

  return { hoursOf, nextOpening, officeTimeAfter, officeTimeBefore };
};

/** The stretch in which `ms` of open time are used up, and how much of it was needed. */
const walk = (stretches: Generator<Stretch, never>, ms: number): { stretch: Stretch; left: number } => {
  let left = ms;
  for (;;) {
    const stretch = stretches.next().value;
    const length = stretch.closesAt - stretch.opensAt;
    if (left <= length) return { stretch, left };
    left -= length;
  }
};
