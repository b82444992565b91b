/** Messages as `GET /chat/rooms/:room/messages` gives them (contract §8), and how tests find their way in them. */
import { z } from 'zod';

const formSchema = z.strictObject({
  title: z.string().min(1),
  fields: z.array(
    z.strictObject({
      name: z.string().min(1),
      label: z.string().min(1),
      required: z.boolean(),
      kind: z.string(),
      value: z.string().optional(),
    }),
  ),
});

const controlSchema = z.object({
  intent: z.string().min(1),
  target: z.string().min(1),
  label: z.string().min(1),
  form: formSchema.optional(),
});
export type Control = z.infer<typeof controlSchema>;

const messageSchema = z.object({
  id: z.string().min(1),
  at: z.iso.datetime(),
  from: z.enum(['suzuki', 'sato', 'tanaka', 'manager', 'bot']),
  text: z.string(),
  blocks: z.array(z.record(z.string(), z.unknown())),
  replyTo: z.string().nullable(),
  kind: z.enum(['message', 'open-form']),
  onlyFor: z.string().nullable(),
  intent: z.string().optional(),
  target: z.string().optional(),
  form: formSchema.optional(),
});
export type Message = z.infer<typeof messageSchema>;

export const parseMessages = (body: unknown): Message[] => z.array(messageSchema).parse(body);

/** Controls stand anywhere in `blocks`: every object that has an intent is one. */
export function controlsOf({ blocks }: Pick<Message, 'blocks'>): Control[] {
  const found: Control[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('intent' in value) found.push(controlSchema.parse(value));
    else for (const inner of Object.values(value)) visit(inner);
  };
  visit(blocks);
  return found;
}

/** What a person sees as buttons: a menu is one, whatever is behind it. */
export const buttonsOf = ({ blocks }: Pick<Message, 'blocks'>): unknown[] =>
  blocks.flatMap((block) => (Array.isArray(block['controls']) ? (block['controls'] as unknown[]) : []));

export const intentsOf = (message: Pick<Message, 'blocks'>): string[] =>
  controlsOf(message).map(({ intent }) => intent);

export function controlOf(message: Pick<Message, 'blocks' | 'text'>, intent: string): Control {
  const control = controlsOf(message).find((one) => one.intent === intent);
  if (!control) throw new Error(`No control ${intent} in: ${message.text}`);
  return control;
}

/** `R8-024`. */
export function numberIn(text: string): string {
  const [number] = /R\d+-\d{3,}/.exec(text) ?? [];
  if (number === undefined) throw new Error(`No number in: ${text}`);
  return number;
}
