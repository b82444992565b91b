import { z } from 'zod';
import type { Instant } from './instant.js';
import { localDateSchema } from './local-date.js';

/** Why the office is closed on a day. Words for it are made in texts. */
export const closedReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['weekend', 'year-end', 'town']) }),
  z.object({ kind: z.literal('holiday'), name: z.string() }),
]);
export type ClosedReason = z.infer<typeof closedReasonSchema>;

const skippedDaySchema = z.object({ date: localDateSchema, reason: closedReasonSchema });
export type SkippedDay = z.infer<typeof skippedDaySchema>;

/** How a due instant was counted. Stored with it, so that it can be explained to people and counted again. */
export const dueBasisSchema = z.object({
  /** Where the counting starts. */
  from: z.date(),
  /** Day zero. Null where no days are counted: hours, plain time, a date set by hand, an office that never closes. */
  receiptDay: localDateSchema.nullable(),
  /** A duration as configured (`3bd`, `4bh`, `90s`), or `date` for a day set by hand. */
  rule: z.string(),
  dueOn: localDateSchema,
  /**
   * Every closed day from the start to the due day, in order, those before the receipt day included.
   * For a day set by hand: the closed days it was moved over, so that the first of them is the day that was set.
   */
  skipped: z.array(skippedDaySchema),
});
export type DueBasis = z.infer<typeof dueBasisSchema>;

/** `dueAt` itself is still in time; what comes after it is late. */
export interface DueDate {
  readonly dueAt: Instant;
  readonly basis: DueBasis;
}
