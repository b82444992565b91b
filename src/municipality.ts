/**
 * The settings of one town, as the heart sees them: read and validated at start (config/municipality.ts),
 * immutable afterwards. What each key means to people is contract §4.
 */
import type { CalendarSettings } from './calendar/business-calendar.js';
import type { Duration } from './calendar/duration.js';
import type { Platform } from './places.js';

export interface Municipality {
  readonly name: string;
  /** IANA name. The calendar counts in the same zone. */
  readonly timezone: string;
  /** Names the catalogue of src/texts. */
  readonly locale: 'ja';
  /** 1–12; the fiscal year that a proposal is numbered in starts on the first day of this month. */
  readonly fiscalYearStartMonth: number;
  readonly calendar: CalendarSettings;
  readonly intake: IntakeSettings;
  readonly promise: PromiseSettings;
  readonly desk: DeskSettings;
  readonly sections: readonly SectionSettings[];
  readonly digest: DigestSettings;
}

/** Counted in the town clock. */
export interface IntakeSettings {
  /** The desk hears this long after the last text, so that corrections cost nobody anything. */
  readonly settle: Duration;
  /** A further text within this time is an addition to the proposal before it. */
  readonly addition: Duration;
}

/** How long each next word may take, and who hears when it does not come. */
export interface PromiseSettings {
  readonly firstAnswer: Duration;
  readonly news: Duration;
  readonly proposerNudge: Duration;
  readonly proposerSilence: Duration;
  readonly opinion: Duration;
  readonly approval: Duration;
  readonly trialAtMost: Duration;
  readonly implementationNews: Duration;
  readonly check: Duration;
  readonly objection: Duration;
  /** In the order listed; may be empty, then the repeats count from the due date. */
  readonly ladder: readonly LadderStep[];
  /** Counts from the last listed step, until a human answers. `every` is never zero. */
  readonly ladderRepeat: { readonly every: Duration; readonly tell: readonly LadderReceiver[] };
  /** At most one message per person and half day, or each reminder by itself. */
  readonly bundle: 'half-day' | 'none';
}

export type LadderReceiver = 'holder' | 'manager' | 'proposer';

/** One reminder around a due date; `tell` names at least one receiver. */
export interface LadderStep {
  readonly direction: 'before' | 'after';
  readonly distance: Duration;
  readonly tell: readonly LadderReceiver[];
}

export interface DeskSettings {
  readonly name: string;
  readonly home: Platform;
  readonly channel: string;
  /** User ids on `home`; empty: whoever is a member of the channel. */
  readonly members: readonly string[];
  /** A user id on `home`. */
  readonly manager: string;
}

export interface SectionSettings {
  readonly name: string;
  /** A user id on the desk's home, or null when the section has nobody named. */
  readonly contact: string | null;
}

export interface DigestSettings {
  /** `time` is `HH:MM` in the town's zone; moved to the next business day when closed. */
  readonly slot: { readonly weekday: CalendarSettings['closedWeekdays'][number]; readonly time: string };
  readonly places: readonly { readonly platform: Platform; readonly channel: string }[];
}
