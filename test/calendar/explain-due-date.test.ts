import { describe, expect, it } from '@jest/globals';
import { explainDueDate } from '../../src/calendar/explain-due-date.js';
import { localDate } from '../../src/calendar/local-date.js';
import { aCalendar, jst } from './calendars.js';

const town = aCalendar();
const explain = (received: string, count: number, calendar = town) =>
  explainDueDate(calendar.due(jst(received), { unit: 'business-days', count }).basis, 'Asia/Tokyo');

describe('the explanation of a due date', () => {
  it('tells all weekends once, before the other closed days', () => {
    expect(explain('2026-11-20 16:00', 10)).toEqual({
      kind: 'business-days',
      arrivedOn: '2026-11-20',
      moved: null,
      receiptDay: '2026-11-20',
      count: 10,
      skipped: [
        { kind: 'weekend', weekdays: ['sat', 'sun'] },
        { kind: 'holiday', date: '2026-11-23', name: '勤労感謝の日' },
      ],
    });
  });

  it('tells the year-end as one range', () => {
    expect(explain('2026-12-25 16:00', 10)).toMatchObject({
      skipped: [
        { kind: 'weekend' },
        { kind: 'year-end', from: '2026-12-29', to: '2027-01-03' },
        { kind: 'holiday', date: '2027-01-11', name: '成人の日' },
      ],
    });
  });

  it('keeps two year-ends apart', () => {
    const calendar = aCalendar({ nationalHolidays: 'none' });

    expect(explain('2026-12-25 16:00', 260, calendar)).toMatchObject({
      skipped: [{ kind: 'weekend' }, { from: '2026-12-29', to: '2027-01-03' }, { from: '2027-12-29' }],
    });
  });

  it('says why a word counts as received on another day', () => {
    expect(explain('2026-12-28 17:15', 1)).toMatchObject({
      moved: 'after-closing',
      receiptDay: '2027-01-04',
    });
    expect(explain('2027-01-01 10:00', 1)).toMatchObject({ moved: 'closed-day', receiptDay: '2027-01-04' });
  });

  it('tells apart what is not counted in business days', () => {
    const from = jst('2026-11-20 16:00');
    const always = aCalendar({ kind: 'always-open' });

    expect(explain('2026-11-20 16:00', 3, always)).toEqual({
      kind: 'elapsed',
      duration: { unit: 'business-days', count: 3 },
    });
    expect(explainDueDate(town.due(from, { unit: 'time', ms: 1000 }).basis, 'Asia/Tokyo')).toMatchObject({
      kind: 'elapsed',
    });
    expect(explainDueDate(town.dueOn(localDate('2026-11-21'), from).basis, 'Asia/Tokyo')).toEqual({
      kind: 'set-by-hand',
      movedFrom: '2026-11-21',
    });
    expect(explainDueDate(town.dueOn(localDate('2026-11-20'), from).basis, 'Asia/Tokyo')).toEqual({
      kind: 'set-by-hand',
      movedFrom: null,
    });
  });
});
