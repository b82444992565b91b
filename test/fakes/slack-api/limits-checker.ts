/** What Slack refuses of a message's or a view's blocks (facts/slack.md §7), as the error word it would use. */
import { z } from 'zod';

const plain = (max: number) =>
  z.object({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

const option = z.object({ text: plain(75), value: z.string().max(150) });
const element = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('button'),
    action_id: z.string().max(255),
    value: z.string().max(2_000),
    text: plain(75),
    style: z.enum(['primary', 'danger']).optional(),
  }),
  z.object({
    type: z.literal('static_select'),
    action_id: z.string().max(255),
    placeholder: plain(150),
    options: z.array(option).min(1).max(100),
  }),
]);

const richText = z.object({
  type: z.enum(['rich_text_quote', 'rich_text_section']),
  elements: z.array(
    z.object({ type: z.literal('text'), text: z.string().min(1), style: z.object({}).loose().optional() }),
  ),
});

const input = z.object({
  type: z.enum(['plain_text_input', 'datepicker', 'number_input']),
  action_id: z.literal('value'),
  multiline: z.boolean().optional(),
  max_length: z.number().max(3_000).optional(),
  initial_value: z.string().max(3_000).optional(),
  initial_date: z.string().optional(),
  is_decimal_allowed: z.boolean().optional(),
});

const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: plain(150) }),
  z.object({ type: z.literal('section'), text: plain(3_000) }),
  z.object({ type: z.literal('context'), elements: z.array(plain(3_000)).min(1).max(10) }),
  z.object({ type: z.literal('rich_text'), elements: z.array(richText).min(1) }),
  z.object({
    type: z.literal('actions'),
    elements: z
      .array(element)
      .min(1)
      .max(25)
      .refine((list) => new Set(list.map(({ action_id }) => action_id)).size === list.length),
  }),
  z.object({ type: z.literal('image'), image_url: z.url(), alt_text: z.string().min(1).max(2_000) }),
  z.object({
    type: z.literal('input'),
    block_id: z.string().max(255),
    optional: z.boolean(),
    label: plain(2_000),
    element: input,
  }),
]);

/** Slack counts what it draws, not the names around it: undocumented, about 13 200 (bolt-js#2509). */
const mostBlockUnits = 13_200;

const textUnits = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + textUnits(inner), 0);
  return Object.entries(value).reduce<number>(
    (sum, [name, inner]) =>
      sum + (name === 'text' && typeof inner === 'string' ? inner.length : textUnits(inner)),
    0,
  );
};

/** Null: Slack would take it. */
export function refusalOfMessage(text: string, blocks: unknown): string | null {
  if (text === '' && (!Array.isArray(blocks) || blocks.length === 0)) return 'no_text';
  if (text.length > 40_000) return 'msg_too_long';
  const read = z.array(block).max(50).safeParse(blocks);
  if (!read.success) return 'invalid_blocks';
  return textUnits(blocks) > mostBlockUnits ? 'msg_blocks_too_long' : null;
}

const view = z.object({
  type: z.enum(['modal', 'home']),
  callback_id: z.string().max(255).optional(),
  private_metadata: z.string().max(3_000).optional(),
  title: plain(24).optional(),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  blocks: z.array(block).max(100),
});

export const refusalOfView = (given: unknown): string | null =>
  view.safeParse(given).success ? null : 'invalid_arguments';
