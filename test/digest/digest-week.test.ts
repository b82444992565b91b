import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '../../src/calendar/instant.js';
import {
  isoWeekOf,
  localDateOf,
  parseIsoWeek,
  weekdayOf,
  type IsoWeek,
} from '../../src/calendar/local-date.js';
import { digestWeek, latestSlot, nextSlotAt, slotOf, weekBefore } from '../../src/digest/digest-week.js';
import type { DigestSettings } from '../../src/municipality.js';
import { aCalendar, anyInstant, jst } from '../calendar/calendars.js';

const tokyo = 'Asia/Tokyo';
const calendar = aCalendar();
const mondayAtNine: DigestSettings = { slot: { weekday: 'mon', time: '09:00' }, places: [] };

const week = (text: string): IsoWeek => {
  const parsed = parseIsoWeek(text);
  if (!parsed) throw new RangeError(text);
  return parsed;
};

describe('the week of a digest', () => {
  it('begins on Monday at midnight in Tokyo and ends before the next one', () => {
    expect(digestWeek(week('2026-W48'), tokyo)).toEqual({
      week: '2026-W48',
      firstOn: '2026-11-23',
      lastOn: '2026-11-29',
      from: jst('2026-11-23 00:00'),
      to: jst('2026-11-30 00:00'),
    });
  });

  it('takes what came on Sunday evening, which is Sunday in London too, and not what came a second later', () => {
    const { from, to } = digestWeek(week('2026-W48'), tokyo);
    const sundayNight = jst('2026-11-29 23:59:59');
    expect(sundayNight >= from && sundayNight < to).toBe(true);
    // Still Sunday afternoon in UTC.
    const monday = jst('2026-11-30 00:00');
    expect(monday < to).toBe(false);
  });

  it('belongs to the year of its Thursday', () => {
    expect(weekBefore(week('2027-W01'))).toBe('2026-W53');
    expect(digestWeek(week('2026-W53'), tokyo)).toMatchObject({
      firstOn: '2026-12-28',
      lastOn: '2027-01-03',
    });
  });

  it('leaves no instant out and takes none twice', () => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        const own = digestWeek(isoWeekOf(localDateOf(at, tokyo)), tokyo);
        expect(at >= own.from && at < own.to).toBe(true);
        expect(digestWeek(weekBefore(own.week), tokyo).to).toEqual(own.from);
      }),
    );
  });
});

describe('the slot of a week', () => {
  it('is its Monday at nine', () => {
    expect(slotOf(week('2026-W49'), mondayAtNine, calendar)).toEqual(jst('2026-11-30 09:00'));
  });

  it('moves to the next business day when the office is closed', () => {
    // 23 November is a holiday.
    expect(slotOf(week('2026-W48'), mondayAtNine, calendar)).toEqual(jst('2026-11-24 09:00'));
    const golden = slotOf(week('2026-W19'), mondayAtNine, calendar);
    // 4 to 6 May are holidays.
    expect(golden).toEqual(jst('2026-05-07 09:00'));
  });

  it('may move into the next week, over the new year', () => {
    const onFridays: DigestSettings = { ...mondayAtNine, slot: { weekday: 'fri', time: '16:30' } };
    expect(slotOf(week('2026-W53'), onFridays, calendar)).toEqual(jst('2027-01-04 16:30'));
  });

  it('does not move where the office never closes', () => {
    const always = aCalendar({ kind: 'always-open' });
    expect(slotOf(week('2026-W48'), mondayAtNine, always)).toEqual(jst('2026-11-23 09:00'));
  });
});

describe('the slots that have come', () => {
  const latest = (now: Instant) => latestSlot(now, mondayAtNine, calendar);

  it('begin at their very instant', () => {
    expect(latest(jst('2026-11-30 09:00'))).toEqual({ at: jst('2026-11-30 09:00'), about: '2026-W48' });
    expect(latest(jst('2026-11-30 08:59:59'))).toEqual({ at: jst('2026-11-24 09:00'), about: '2026-W47' });
  });

  it('are about the week before', () => {
    const { at, about } = latest(jst('2026-12-02 12:00'));
    expect(digestWeek(about, tokyo).to <= at).toBe(true);
    expect(about).toBe('2026-W48');
  });

  it('of which several were missed give only the latest', () => {
    expect(latest(jst('2026-12-25 12:00'))).toEqual({ at: jst('2026-12-21 09:00'), about: '2026-W51' });
  });

  it('wait for the moved one when its Monday is closed', () => {
    expect(latest(jst('2026-11-23 12:00'))).toEqual({ at: jst('2026-11-16 09:00'), about: '2026-W46' });
    expect(nextSlotAt(jst('2026-11-23 12:00'), mondayAtNine, calendar)).toEqual(jst('2026-11-24 09:00'));
  });

  it('are over at their instant: the next one is that of the week after', () => {
    expect(nextSlotAt(jst('2026-11-30 09:00'), mondayAtNine, calendar)).toEqual(jst('2026-12-07 09:00'));
    expect(nextSlotAt(jst('2026-11-30 08:59:59'), mondayAtNine, calendar)).toEqual(jst('2026-11-30 09:00'));
  });

  it('and the next one lie around every instant, both on open days, none between them', () => {
    const slots = fc.record({
      weekday: fc.constantFrom('mon' as const, 'wed' as const, 'fri' as const, 'sun' as const),
      time: fc.constantFrom('00:00', '09:00', '17:00'),
    });
    fc.assert(
      fc.property(anyInstant, slots, (now, slot) => {
        const settings = { slot, places: [] };
        const come = latestSlot(now, settings, calendar).at;
        const next = nextSlotAt(now, settings, calendar);
        expect(come <= now && now < next).toBe(true);
        for (const at of [come, next]) {
          expect(calendar.closedReason(localDateOf(at, tokyo))).toBeNull();
          expect(['sat', 'sun']).not.toContain(weekdayOf(localDateOf(at, tokyo)));
        }
        expect(latestSlot(next, settings, calendar).at).toEqual(next);
        expect(latestSlot(new Date(next.getTime() - 1), settings, calendar).at).toEqual(come);
      }),
    );
  });
});
