/** What somebody sees on Teams, as the `Message` that the stories speak of. */
import { z } from 'zod';
import { partsOf } from '../fakes/teams-api/limits-checker.js';
import type { TeamsMessage } from '../fakes/teams-api/town-on-teams.js';
import type { Control, Message } from './chat-messages.js';

const dataShape = z.looseObject({ target: z.string().optional(), card: z.string().optional() });
const executeShape = z.object({
  type: z.literal('Action.Execute'),
  verb: z.string(),
  title: z.string(),
  data: dataShape,
});
export type Execute = z.infer<typeof executeShape>;

const menuShape = z.object({
  type: z.literal('Input.ChoiceSet'),
  id: z.literal('more'),
  label: z.string(),
  choices: z.array(z.object({ title: z.string(), value: z.string() })),
});
const elementShape = z.union([
  menuShape,
  z.object({ type: z.literal('ActionSet'), actions: z.array(executeShape) }),
]);

const activityShape = z.object({
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(z.object({ content: z.object({ body: z.array(z.unknown()) }) })).optional(),
});

const executesIn = (shown: unknown): Execute[] =>
  partsOf(shown, 'Action.Execute').map((action) => executeShape.parse(action));

const optionOf = ({ title, value }: { title: string; value: string }): Control => {
  const bar = value.indexOf('|');
  return { intent: value.slice(0, bar), target: value.slice(bar + 1), label: title };
};

/** The button beside a menu presses what is chosen in it: both together are one control. */
function blockOf(element: unknown): Record<string, unknown> {
  const { data } = elementShape.safeParse(element);
  if (data?.type === 'Input.ChoiceSet')
    return { controls: [{ label: data.label, options: data.choices.map(optionOf) }] };
  if (data?.type !== 'ActionSet') return { shown: element };
  const buttons = data.actions.filter(({ verb }) => verb !== 'more');
  return {
    controls: buttons.map(({ verb, title, data: { target = '' } }) => ({
      intent: verb,
      target,
      label: title,
    })),
  };
}

const unescaped = (markdown: string): string => markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');

/** Signs that a card shows by its form instead: quotes, lists, what stands between a label and its value. */
const withoutSigns = (text: string): string => text.replaceAll(/[\s「」:：・]/gu, '');

/** A notification says all that the card says: what is missing in either of them, somebody would not read. */
function checkShown(summary: string, card: unknown): void {
  const runs = partsOf(card, 'TextRun').map(({ text }) => String(text));
  const blocks = partsOf(card, 'TextBlock').map(({ text }) => unescaped(String(text)));
  const shown = withoutSigns([...blocks, ...runs].join('\n'));
  for (const line of summary.split('\n'))
    if (!shown.includes(withoutSigns(line))) throw new Error(`The card does not show: ${line}\n${shown}`);
}

export function asMessage(
  { id, at, from, root, activity }: TeamsMessage,
  people: Readonly<Record<string, Message['from']>>,
): Message {
  const { text, summary, attachments = [] } = activityShape.parse(activity);
  for (const { content } of attachments) checkShown(summary ?? '', content);
  return {
    id,
    at: at.toISOString(),
    from: people[from] ?? 'bot',
    text: summary ?? text ?? '',
    blocks: attachments.flatMap(({ content }) => content.body.map(blockOf)),
    replyTo: root,
    kind: 'message',
    onlyFor: null,
  };
}

/** What has to be sent to Teams for a press of this control; undefined: this message does not show it. */
export function useOf(
  { activity }: TeamsMessage,
  { intent, target }: Pick<Control, 'intent' | 'target'>,
): { verb: string; data: object } | undefined {
  const executes = executesIn(activity);
  const button = executes.find(({ verb, data }) => verb === intent && data.target === target);
  if (button) return button;
  const value = `${intent}|${target}`;
  const isChoice = partsOf(activity, 'Input.ChoiceSet').some((menu) =>
    menuShape.safeParse(menu).data?.choices.some((choice) => choice.value === value),
  );
  const choose = executes.find(({ verb }) => verb === 'more');
  return isChoice && choose ? { verb: 'more', data: { ...choose.data, more: value } } : undefined;
}

const inputShape = z.object({
  type: z.string(),
  id: z.string(),
  label: z.string(),
  isRequired: z.boolean().optional(),
  value: z.union([z.string(), z.number()]).optional(),
});

/** The answer to a press: a form takes the place of the card, for its presser only. */
export type AnsweredForm = Required<Pick<Message, 'intent' | 'target' | 'form'>> & {
  /** Why it was not taken; null: it was not sent yet. */
  readonly error: string | null;
};

/** [送る]: in a dialog a Submit, which says its intent in its data. */
const sendShape = z.object({
  verb: z.string().optional(),
  data: z.object({ form: z.literal(true), target: z.string(), intent: z.string().optional() }),
});

/** Undefined: a card that is no form. */
export function formIn(card: unknown): AnsweredForm | undefined {
  const send = ['Action.Execute', 'Action.Submit']
    .flatMap((type) => partsOf(card, type))
    .map((action) => sendShape.safeParse(action).data)
    .find((read) => read !== undefined);
  if (!send) return undefined;
  const inputs = ['Text', 'Date', 'Number'].flatMap((kind) => partsOf(card, `Input.${kind}`));
  const order = (input: unknown) => JSON.stringify(card).indexOf(JSON.stringify(input));
  const fields = inputs
    .sort((a, b) => order(a) - order(b))
    .map((input) => inputShape.parse(input))
    .map(({ type, id, label, isRequired = false, value }) => ({
      name: id,
      label,
      required: isRequired,
      kind: type,
      ...(value === undefined ? {} : { value: String(value) }),
    }));
  const [title = {}] = partsOf(card, 'TextBlock');
  const [error] = partsOf(card, 'TextRun').filter(({ color }) => color === 'Attention');
  return {
    intent: send.verb ?? send.data.intent ?? '',
    target: send.data.target,
    form: { title: unescaped(String(title['text'])), fields },
    error: error === undefined ? null : String(error['text']),
  };
}
