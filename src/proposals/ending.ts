/** 結末: how a proposal ends. None without a reason that the proposer reads (P6). */
import { z } from 'zod';

export const endingKinds = ['answered', 'declined', 'withdrawn'] as const;

export const endingSchema = z.object({
  kind: z.enum(endingKinds),
  reason: z.string(),
  at: z.date(),
});
export type Ending = z.infer<typeof endingSchema>;
