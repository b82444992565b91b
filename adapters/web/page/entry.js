/** One message in a room, with what its reader may do to it. */
import { renderBlocks } from './blocks.js';
import { button, el, isComposing } from './dom.js';
import { momentText, nameOf } from './words.js';

/**
 * `actions`: `press(control, button, entry)`, and, in rooms where one writes, `reply(entry)`,
 * `edit(entry, text)` and `remove(entry)`, which resolve to whether it went well.
 */
export function renderEntry(entry, viewer, actions) {
  const isOwn = entry.from === viewer;
  const body = el('div', { class: 'body' });
  const show = () => {
    const shown = renderBlocks(entry, (control, node) => actions.press(control, node, entry));
    body.replaceChildren(...shown.filter(Boolean), tools(entry, isOwn, actions, edit));
  };
  const edit = () =>
    body.replaceChildren(
      editor(entry, actions, () => {
        show();
        body.querySelector('[data-key=edit]')?.focus();
      }),
    );
  show();
  const author = entry.from === 'bot' ? 'bot' : isOwn ? 'own' : 'other';
  return el('li', { class: `entry ${author}`, tabindex: -1, 'data-id': entry.id }, head(entry), body);
}

function head({ from, at, edited, onlyFor }) {
  return el(
    'p',
    { class: 'head' },
    el('b', {}, nameOf(from)),
    ' ',
    el('time', { datetime: at }, momentText(new Date(at))),
    edited && from !== 'bot' ? ' 編集済み' : null,
    onlyFor ? ` ${nameOf(onlyFor)}さんだけに見えています` : null,
  );
}

function tools(entry, isOwn, { reply, edit, remove }, startEdit) {
  const small = (label, key, onclick) => button(label, { class: 'small', 'data-key': key, onclick });
  return el(
    'div',
    { class: 'row tools' },
    reply && !entry.onlyFor ? small('返信', 'reply', () => reply(entry)) : null,
    edit && isOwn ? small('編集', 'edit', startEdit) : null,
    remove && isOwn ? small('削除', 'remove', () => remove(entry)) : null,
  );
}

function editor(entry, { edit }, done) {
  const field = el('textarea', { rows: 3, 'aria-label': 'メッセージの編集', 'data-key': 'edit' });
  field.value = entry.text;
  const save = async (event) => {
    event.preventDefault();
    if (field.value.trim() === '') field.focus();
    else if (field.value === entry.text || (await edit(entry, field.value))) done();
  };
  queueMicrotask(() => field.focus());
  return el(
    'form',
    {
      onsubmit: save,
      onkeydown: (event) => {
        if (event.key === 'Escape' && !isComposing(event)) done();
      },
    },
    field,
    el(
      'div',
      { class: 'row' },
      el('button', { class: 'primary', 'data-key': 'edit' }, '保存する'),
      button('やめる', { onclick: done }),
    ),
  );
}
