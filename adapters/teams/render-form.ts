/** Form → card. The ids of its inputs are the names of its fields (contract §5); it takes the place of the pressed card. */
import type { Field } from '../../src/bot/outgoing-message.js';
import { parseLocalDate } from '../../src/calendar/local-date.js';
import type { OpenedForm } from '../../src/ports.js';
import { showable, splitText } from '../../src/texts/visible.js';
import {
  adaptiveCard,
  richText,
  runs,
  type ActionSet,
  type AdaptiveCard,
  type CardInput,
} from './card-elements.js';
import { closeVerb } from './card-verbs.js';
import { orBlank } from './escape.js';
import { limits, shorten } from './limits.js';
import { cardData, executeAction, submitAction, type ActionPlan } from './render-actions.js';
import { headingBlock } from './render-message.js';

export interface FormWords {
  readonly submit: string;
  readonly close: string;
  /** What a required field says when it was left empty; `field` is its label. */
  readonly empty: (field: string) => string;
}

export interface ShownForm {
  /** The delivery whose card the form takes the place of; null: none. */
  readonly card: string | null;
  /** Why it was not taken, for whoever wrote it. Stands over the fields, and is announced. */
  readonly error?: string;
  /** A task module knows Action.Submit only, and has a cross to be closed with. */
  readonly inTaskModule: boolean;
}

type Basis = Pick<CardInput, 'id' | 'label' | 'isRequired' | 'errorMessage'>;

function basisOf({ name, label, required }: Field, words: FormWords): Basis {
  const basis = { id: name, label: shorten(orBlank(label), limits.label) };
  return required ? { ...basis, isRequired: true, errorMessage: words.empty(basis.label) } : basis;
}

const numberIn = (text: string): { value?: number } =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? { value: Number(text) } : {};

function inputOf(field: Field, value: string, words: FormWords): CardInput {
  const basis = basisOf(field, words);
  switch (field.kind) {
    case 'date': {
      const day = parseLocalDate(value);
      return { type: 'Input.Date', ...basis, ...(day === undefined ? {} : { value: day }) };
    }
    case 'number':
      return { type: 'Input.Number', ...basis, ...numberIn(value) };
    case 'line':
    case 'text': {
      const isMultiline = field.kind === 'text';
      const [written] = splitText(showable(value), limits.input);
      return {
        type: 'Input.Text',
        ...basis,
        isMultiline,
        maxLength: limits.input,
        ...(written === undefined ? {} : { value: written }),
      };
    }
  }
}

function buttons(
  { intent, target }: OpenedForm,
  { card, inTaskModule }: ShownForm,
  words: FormWords,
): ActionSet {
  const send: ActionPlan = {
    verb: intent,
    title: words.submit,
    // Inputs that were left empty may not come back at all: this tells a form from a press.
    data: { target, form: true, ...cardData(card) },
    style: 'positive',
    takesInputs: true,
  };
  if (inTaskModule) return { type: 'ActionSet', actions: [submitAction(send)] };
  const close = { verb: closeVerb, title: words.close, data: cardData(card), takesInputs: false };
  return { type: 'ActionSet', actions: [executeAction(send), executeAction(close)] };
}

export function renderForm(opened: OpenedForm, shown: ShownForm, words: FormWords): AdaptiveCard {
  const { title, fields } = opened.form;
  const refusal =
    shown.error === undefined
      ? []
      : [richText(...runs(shown.error, { color: 'Attention', weight: 'Bolder' }))];
  return adaptiveCard(orBlank(title), [
    headingBlock(shorten(title, limits.heading)),
    ...refusal,
    ...fields.map((field) => inputOf(field, field.value ?? '', words)),
    buttons(opened, shown, words),
  ]);
}
