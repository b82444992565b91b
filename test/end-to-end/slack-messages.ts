/** What somebody sees on Slack, as the `Message` that the stories speak of. */
import { z } from 'zod';
import type { OpenedView, SlackMessage } from '../fakes/slack-api/workspace.js';
import type { Control, Message } from './chat-messages.js';

/** Slack shows what stands in the text, unescaped. */
export const asShown = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const optionSchema = z.object({ text: z.object({ text: z.string() }), value: z.string() });
const elementSchema = z.union([
  z.object({
    type: z.literal('button'),
    action_id: z.string(),
    value: z.string(),
    text: z.object({ text: z.string() }),
  }),
  z.object({
    type: z.literal('static_select'),
    placeholder: z.object({ text: z.string() }),
    options: z.array(optionSchema),
  }),
]);
const actionsSchema = z.object({ type: z.literal('actions'), elements: z.array(elementSchema) });

function controlOf(element: z.infer<typeof elementSchema>): Control | { label: string; options: Control[] } {
  if (element.type === 'button') {
    return { intent: element.action_id, target: element.value, label: element.text.text };
  }
  const options = element.options.map(({ text, value }) => {
    const bar = value.indexOf('|');
    return { intent: value.slice(0, bar), target: value.slice(bar + 1), label: text.text };
  });
  return { label: element.placeholder.text, options };
}

function blockOf(block: unknown): Record<string, unknown> {
  const actions = actionsSchema.safeParse(block);
  return actions.success ? { controls: actions.data.elements.map(controlOf) } : { shown: block };
}

export type People = Readonly<Record<string, Message['from']>>;

export const asMessage = (message: SlackMessage, people: People): Message => ({
  id: message.ts,
  at: message.at.toISOString(),
  from: people[message.user] ?? 'bot',
  text: asShown(message.text),
  blocks: message.blocks.map(blockOf),
  replyTo: message.threadTs,
  kind: 'message',
  onlyFor: message.onlyFor === null ? null : (people[message.onlyFor] ?? message.onlyFor),
});

const viewSchema = z.object({
  callback_id: z.string(),
  private_metadata: z.string(),
  title: z.object({ text: z.string() }),
  blocks: z.array(
    z.object({
      block_id: z.string(),
      optional: z.boolean(),
      label: z.object({ text: z.string() }),
      element: z.object({ type: z.string(), initial_value: z.string().optional() }),
    }),
  ),
});

/** A modal, as the open form that the stories speak of. */
export function asOpenForm(opened: OpenedView, people: People): Message {
  const view = viewSchema.parse(opened.view);
  const { target } = z.object({ target: z.string() }).parse(JSON.parse(view.private_metadata));
  return {
    id: opened.triggerId,
    at: opened.at.toISOString(),
    from: 'bot',
    text: '',
    blocks: [],
    replyTo: null,
    kind: 'open-form',
    onlyFor: people[opened.user] ?? opened.user,
    intent: view.callback_id,
    target,
    form: {
      title: view.title.text,
      fields: view.blocks.map(({ block_id, optional, label, element }) => ({
        name: block_id,
        label: label.text,
        required: !optional,
        kind: element.type,
        ...(element.initial_value === undefined ? {} : { value: element.initial_value }),
      })),
    },
  };
}
