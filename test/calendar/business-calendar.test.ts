import { describe, expect, it } from '@jest/globals';
import { createBusinessCalendar } from '../../src/calendar/business-calendar.js';
import { dueBasisSchema } from '../../src/calendar/due-date.js';
import { type Duration, parseDuration } from '../../src/calendar/duration.js';
import { addDays, localDate } from '../../src/calendar/local-date.js';
import { parseOfficeWindow } from '../../src/calendar/office-hours.js';
import { aCalendar, jst, townSettings } from './calendars.js';
import { dueDateTable, openDaysPerYear } from './due-date-table.js';

const town = aCalendar();
const days = (count: number): Duration => ({ unit: 'business-days', count });
const hours = (count: number): Duration => ({ unit: 'business-hours', count });
const time = (text: string): Duration => parseDuration(text)!;

describe('due dates in business days', () => {
  it.each(dueDateTable)('received %s counts as %s, +%i is %s (%s)', (received, receiptDay, count, dueOn) => {
    const { dueAt, basis } = town.due(jst(received), days(count));

    expect(town.receiptDay(jst(received))).toBe(receiptDay);
    expect(basis).toMatchObject({ from: jst(received), receiptDay, rule: `${count}bd`, dueOn });
    expect(dueAt).toEqual(jst(`${dueOn} 17:15`));
  });

  it('keep the skipped days with their reasons', () => {
    const { basis } = town.due(jst('2026-11-20 16:00'), days(3));

    expect(basis.skipped).toEqual([
      { date: '2026-11-21', reason: { kind: 'weekend' } },
      { date: '2026-11-22', reason: { kind: 'weekend' } },
      { date: '2026-11-23', reason: { kind: 'holiday', name: '勤労感謝の日' } },
    ]);
    expect(basis.dueOn).toBe('2026-11-26');
  });

  it('keep the closed days before the receipt day too', () => {
    const { basis } = town.due(jst('2026-04-28 23:30'), days(1));

    expect(basis.skipped.map(({ date }) => date)).toContain('2026-04-29');
  });

  it('are stored as they are', () => {
    const { basis } = town.due(jst('2026-12-28 17:15'), days(10));

    expect(dueBasisSchema.parse({ ...basis })).toEqual(basis);
    expect(dueBasisSchema.safeParse({ ...basis, dueOn: '2026-02-30' }).success).toBe(false);
  });

  it('move when the town adds a closed day', () => {
    const closed = aCalendar({ closedDates: [localDate('2026-11-25')] });

    expect(closed.due(jst('2026-11-20 16:00'), days(3)).basis.dueOn).toBe('2026-11-27');
  });
});

describe('due dates in other units', () => {
  it('count business hours in office hours only', () => {
    expect(town.due(jst('2026-11-20 11:00'), hours(2)).dueAt).toEqual(jst('2026-11-20 14:00'));
    expect(town.due(jst('2026-11-20 16:15'), hours(2)).dueAt).toEqual(jst('2026-11-24 09:30'));
    expect(town.due(jst('2026-11-20 16:15'), hours(1)).dueAt).toEqual(jst('2026-11-20 17:15'));
    expect(town.due(jst('2026-11-20 16:15'), hours(2)).basis).toMatchObject({
      receiptDay: null,
      rule: '2bh',
    });
  });

  it('take plain time as it is', () => {
    const { dueAt, basis } = town.due(jst('2026-11-21 23:59:30'), time('90s'));

    expect(dueAt).toEqual(jst('2026-11-22 00:01:00'));
    expect(basis).toMatchObject({ receiptDay: null, rule: '90s', dueOn: '2026-11-22', skipped: [] });
  });

  it('move a date set by hand forward to an open day', () => {
    const from = jst('2026-11-20 16:00');

    expect(town.dueOn(localDate('2026-12-29'), from)).toMatchObject({
      dueAt: jst('2027-01-04 17:15'),
      basis: { from, rule: 'date', dueOn: '2027-01-04', receiptDay: null },
    });
    expect(town.dueOn(localDate('2026-12-07'), from).basis).toMatchObject({
      dueOn: '2026-12-07',
      skipped: [],
    });
  });
});

