/** One line of the export, as contract §7 describes it. Written from the contract, not from the code. */
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true }).refine((text) => !text.endsWith('Z'), 'has no offset');
const holder = z.strictObject({
  kind: z.enum(['desk', 'person', 'proposer', 'section']),
  name: z.string().min(1),
});
const nextWordKind = z.enum([
  'first-answer',
  'news',
  'reply',
  'review',
  'return',
  'implementation-news',
  'check',
  'objection-answer',
  'deliver',
]);

export const exportedProposal = z.strictObject({
  id: z.string().min(1),
  number: z.string().regex(/^R\d+-\d{3,}$/),
  state: z.enum([
    'received',
    'considering',
    'asked-proposer',
    'consulting',
    'awaiting-approval',
    'trial',
    'on-hold',
    'adopted',
    'partly-adopted',
    'checking',
    'closed',
  ]),
  ending: z.strictObject({ kind: z.string(), reason: z.string(), at: instant }).nullable(),
  headline: z.string().nullable(),
  text: z.string(),
  proposer: z.strictObject({ name: z.string(), section: z.string().nullable() }).nullable(),
  registeredBy: z.strictObject({ name: z.string() }).nullable(),
  visibility: z.enum(['named', 'desk-only', 'anonymous']),
  platform: z.enum(['slack', 'teams', 'web']),
  registeredAt: instant,
  nextWord: z
    .strictObject({
      kind: nextWordKind,
      holder,
      startedAt: instant,
      dueAt: instant,
      basis: z.strictObject({
        from: instant,
        rule: z.string().min(1),
        skipped: z.array(z.strictObject({ date: z.iso.date(), reason: z.string().min(1) })),
        text: z.string().min(1),
      }),
    })
    .nullable(),
  wakeAt: instant.nullable(),
  thread: z
    .array(
      z.strictObject({
        at: instant,
        by: z.enum(['proposer', 'desk', 'section', 'bot']),
        name: z.string().nullable(),
        visibility: z.enum(['public', 'internal']),
        kind: z.enum([
          'proposal',
          'addition',
          'edit',
          'tell-more',
          'answer',
          'question',
          'reply',
          'news',
          'extension',
          'note',
          'opinion',
          'ending',
          'objection',
          'check',
          'late',
          'told',
        ]),
        text: z.string(),
        delivery: z.enum(['sending', 'sent', 'told', 'refused']).nullable(),
        files: z.array(
          z.strictObject({
            name: z.string(),
            size: z.number().int().nonnegative().nullable(),
            permalink: z.string().nullable(),
            at: instant,
          }),
        ),
      }),
    )
    .min(1),
  deliveries: z.array(
    z.strictObject({
      id: z.string().min(1),
      to: z.enum(['proposer', 'desk', 'manager', 'holder', 'section']),
      purpose: z.string().min(1),
      status: z.enum(['pending', 'sent', 'unknown', 'undeliverable', 'told-by-human', 'cancelled']),
      attempts: z.number().int().nonnegative(),
      sentAt: instant.nullable(),
      platformMessageId: z.string().nullable(),
    }),
  ),
  nextWordHistory: z.array(
    z.strictObject({
      kind: nextWordKind,
      holder,
      startedAt: instant,
      dueAt: instant,
      fulfilledAt: instant.nullable(),
      fulfilledBy: z.string().nullable(),
      supersededBy: nextWordKind.nullable(),
      remindersSent: z.number().int().nonnegative(),
    }),
  ),
});
export type ExportedProposal = z.infer<typeof exportedProposal>;

/** Every line has to be one proposal; an open one has its next word and its next step. */
export function parseExport(jsonl: string): ExportedProposal[] {
  if (jsonl !== '' && !jsonl.endsWith('\n')) throw new Error('The last line of the export is cut off.');
  const lines = jsonl.split('\n').slice(0, -1);
  return lines.map((line) => exportedProposal.parse(JSON.parse(line)));
}
