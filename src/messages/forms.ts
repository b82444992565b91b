/** Controls and the forms behind them. One table: which intent asks for what (contract §5). */
import type { Control, Field, Form } from '../bot/outgoing-message.js';
import { targetOf, type Proposal } from '../proposals/proposal.js';
import type { Say } from '../texts/ja/index.js';

type Key<Prefix extends string> = Extract<Parameters<Say>[0], `${Prefix}.${string}`>;
type FieldKey = Key<'field'>;

interface FieldPlan {
  readonly name: string;
  readonly label: FieldKey;
  readonly kind: Field['kind'];
  readonly required: boolean;
}

const text = (label: FieldKey): FieldPlan => ({ name: 'text', label, kind: 'text', required: true });
const reason = (label: FieldKey, required = true): FieldPlan => ({
  name: 'reason',
  label,
  kind: 'text',
  required,
});
const headline: FieldPlan = { name: 'headline', label: 'field.headline', kind: 'line', required: false };

const forms = {
  'proposal.answer': { title: 'form.answer', fields: [text('field.answer-text'), headline] },
  'proposal.ask': { title: 'form.ask', fields: [text('field.ask-text'), headline] },
  'proposal.decline': { title: 'form.decline', fields: [reason('field.reason'), headline] },
  'proposal.close-answered': { title: 'form.close-answered', fields: [reason('field.reason'), headline] },
  'proposal.note': { title: 'form.note', fields: [text('field.note-text')] },
  'proposal.told': { title: 'form.told', fields: [text('field.told-text')] },
  'proposal.withdraw': { title: 'form.withdraw', fields: [reason('field.optional-reason', false)] },
  'proposal.add': { title: 'form.add', fields: [text('field.add-text')] },
  'proposal.reply': { title: 'form.reply', fields: [text('field.reply-text')] },
  'proposal.register-for': {
    title: 'form.register-for',
    fields: [
      text('field.register-text'),
      { name: 'name', label: 'field.register-name', kind: 'line', required: false },
      { name: 'section', label: 'field.register-section', kind: 'line', required: false },
    ],
  },
} as const satisfies Record<string, { title: Key<'form'>; fields: readonly FieldPlan[] }>;

export type FormIntent = keyof typeof forms;

export const hasForm = (intent: string): intent is FormIntent => Object.hasOwn(forms, intent);

/** `values` fill it in, for what somebody wrote before. */
export function formOf(intent: FormIntent, say: Say, values: Readonly<Record<string, string>> = {}): Form {
  const plan = forms[intent];
  return {
    title: say(plan.title),
    fields: plan.fields.map(({ name, label, kind, required }) => ({
      name,
      label: say(label),
      kind,
      required,
      ...(values[name] === undefined ? {} : { value: values[name] }),
    })),
  };
}

/** Only what the form asks for: names of other fields may be anything, and no store need take them. */
export const askedValues = (
  intent: string,
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  hasForm(intent)
    ? Object.fromEntries(
        forms[intent].fields.flatMap(({ name }) =>
          values[name] === undefined ? [] : [[name, values[name]] as const],
        ),
      )
    : {};

/** The required fields that were left empty. */
export const missingFields = (
  intent: FormIntent,
  say: Say,
  values: Readonly<Record<string, string>>,
): { readonly name: string; readonly label: string }[] =>
  forms[intent].fields
    .filter((field) => field.required && (values[field.name] ?? '').trim() === '')
    .map(({ name, label }) => ({ name, label: say(label) }));

/** A control about a proposal as it is now. */
export function control(
  say: Say,
  proposal: Proposal,
  intent: `proposal.${string}`,
  emphasis?: Control['emphasis'],
): Control {
  const label = say(`control.${intent.slice('proposal.'.length)}` as Key<'control'>);
  return {
    intent,
    target: targetOf(proposal),
    label,
    ...(emphasis ? { emphasis } : {}),
    ...(hasForm(intent) ? { form: formOf(intent, say) } : {}),
  };
}

/** All that somebody wrote in their own words, field by field. */
export const formWords = (intent: string, values: Readonly<Record<string, string>>): string[] =>
  hasForm(intent)
    ? forms[intent].fields.flatMap(({ name, kind }) =>
        kind === 'text' || kind === 'line' ? values[name]?.trim() || [] : [],
      )
    : [];

/** What somebody wrote in a form, whichever of its fields holds the words. */
export const formText = (values: Readonly<Record<string, string>>): string =>
  (values['text'] ?? values['reason'] ?? '').trim();