describe('open days', () => {
  it.each(Object.entries(openDaysPerYear))('%s has %i of them', (year, expected) => {
    let count = 0;
    for (let day = localDate(`${year}-01-01`); day.startsWith(year); day = addDays(day, 1))
      if (town.isOpenDay(day)) count += 1;

    expect(count).toBe(expected);
  });

  it.each([
    ['2026-11-21', { kind: 'weekend' }],
    ['2026-05-03', { kind: 'weekend' }],
    ['2026-09-22', { kind: 'holiday', name: '国民の休日' }],
    ['2026-05-06', { kind: 'holiday', name: '振替休日' }],
    ['2027-01-01', { kind: 'year-end' }],
    ['2027-01-02', { kind: 'year-end' }],
    ['2026-06-23', { kind: 'town' }],
    ['2026-06-22', null],
  ])('%s is closed because of %j', (day, reason) => {
    const calendar = aCalendar({ closedDates: [localDate('2026-06-23')] });

    expect(calendar.closedReason(localDate(day))).toEqual(reason);
  });

  it('open by the town whatever the rules say, unless the town closes them too', () => {
    const day = localDate('2026-11-23');

    expect(aCalendar({ openDates: [day] }).isOpenDay(day)).toBe(true);
    expect(aCalendar({ openDates: [day], closedDates: [day] }).isOpenDay(day)).toBe(false);
  });

  it('know a year-end that does not wrap, and none', () => {
    const calendar = aCalendar({ yearEnd: ['12-28', '12-31'], nationalHolidays: 'none' });

    expect(calendar.isOpenDay(localDate('2026-12-28'))).toBe(false);
    expect(calendar.isOpenDay(localDate('2027-01-01'))).toBe(true);
    expect(aCalendar({ yearEnd: null }).isOpenDay(localDate('2026-12-29'))).toBe(true);
  });

  it('are counted from day zero, which moves forward when closed', () => {
    expect(town.addBusinessDays(localDate('2026-11-21'), 0)).toBe('2026-11-24');
    expect(town.addBusinessDays(localDate('2026-11-21'), 1)).toBe('2026-11-25');
    expect(town.addBusinessDays(localDate('2026-11-21'), -1)).toBe('2026-11-20');
    expect(town.businessDaysBetween(localDate('2026-11-20'), localDate('2026-11-26'))).toBe(3);
    expect(town.businessDaysBetween(localDate('2026-11-26'), localDate('2026-11-20'))).toBe(-3);
    expect(town.businessDaysBetween(localDate('2026-11-21'), localDate('2026-11-24'))).toBe(0);
  });

  it('are not searched for ever', () => {
    const closed = aCalendar({ closedWeekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] });

    expect(() => closed.nextOpening(jst('2026-11-20 16:00'))).toThrow(
      expect.objectContaining({ code: 'CALENDAR.NEVER_OPEN' }),
    );
  });

  it('are not guessed beyond the known holidays', () => {
    expect(() => town.dueOn(localDate('2051-01-10'), jst('2026-11-20 16:00'))).toThrow(
      expect.objectContaining({ code: 'CALENDAR.UNKNOWN_YEAR' }),
    );
  });
});

describe('office hours', () => {
  it.each([
    ['2026-11-20 08:29', false, '2026-11-20 08:30'],
    ['2026-11-20 08:30', true, '2026-11-20 08:30'],
    ['2026-11-20 11:59', true, '2026-11-20 11:59'],
    ['2026-11-20 12:00', false, '2026-11-20 13:00'],
    ['2026-11-20 17:15', false, '2026-11-24 08:30'],
    ['2026-11-22 10:00', false, '2026-11-24 08:30'],
  ])('at %s the office is open: %s, the next opening is %s', (at, isOpen, opening) => {
    expect(town.isOpenAt(jst(at))).toBe(isOpen);
    expect(town.nextOpening(jst(at))).toEqual(jst(opening));
  });

  it('change on a date', () => {
    const calendar = aCalendar({
      officeHours: [
        { from: localDate('2027-04-01'), windows: ['13:00-16:30', '09:00-12:00'] },
        { from: localDate('2020-01-01'), windows: ['08:30-17:15'] },
      ],
    });

    expect(calendar.closingOf(localDate('2027-03-31'))).toEqual(jst('2027-03-31 17:15'));
    expect(calendar.openingOf(localDate('2027-04-01'))).toEqual(jst('2027-04-01 09:00'));
    expect(calendar.closingOf(localDate('2027-04-01'))).toEqual(jst('2027-04-01 16:30'));
    expect(calendar.openingOf(localDate('2019-12-31'))).toEqual(jst('2019-12-31 08:30'));
  });

  it.each([
    '8:30-12:00',
    '12:00-08:30',
    '08:30-08:30',
    '08:30',
    '08:30-24:00',
    '08:60-12:00',
    '08:30〜12:00',
  ])('are not read from %j', (text) => {
    expect(parseOfficeWindow(text)).toBeUndefined();
    expect(() =>
      createBusinessCalendar(
        { ...townSettings, officeHours: [{ from: localDate('2000-01-01'), windows: [text] }] },
        { nameOf: () => undefined },
      ),
    ).toThrow(RangeError);
  });

  it('are refused when there are none', () => {
    expect(() => aCalendar({ officeHours: [] })).toThrow(RangeError);
    expect(() => aCalendar({ officeHours: [{ from: localDate('2000-01-01'), windows: [] }] })).toThrow(
      RangeError,
    );
  });
});

