import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Duration } from '../../src/calendar/duration.js';
import { addDays } from '../../src/calendar/local-date.js';
import { anyCalendar, anyDay, anyInstant } from './calendars.js';

const fewDays = fc.integer({ min: 0, max: 30 });

const anyDuration: fc.Arbitrary<Duration> = fc.oneof(
  fewDays.map((count): Duration => ({ unit: 'business-days', count })),
  fc.integer({ min: 0, max: 60 }).map((count): Duration => ({ unit: 'business-hours', count })),
  fc.integer({ min: 0, max: 1000 }).map((count): Duration => ({ unit: 'time', ms: count * 1000 })),
);

// In plain time the office may be closed all the while.
const inOfficeTime = anyDuration.filter(({ unit }) => unit !== 'time');

describe('every calendar', () => {
  it('never lets a later start be due earlier', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        fc.nat(10 * 86_400_000),
        anyDuration,
        (calendar, at, laterMs, duration) => {
          const later = new Date(at.getTime() + laterMs);
          expect(calendar.due(at, duration).dueAt <= calendar.due(later, duration).dueAt).toBe(true);
        },
      ),
    );
  });

  it('is never due before the start', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyDuration, (calendar, at, duration) => {
        expect(calendar.due(at, duration).dueAt >= at).toBe(true);
      }),
    );
  });

  it('treats a start while closed as a start at the next opening', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, inOfficeTime, (calendar, at, duration) => {
        const fromOpening = calendar.due(calendar.nextOpening(at), duration);
        expect(calendar.due(at, duration).dueAt).toEqual(fromOpening.dueAt);
      }),
    );
  });

  it('skips exactly the closed days', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fewDays, (calendar, at, count) => {
        const { basis } = calendar.due(at, { unit: 'business-days', count });
        const skipped = new Set(basis.skipped.map(({ date }) => date));
        let open = 0;
        for (let day = calendar.localDateOf(at); day <= basis.dueOn; day = addDays(day, 1)) {
          expect(calendar.isOpenDay(day)).toBe(!skipped.has(day));
          if (!skipped.has(day) && day > basis.receiptDay!) open += 1;
        }
        expect(open).toBe(count);
      }),
    );
  });

  it('goes back the business days it went forward', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, fewDays, (calendar, day, count) => {
        const start = calendar.addBusinessDays(day, 0);
        const end = calendar.addBusinessDays(day, count);
        expect(calendar.isOpenDay(start) && calendar.isOpenDay(end)).toBe(true);
        expect(calendar.addBusinessDays(end, -count)).toBe(start);
        expect(calendar.businessDaysBetween(day, end)).toBe(count);
        expect(calendar.businessDaysBetween(end, start)).toBe(0 - count);
      }),
    );
  });

  it('never makes a date set by hand earlier, and ends it on an open day', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, anyInstant, (calendar, day, from) => {
        const { dueAt, basis } = calendar.dueOn(day, from);
        expect(basis.dueOn >= day && calendar.isOpenDay(basis.dueOn)).toBe(true);
        expect(dueAt).toEqual(calendar.closingOf(basis.dueOn));
        expect(basis.skipped[0]?.date ?? basis.dueOn).toBe(day);
      }),
    );
  });

  it('opens at its next opening and not before', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, (calendar, at) => {
        const opening = calendar.nextOpening(at);
        expect(calendar.isOpenAt(opening)).toBe(true);
        expect(opening >= at).toBe(true);
        expect(calendar.isOpenAt(at)).toBe(opening.getTime() === at.getTime());
      }),
    );
  });

  it('counts business hours back as it counted them forward', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.integer({ min: 1, max: 60 }), (calendar, at, count) => {
        const duration: Duration = { unit: 'business-hours', count };
        const later = calendar.shift(calendar.nextOpening(at), 'after', duration);
        const back = calendar.shift(later, 'before', duration);
        // An opening and the closing before it are the same point in office time.
        expect(calendar.nextOpening(back)).toEqual(calendar.nextOpening(at));
      }),
    );
  });

  it('begins the next half day in office hours, later, and in another half day', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, (calendar, at) => {
        const next = calendar.nextHalfDay(at);
        expect(next > at && calendar.isOpenAt(next)).toBe(true);
        expect(calendar.halfDayOf(next)).not.toBe(calendar.halfDayOf(at));
      }),
    );
  });
});
