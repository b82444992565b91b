/**
 * What the bot says, for every platform. Nothing in it is markup: each string is shown as it is, and a
 * renderer escapes it for its platform (no mention, no format, no link preview ever comes out of it).
 */
import { z } from 'zod';

export const fieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  required: z.boolean(),
  kind: z.enum(['line', 'text', 'date', 'number']),
  value: z.string().optional(),
});
export type Field = z.infer<typeof fieldSchema>;

export const formSchema = z.object({ title: z.string(), fields: z.array(fieldSchema) });
export type Form = z.infer<typeof formSchema>;

/** A press carries its intent and target back (contract §5). With a form, pressing opens it first. */
export const controlSchema = z.object({
  intent: z.string(),
  target: z.string(),
  label: z.string(),
  emphasis: z.enum(['primary', 'danger']).optional(),
  form: formSchema.optional(),
});
export type Control = z.infer<typeof controlSchema>;

/** Several controls behind one: counts as one control on a card. */
export const menuSchema = z.object({ label: z.string(), options: z.array(controlSchema) });
export type Menu = z.infer<typeof menuSchema>;

export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), text: z.string() }),
  z.object({ kind: z.literal('facts'), facts: z.array(z.object({ label: z.string(), value: z.string() })) }),
  /** Somebody's own words. */
  z.object({ kind: z.literal('quote'), text: z.string() }),
  /** Small print. */
  z.object({ kind: z.literal('context'), text: z.string() }),
  z.object({ kind: z.literal('actions'), controls: z.array(z.union([controlSchema, menuSchema])) }),
  z.object({ kind: z.literal('image'), url: z.string(), alt: z.string() }),
]);
export type Block = z.infer<typeof blockSchema>;

export const outgoingMessageSchema = z.object({
  /** Complete: for notifications and screen readers, everything but the controls. */
  text: z.string(),
  blocks: z.array(blockSchema),
});
export type OutgoingMessage = z.infer<typeof outgoingMessageSchema>;

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const quote = (text: string): Block => ({ kind: 'quote', text });
export const context = (text: string): Block => ({ kind: 'context', text });
export const actions = (...controls: (Control | Menu)[]): Block => ({ kind: 'actions', controls });

export function facts(...rows: [label: string, value: string | null][]): Block {
  const told = rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
  return { kind: 'facts', facts: told };
}

function blockText(block: Block): string[] {
  switch (block.kind) {
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${value}`);
    case 'actions':
      return [];
    case 'image':
      return [block.alt];
    case 'quote':
      return [`「${block.text}」`];
    case 'heading':
    case 'paragraph':
    case 'context':
      return [block.text];
  }
}

/** A message of blocks; its text says all that they say. */
export function message(...blocks: (Block | null)[]): OutgoingMessage {
  const present = blocks.filter((block) => block !== null);
  return { text: present.flatMap(blockText).join('\n'), blocks: present };
}

/** Every control of a message, those behind menus included. */
export const controlsOf = ({ blocks }: OutgoingMessage): Control[] =>
  blocks.flatMap((block) =>
    block.kind === 'actions' ? block.controls.flatMap((c) => ('options' in c ? c.options : [c])) : [],
  );