describe('ladder steps', () => {
  const dueAt = jst('2026-11-26 17:15');

  it.each<[string, 'before' | 'after', Duration, string]>([
    ['1bd', 'before', days(1), '2026-11-25 08:30'],
    ['3bd', 'before', days(3), '2026-11-20 08:30'],
    ['0bd', 'after', days(0), '2026-11-26 08:30'],
    ['1bd', 'after', days(1), '2026-11-27 08:30'],
    ['5bd', 'after', days(5), '2026-12-03 08:30'],
    ['2h', 'before', time('2h'), '2026-11-26 15:15'],
    ['0s', 'after', time('0s'), '2026-11-26 17:15'],
    ['5h', 'after', time('5h'), '2026-11-26 22:15'],
    ['1bh', 'before', hours(1), '2026-11-26 16:15'],
    ['5bh', 'before', hours(5), '2026-11-26 11:15'],
    ['0bh', 'before', hours(0), '2026-11-26 17:15'],
    ['0bh', 'after', hours(0), '2026-11-27 08:30'],
    ['1bh', 'after', hours(1), '2026-11-27 09:30'],
  ])('%s %s the due instant', (_text, direction, duration, expected) => {
    expect(town.shift(dueAt, direction, duration)).toEqual(jst(expected));
  });

  it('around a due instant in the night of a closed day', () => {
    const night = jst('2026-11-22 02:00');

    expect(town.shift(night, 'after', days(0))).toEqual(jst('2026-11-24 08:30'));
    expect(town.shift(night, 'before', days(1))).toEqual(jst('2026-11-20 08:30'));
    expect(town.shift(night, 'before', hours(1))).toEqual(jst('2026-11-20 16:15'));
  });
});

describe('half days', () => {
  it.each([
    ['2026-11-24 00:00', '2026-11-24-am', '2026-11-24 13:00'],
    ['2026-11-24 11:59', '2026-11-24-am', '2026-11-24 13:00'],
    ['2026-11-24 12:00', '2026-11-24-pm', '2026-11-25 08:30'],
    ['2026-11-20 17:00', '2026-11-20-pm', '2026-11-24 08:30'],
    ['2026-11-21 09:00', '2026-11-21-am', '2026-11-24 08:30'],
  ])('%s belongs to %s, the next begins at %s', (at, key, next) => {
    expect(town.halfDayOf(jst(at))).toBe(key);
    expect(town.nextHalfDay(jst(at))).toEqual(jst(next));
  });

  it('do not begin in the middle of a window', () => {
    const calendar = aCalendar({
      officeHours: [{ from: localDate('2000-01-01'), windows: ['08:30-17:15'] }],
    });

    expect(calendar.nextHalfDay(jst('2026-11-24 09:00'))).toEqual(jst('2026-11-25 08:30'));
  });
});

describe('an office that is always open', () => {
  const always = aCalendar({ kind: 'always-open' });
  const night = jst('2026-11-21 23:30:15');

  it('takes a business day as 24 hours', () => {
    const { dueAt, basis } = always.due(night, days(3));

    expect(dueAt).toEqual(jst('2026-11-24 23:30:15'));
    expect(basis).toEqual({ from: night, receiptDay: null, rule: '3bd', dueOn: '2026-11-24', skipped: [] });
    expect(always.due(night, hours(2)).dueAt).toEqual(jst('2026-11-22 01:30:15'));
    expect(always.shift(night, 'before', days(1))).toEqual(jst('2026-11-20 23:30:15'));
    expect(always.shift(night, 'after', days(0))).toEqual(night);
  });

  it('never closes', () => {
    expect(always.isOpenAt(night)).toBe(true);
    expect(always.nextOpening(night)).toEqual(night);
    expect(always.closedReason(localDate('2027-01-01'))).toBeNull();
    expect(always.receiptDay(night)).toBe('2026-11-21');
    expect(always.addBusinessDays(localDate('2026-12-31'), 2)).toBe('2027-01-02');
    expect(always.businessDaysBetween(localDate('2026-12-31'), localDate('2027-01-02'))).toBe(2);
  });

  it('has days from midnight to midnight', () => {
    const day = localDate('2026-11-21');

    expect(always.openingOf(day)).toEqual(jst('2026-11-21 00:00'));
    expect(always.closingOf(day)).toEqual(jst('2026-11-22 00:00'));
    expect(always.dueOn(day, night)).toMatchObject({ dueAt: jst('2026-11-22 00:00'), basis: { dueOn: day } });
    expect(always.halfDayOf(night)).toBe('2026-11-21-pm');
    expect(always.nextHalfDay(night)).toEqual(jst('2026-11-22 00:00'));
    expect(always.nextHalfDay(jst('2026-11-21 00:00'))).toEqual(jst('2026-11-21 12:00'));
  });
});
