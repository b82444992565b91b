/** What Teams refuses of an activity (facts/teams.md §5, §6, §10). Strict: what a card may not hold is no card. */
import { z } from 'zod';

const color = z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']);
const spacing = z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding']);
const textStyle = {
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  color: color.optional(),
  isSubtle: z.boolean().optional(),
};

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.boolean().optional(),
  style: z.enum(['default', 'heading']).optional(),
  spacing: spacing.optional(),
  ...textStyle,
});

const textRun = z.strictObject({ type: z.literal('TextRun'), text: z.string().min(1), ...textStyle });
const richTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(textRun).min(1),
  spacing: spacing.optional(),
});

const https = z.url().refine((url) => url.startsWith('https://'));
const image = z.strictObject({ type: z.literal('Image'), url: https, altText: z.string().min(1) });

const titled = {
  title: z.string().min(1),
  style: z.enum(['default', 'positive', 'destructive']).optional(),
  associatedInputs: z.enum(['auto', 'none']).optional(),
  data: z.record(z.string(), z.unknown()),
};
const submit = z.strictObject({ type: z.literal('Action.Submit'), ...titled });
const execute = z.strictObject({
  type: z.literal('Action.Execute'),
  verb: z.string().min(1),
  fallback: submit,
  ...titled,
});
/** What Teams draws in one row; the rest would hide behind three dots. */
const mostActions = 6;
const actionSet = z.strictObject({
  type: z.literal('ActionSet'),
  actions: z
    .array(z.discriminatedUnion('type', [submit, execute]))
    .min(1)
    .max(mostActions),
});

const inputBasis = {
  id: z.string().min(1),
  label: z.string().min(1),
  isRequired: z.boolean().optional(),
  errorMessage: z.string().min(1).optional(),
};
const input = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('Input.Text'),
      ...inputBasis,
      isMultiline: z.boolean().optional(),
      maxLength: z.int().positive().optional(),
      value: z.string().optional(),
    }),
    z.strictObject({ type: z.literal('Input.Date'), ...inputBasis, value: z.iso.date().optional() }),
    z.strictObject({ type: z.literal('Input.Number'), ...inputBasis, value: z.number().optional() }),
    z.strictObject({
      type: z.literal('Input.ChoiceSet'),
      ...inputBasis,
      style: z.enum(['compact', 'expanded']).optional(),
      wrap: z.boolean().optional(),
      choices: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
    }),
  ])
  .refine(({ isRequired, errorMessage }) => isRequired !== true || errorMessage !== undefined);

const element = z.union([textBlock, richTextBlock, image, actionSet, input]);
const container = z.strictObject({
  type: z.literal('Container'),
  style: z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']).optional(),
  items: z.array(element).min(1),
});

const card = z.strictObject({
  type: z.literal('AdaptiveCard'),
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']),
  fallbackText: z.string().optional(),
  body: z.array(z.union([element, container])).min(1),
  msteams: z.strictObject({ width: z.literal('Full') }).optional(),
});

/** Everything of a type in a card, wherever it stands. */
export function partsOf(value: unknown, type: string): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((inner) => partsOf(inner, type));
  const own = 'type' in value && value.type === type ? [value as Record<string, unknown>] : [];
  return [...own, ...Object.values(value).flatMap((inner) => partsOf(inner, type))];
}

const inputTypes = ['Input.Text', 'Input.Date', 'Input.Number', 'Input.ChoiceSet'];

/** Null: Teams would show it. */
export function refusalOfCard(given: unknown): string | null {
  const read = card.safeParse(given);
  if (!read.success) return `Bad Argument: ${read.error.issues[0]?.path.join('.') ?? ''}`;
  const ids = inputTypes.flatMap((type) => partsOf(given, type).map(({ id }) => id));
  return new Set(ids).size === ids.length ? null : 'Bad Argument: two inputs of one id';
}

const activity = z.object({
  type: z.literal('message'),
  from: z.object({ id: z.string().min(1) }),
  text: z.string().optional(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).optional(),
  summary: z.string().min(1).optional(),
  attachments: z
    .array(
      z.object({ contentType: z.literal('application/vnd.microsoft.card.adaptive'), content: z.unknown() }),
    )
    .max(1)
    .optional(),
  entities: z.array(z.unknown()).optional(),
});

const mostBytes = 100 * 1024;

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const bad = (message: string): Refusal => ({ status: 400, code: 'Bad Argument', message });

/** Null: Teams would take it. */
export function refusalOfActivity(given: unknown): Refusal | null {
  // Two bytes for every UTF-16 unit.
  if (JSON.stringify(given).length * 2 > mostBytes) {
    return { status: 413, code: 'MessageSizeTooBig', message: 'Message size too large.' };
  }
  const read = activity.safeParse(given);
  if (!read.success) return bad(read.error.issues[0]?.path.join('.') ?? 'activity');
  const { text = '', attachments = [] } = read.data;
  if (text === '' && attachments.length === 0) return bad('nothing to show');
  if (text !== '' && attachments.length > 0) return bad('text together with an attachment');
  const [refusal] = attachments.flatMap(({ content }) => refusalOfCard(content) ?? []);
  return refusal === undefined ? null : bad(refusal);
}
