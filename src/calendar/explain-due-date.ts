import type { DueBasis, SkippedDay } from './due-date.js';
import { type Duration, parseDuration } from './duration.js';
import type { LocalDate } from './instant.js';
import { addDays, localDateOf, type Weekday, weekdayOf } from './local-date.js';

/** Closed days as a person would list them. */
export type SkippedGroup =
  /** All regular closing days together, each weekday once, in the order they were met. */
  | { kind: 'weekend'; weekdays: Weekday[] }
  | { kind: 'year-end'; from: LocalDate; to: LocalDate }
  | { kind: 'holiday'; date: LocalDate; name: string }
  | { kind: 'town'; date: LocalDate };

/** Why a word that arrived on one day counts as received on another; null when it does not. */
export type Moved = 'after-closing' | 'closed-day' | null;

/** How a due date came about, in parts for a sentence. `skipped`: the weekend first, then in order of time. */
export type DueExplanation =
  | {
      kind: 'business-days';
      arrivedOn: LocalDate;
      moved: Moved;
      receiptDay: LocalDate;
      count: number;
      skipped: SkippedGroup[];
    }
  | { kind: 'business-hours'; count: number; skipped: SkippedGroup[] }
  /** Plain time, and business days of 24 hours where the office never closes. */
  | { kind: 'elapsed'; duration: Duration }
  /** `movedFrom` is the closed day that was set, null when it was open. */
  | { kind: 'set-by-hand'; movedFrom: LocalDate | null };

export const explainDueDate = (basis: DueBasis, timezone: string): DueExplanation => {
  const duration = parseDuration(basis.rule);
  if (!duration) return { kind: 'set-by-hand', movedFrom: basis.skipped[0]?.date ?? null };
  const skipped = groupSkipped(basis.skipped);
  if (duration.unit === 'business-hours') return { kind: 'business-hours', count: duration.count, skipped };
  const { receiptDay } = basis;
  if (duration.unit === 'time' || receiptDay === null) return { kind: 'elapsed', duration };
  const arrivedOn = localDateOf(basis.from, timezone);
  const moved = whyMoved(arrivedOn, receiptDay, basis.skipped);
  return { kind: 'business-days', arrivedOn, moved, receiptDay, count: duration.count, skipped };
};

const whyMoved = (arrivedOn: LocalDate, receiptDay: LocalDate, skipped: SkippedDay[]): Moved => {
  if (arrivedOn === receiptDay) return null;
  return skipped[0]?.date === arrivedOn ? 'closed-day' : 'after-closing';
};

const groupSkipped = (days: readonly SkippedDay[]): SkippedGroup[] => {
  const weekdays = new Set<Weekday>();
  const groups: SkippedGroup[] = [];
  for (const { date, reason } of days) {
    const last = groups.at(-1);
    if (reason.kind === 'weekend') weekdays.add(weekdayOf(date));
    else if (reason.kind === 'holiday') groups.push({ kind: 'holiday', date, name: reason.name });
    else if (reason.kind === 'town') groups.push({ kind: 'town', date });
    else if (last?.kind === 'year-end' && addDays(last.to, 1) === date) last.to = date;
    else groups.push({ kind: 'year-end', from: date, to: date });
  }
  return weekdays.size > 0 ? [{ kind: 'weekend', weekdays: [...weekdays] }, ...groups] : groups;
};
