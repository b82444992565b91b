/** Forms and questions in a modal <dialog>: the browser keeps the focus inside and gives it back after. */
import { newEventId } from './api.js';
import { button, el, isComposing, newId } from './dom.js';
import { notSent } from './words.js';

/** What was typed into a form that was closed without sending, until the page is left. */
const drafts = new Map();

function open(dialog) {
  const opener = document.activeElement;
  let composing = false;
  dialog.addEventListener('compositionstart', () => (composing = true));
  dialog.addEventListener('compositionend', () => setTimeout(() => (composing = false)));
  dialog.addEventListener('cancel', (event) => {
    if (composing) event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (opener?.isConnected) opener.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Resolves to whether it was confirmed. */
export function confirmDialog(question, confirmLabel) {
  const titleId = newId();
  const dialog = el(
    'dialog',
    { 'aria-labelledby': titleId },
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: titleId }, question),
      el(
        'div',
        { class: 'row' },
        el('button', { value: 'yes', class: 'danger' }, confirmLabel),
        el('button', { value: 'no' }, 'やめる'),
      ),
    ),
  );
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'));
    open(dialog);
  });
}

/** `submit(values, eventId)` rejects when it was not stored; then the form stays, with everything typed. */
export function formDialog(key, { title, fields }, submit) {
  const titleId = newId();
  const eventId = newEventId();
  const inputs = fields.map((field) => createField(field, drafts.get(key)?.[field.name]));
  const valuesNow = () => Object.fromEntries(inputs.map(({ name, input }) => [name, input.value]));
  const error = el('p', { class: 'error', role: 'alert' });
  const form = el(
    'form',
    { novalidate: true },
    el('h2', { id: titleId }, title),
    inputs.map(({ node }) => node),
    error,
    el(
      'div',
      { class: 'row' },
      el('button', { class: 'primary' }, '送信'),
      button('やめる', { onclick: () => dialog.close() }),
    ),
  );
  const dialog = el('dialog', { 'aria-labelledby': titleId }, form);
  let isSending = false;

  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && isComposing(event)) event.preventDefault();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const wrong = inputs.filter(({ check }) => !check());
    wrong[0]?.input.focus();
    if (wrong.length > 0 || isSending) return;
    isSending = true;
    error.textContent = '';
    try {
      await submit(valuesNow(), eventId);
      for (const { input } of inputs) input.value = '';
      dialog.close();
    } catch {
      error.textContent = notSent;
    } finally {
      isSending = false;
    }
  });
  dialog.addEventListener('close', () => drafts.set(key, valuesNow()));
  open(dialog);
  (inputs[0]?.input ?? form.querySelector('button')).focus();
}

const controls = {
  line: (attributes) => el('input', { type: 'text', ...attributes }),
  text: (attributes) => el('textarea', { rows: 4, ...attributes }),
  date: (attributes) => el('input', { type: 'date', ...attributes }),
  number: (attributes) => el('input', { type: 'number', min: 0, step: 'any', ...attributes }),
};

function createField({ name, label, required, kind, value }, typed) {
  const id = newId();
  const error = el('p', { class: 'error', id: `${id}e` });
  const input = controls[kind]({ id, required, 'aria-describedby': error.id });
  input.value = typed || (value ?? '');
  const tell = (text) => {
    error.textContent = text;
    input.toggleAttribute('aria-invalid', text !== '');
    if (text) input.setAttribute('aria-invalid', 'true');
    return text === '';
  };
  const check = () => {
    if (input.validity.badInput)
      return tell(kind === 'date' ? '日付を入れてください。' : '数字を入れてください。');
    return tell(required && input.value.trim() === '' ? `「${label}」を書いてください。` : '');
  };
  const mark = required ? el('span', { class: 'required' }, '必須') : null;
  return {
    name,
    input,
    check,
    node: el('div', { class: 'field' }, el('label', { for: id }, label, ' ', mark), input, error),
  };
}
