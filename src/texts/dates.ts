import type { DueBasis, SkippedDay } from '../calendar/due-date.js';
import { type Duration, formatDuration } from '../calendar/duration.js';
import {
  type DueExplanation,
  explainDueDate,
  type Moved,
  type SkippedGroup,
} from '../calendar/explain-due-date.js';
import type { Instant, LocalDate } from '../calendar/instant.js';
import { localDateOf, localTimeOf, type Weekday, weekdayOf } from '../calendar/local-date.js';

// Dates are always told with their weekday and never as 「明日」 or 「今週中」: a message may be read days later.

const weekdayLetters: Record<Weekday, string> = {
  mon: '月',
  tue: '火',
  wed: '水',
  thu: '木',
  fri: '金',
  sat: '土',
  sun: '日',
};

const closedNames = { 'year-end': '年末年始', town: '閉庁日' };

/** The law's word for a day that the list of holidays calls 「こどもの日 振替休日」 or 「休日」 (祝日法3条). */
export const legalHolidayName = (listed: string): string => {
  if (listed.endsWith('振替休日')) return '振替休日';
  return listed === '休日' ? '国民の休日' : listed;
};

/** One closed day in a word: `土曜日`, `勤労感謝の日`, `年末年始`, `閉庁日`. */
export const closedReasonName = ({ date, reason }: SkippedDay): string => {
  if (reason.kind === 'weekend') return `${weekdayLetters[weekdayOf(date)]}曜日`;
  return reason.kind === 'holiday' ? reason.name : closedNames[reason.kind];
};

const monthAndDay = (day: LocalDate): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

const dayWithNote = (day: LocalDate, note: string, { now, timezone }: Reading): string => {
  const year = day.slice(0, 4);
  const shownYear = year === localDateOf(now, timezone).slice(0, 4) ? '' : `${year}年`;
  return `${shownYear}${monthAndDay(day)}（${note}）`;
};

/** When and where a text is read: the year is left out in the current one. */
interface Reading {
  readonly now: Instant;
  readonly timezone: string;
}

/** `11月26日（木）`, in another year than that of `now` `2027年1月8日（金）`. */
export const formatDay = (day: LocalDate, now: Instant, timezone: string): string =>
  dayWithNote(day, weekdayLetters[weekdayOf(day)], { now, timezone });

/** `9:00`, 24 hours. */
export const formatTime = (at: Instant, timezone: string): string =>
  localTimeOf(at, timezone).replace(/^0/, '');

/** `11月26日（木）9:00`. */
export const formatMoment = (at: Instant, now: Instant, timezone: string): string =>
  `${formatDay(localDateOf(at, timezone), now, timezone)}${formatTime(at, timezone)}`;

const eraFormat = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'UTC' });

/** `令和8年12月7日`, for records; the first year of an era is 元年. */
export const formatEraDay = (day: LocalDate): string => eraFormat.format(new Date(`${day}T00:00:00Z`));

/** `3営業日`, `開庁時間で4時間`, `90秒`. */
export const formatDurationWords = (duration: Duration): string => {
  if (duration.unit === 'business-days') return `${duration.count}営業日`;
  if (duration.unit === 'business-hours') return `開庁時間で${duration.count}時間`;
  return formatDuration(duration).replace('h', '時間').replace('m', '分').replace('s', '秒');
};

const weekdayNames = (weekdays: readonly Weekday[]): string => {
  const letters = weekdays.map((weekday) => weekdayLetters[weekday]);
  const isUsualWeekend = weekdays.length === 2 && weekdays.includes('sat') && weekdays.includes('sun');
  return isUsualWeekend ? '土日' : `${letters.join('・')}曜日`;
};

const groupWords = (group: SkippedGroup, reading: Reading): string => {
  switch (group.kind) {
    case 'weekend':
      return weekdayNames(group.weekdays);
    case 'year-end':
      return group.from === group.to
        ? `${monthAndDay(group.from)}（${closedNames['year-end']}）`
        : `${monthAndDay(group.from)}〜${monthAndDay(group.to)}（${closedNames['year-end']}）`;
    case 'holiday':
    case 'town': {
      const name = group.kind === 'holiday' ? group.name : closedNames.town;
      return dayWithNote(group.date, `${weekdayLetters[weekdayOf(group.date)]}・${name}`, reading);
    }
  }
};

/** 「土日と11月23日（月・勤労感謝の日）を除き、」, or nothing when no day was skipped. */
const exceptWords = (groups: readonly SkippedGroup[], reading: Reading): string => {
  const words = groups.map((group) => groupWords(group, reading));
  const [first, ...others] = words;
  if (first === undefined) return '';
  const isAfterWeekend = groups[0]?.kind === 'weekend' && others.length > 0;
  return `${isAfterWeekend ? `${first}と${others.join('、')}` : words.join('、')}を除き、`;
};

const movedWords: Record<NonNullable<Moved>, string> = {
  'after-closing': 'の閉庁後に届いたため、',
  'closed-day': 'は閉庁日のため、',
};

type Counted = Extract<DueExplanation, { kind: 'business-days' }>;

const countedFrom = (counted: Counted, start: DueStart, day: (day: LocalDate) => string): string => {
  const lead = counted.moved ? `${day(counted.arrivedOn)}${movedWords[counted.moved]}` : '';
  return `${lead}${day(counted.receiptDay)}${start === 'receipt' ? '受付 → ' : 'から'}${counted.count}営業日。`;
};

/** What the count began with: a proposal that was received, or any other word. */
export type DueStart = 'receipt' | 'word';

/**
 * How a due date was counted, without a full stop at the end:
 * 「11月20日（金）受付 → 3営業日。土日と11月23日（月・勤労感謝の日）を除き、11月26日（木）まで」.
 */
export const explainDue = (
  basis: DueBasis,
  dueAt: Instant,
  now: Instant,
  timezone: string,
  start: DueStart = 'receipt',
): string => {
  const reading = { now, timezone };
  const day = (date: LocalDate) => formatDay(date, now, timezone);
  const moment = (at: Instant) => formatMoment(at, now, timezone);
  const explanation = explainDueDate(basis, timezone);
  switch (explanation.kind) {
    case 'business-days':
      return `${countedFrom(explanation, start, day)}${exceptWords(explanation.skipped, reading)}${day(basis.dueOn)}まで`;
    case 'business-hours': {
      const words = formatDurationWords({ unit: 'business-hours', count: explanation.count });
      return `${moment(basis.from)}から${words}。${exceptWords(explanation.skipped, reading)}${moment(dueAt)}まで`;
    }
    case 'elapsed': {
      const note = explanation.duration.unit === 'business-days' ? '（1営業日を24時間と数えます）' : '';
      return `${moment(basis.from)}から${formatDurationWords(explanation.duration)}${note}。${moment(dueAt)}まで`;
    }
    case 'set-by-hand':
      return explanation.movedFrom
        ? `指定された${day(explanation.movedFrom)}は閉庁日のため、次の開庁日の${day(basis.dueOn)}まで`
        : `日付の指定により、${day(basis.dueOn)}まで`;
  }
};
