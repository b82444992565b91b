import { describe, expect, it } from '@jest/globals';
import { type Duration, parseDuration } from '../../src/calendar/duration.js';
import type { Instant } from '../../src/calendar/instant.js';
import { localDate } from '../../src/calendar/local-date.js';
import {
  closedReasonName,
  explainDue,
  formatDay,
  formatEraDay,
  formatMoment,
  formatTime,
} from '../../src/texts/dates.js';
import { aCalendar, jst } from '../calendar/calendars.js';

const zone = 'Asia/Tokyo';
const now = jst('2026-11-20 16:05');
const town = aCalendar();

const explained = (from: Instant, rule: string, calendar = town) => {
  const { basis, dueAt } = calendar.due(from, parseDuration(rule) as Duration);
  return explainDue(basis, dueAt, now, zone);
};

describe('dates in Japanese', () => {
  it('have the year only when it is another one than now', () => {
    expect(formatDay(localDate('2026-11-26'), now, zone)).toBe('11月26日（木）');
    expect(formatDay(localDate('2027-01-08'), now, zone)).toBe('2027年1月8日（金）');
    // In Japan it is 2027 already.
    expect(formatDay(localDate('2027-01-08'), new Date('2026-12-31T15:00:00Z'), zone)).toBe('1月8日（金）');
  });

  it('have times of 24 hours', () => {
    expect(formatTime(jst('2026-11-26 09:00'), zone)).toBe('9:00');
    expect(formatTime(jst('2026-11-26 00:05'), zone)).toBe('0:05');
    expect(formatTime(jst('2026-11-26 17:15'), zone)).toBe('17:15');
    expect(formatMoment(jst('2027-01-08 09:00'), now, zone)).toBe('2027年1月8日（金）9:00');
  });

  it.each([
    ['2026-12-07', '令和8年12月7日'],
    ['2019-05-01', '令和元年5月1日'],
    ['2019-04-30', '平成31年4月30日'],
  ])('write %s as %s in records', (day, expected) => {
    expect(formatEraDay(localDate(day))).toBe(expected);
  });

  it('name a closed day', () => {
    const { skipped } = town.due(jst('2026-11-20 16:00'), { unit: 'business-days', count: 3 }).basis;

    expect(skipped.map(closedReasonName)).toEqual(['土曜日', '日曜日', '勤労感謝の日']);
  });
});

describe('the sentence that explains a due date', () => {
  it.each([
    [
      '2026-11-20 16:00',
      '3bd',
      '11月20日（金）受付 → 3営業日。土日と11月23日（月・勤労感謝の日）を除き、11月26日（木）まで',
    ],
    ['2026-11-24 09:00', '3bd', '11月24日（火）受付 → 3営業日。11月27日（金）まで'],
    ['2026-11-26 09:00', '3bd', '11月26日（木）受付 → 3営業日。土日を除き、12月1日（火）まで'],
    [
      '2026-12-25 16:00',
      '10bd',
      '12月25日（金）受付 → 10営業日。土日と12月29日〜1月3日（年末年始）、2027年1月11日（月・成人の日）を除き、2027年1月15日（金）まで',
    ],
    [
      '2026-12-28 17:15',
      '3bd',
      '12月28日（月）の閉庁後に届いたため、2027年1月4日（月）受付 → 3営業日。12月29日〜1月3日（年末年始）を除き、2027年1月7日（木）まで',
    ],
    [
      '2026-09-21 10:00',
      '1bd',
      '9月21日（月）は閉庁日のため、9月24日（木）受付 → 1営業日。9月21日（月・敬老の日）、9月22日（火・国民の休日）、9月23日（水・秋分の日）を除き、9月25日（金）まで',
    ],
    [
      '2026-05-01 10:00',
      '1bd',
      '5月1日（金）受付 → 1営業日。土日と5月4日（月・みどりの日）、5月5日（火・こどもの日）、5月6日（水・振替休日）を除き、5月7日（木）まで',
    ],
    [
      '2026-11-20 16:15',
      '2bh',
      '11月20日（金）16:15から開庁時間で2時間。土日と11月23日（月・勤労感謝の日）を除き、11月24日（火）9:30まで',
    ],
    ['2026-11-21 23:59', '30m', '11月21日（土）23:59から30分。11月22日（日）0:29まで'],
  ])('received %s, %s', (received, rule, expected) => {
    expect(explained(jst(received), rule)).toBe(expected);
  });

  it('says so when a business day is 24 hours', () => {
    expect(explained(jst('2026-11-20 16:00'), '3bd', aCalendar({ kind: 'always-open' }))).toBe(
      '11月20日（金）16:00から3営業日（1営業日を24時間と数えます）。11月23日（月）16:00まで',
    );
  });

  it('names the closing days of a town that rests on other days', () => {
    const calendar = aCalendar({ closedWeekdays: ['mon'], closedDates: [localDate('2026-11-25')] });

    expect(explained(jst('2026-11-27 09:00'), '3bd', calendar)).toContain('月曜日を除き、');
    expect(explained(jst('2026-11-24 09:00'), '1bd', calendar)).toContain('11月25日（水・閉庁日）を除き、');
  });

  it.each([
    ['2026-12-04', '日付の指定により、12月4日（金）まで'],
    ['2026-12-05', '指定された12月5日（土）は閉庁日のため、次の開庁日の12月7日（月）まで'],
  ])('tells that %s was set by hand', (day, expected) => {
    const { basis, dueAt } = town.dueOn(localDate(day), now);

    expect(explainDue(basis, dueAt, now, zone)).toBe(expected);
  });

  it('does not call a later word a receipt', () => {
    const { basis, dueAt } = town.due(jst('2026-11-24 09:00'), { unit: 'business-days', count: 3 });

    expect(explainDue(basis, dueAt, now, zone, 'word')).toBe('11月24日（火）から3営業日。11月27日（金）まで');
  });
});
