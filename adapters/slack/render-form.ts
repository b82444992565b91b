/** Form → modal. One input block per field: `block_id` is the field's name, the element's `action_id` is `value` (contract §5). */
import type { InputBlock, ModalView, PlainTextElement } from '@slack/types';
import type { Field } from '../../src/bot/outgoing-message.js';
import type { OpenedForm } from '../../src/ports.js';
import { showable } from '../../src/texts/visible.js';
import { limits, shorten } from './limits.js';
import { inputActionId } from './read-interaction.js';
import { renderBlocks } from './render-message.js';
import { smallBlocks } from './split-message.js';
import type { ModalAnswer } from './take-in.js';

/** What Slack draws around a notice that stands in place of a form. */
export interface NoticeWords {
  readonly notSent: string;
  readonly dismiss: string;
}

export interface ModalWords extends NoticeWords {
  readonly submit: string;
  readonly close: string;
}

interface ViewErrors {
  readonly response_action: 'errors';
  readonly errors: Record<string, string>;
}

interface ViewUpdate {
  readonly response_action: 'update';
  readonly view: ModalView;
}

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

function elementOf(field: Field): InputBlock['element'] {
  const value = field.value === undefined ? '' : showable(field.value).slice(0, limits.input);
  if (field.kind === 'date') {
    return {
      type: 'datepicker',
      action_id: inputActionId,
      ...(/^\d{4}-\d{2}-\d{2}$/.test(value) ? { initial_date: value } : {}),
    };
  }
  if (field.kind === 'number') {
    return {
      type: 'number_input',
      action_id: inputActionId,
      is_decimal_allowed: true,
      ...(value === '' ? {} : { initial_value: value }),
    };
  }
  return {
    type: 'plain_text_input',
    action_id: inputActionId,
    multiline: field.kind === 'text',
    max_length: limits.input,
    ...(value === '' ? {} : { initial_value: value }),
  };
}

/** `channel`: where the form was opened, so that what it does can be answered there. */
export function renderForm(
  { intent, target, form }: OpenedForm,
  channel: string | null,
  words: ModalWords,
): ModalView {
  return {
    type: 'modal',
    callback_id: intent,
    private_metadata: JSON.stringify({ target, channel }),
    title: plain(shorten(form.title, limits.modalTitle)),
    submit: plain(shorten(words.submit, limits.modalTitle)),
    close: plain(shorten(words.close, limits.modalTitle)),
    blocks: form.fields.map((field) => ({
      type: 'input',
      block_id: field.name,
      optional: !field.required,
      label: plain(shorten(field.label, limits.inputLabel)),
      element: elementOf(field),
    })),
  };
}

/** What a submitted form is answered with when it is not taken: `errors` by field, or a view in its place. */
export function renderModalAnswer(answer: ModalAnswer, words: NoticeWords): ViewErrors | ViewUpdate {
  if (answer.kind === 'errors') return { response_action: 'errors', errors: { ...answer.errors } };
  const blocks = renderBlocks(answer.message.blocks.flatMap(smallBlocks)).slice(0, limits.blocksPerView);
  const title = plain(shorten(words.notSent, limits.modalTitle));
  const close = plain(shorten(words.dismiss, limits.modalTitle));
  return { response_action: 'update', view: { type: 'modal', title, close, blocks } };
}
