import type { Instant } from './instant.js';
import { localDateOf, localTimeOf } from './local-date.js';

/** `2026-11-24-am` before local noon, `2026-11-24-pm` from it on: the key under which reminders are bundled. */
export const halfDayOf = (at: Instant, timezone: string): string =>
  `${localDateOf(at, timezone)}-${localTimeOf(at, timezone) < '12:00' ? 'am' : 'pm'}`;
