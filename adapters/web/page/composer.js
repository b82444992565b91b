/** Where somebody writes. What is typed stays until the service has stored it, and each room keeps its own. */
import { newEventId } from './api.js';
import { button, el, isComposing, newId } from './dom.js';
import { nameOf, notSent } from './words.js';

/** `send({eventId, text, replyTo})` rejects when it was not stored. */
export function createComposer(send) {
  const drafts = new Map();
  let draft;

  const fieldId = newId();
  const errorId = newId();
  const label = el('label', { for: fieldId });
  const field = el('textarea', { id: fieldId, rows: 2, 'aria-describedby': `${errorId} ${errorId}h` });
  const replyNote = el('span', {});
  const reply = el('p', { class: 'reply-note', hidden: true }, replyNote, ' ');
  const error = el('p', { class: 'error', id: errorId, role: 'alert' });
  const form = el(
    'form',
    { class: 'composer' },
    reply,
    label,
    field,
    error,
    el(
      'div',
      { class: 'row' },
      el('span', { class: 'hint', id: `${errorId}h` }, 'Enterで送信、Shift+Enterで改行'),
      el('button', { class: 'primary' }, '送信'),
    ),
  );
  reply.append(button('返信をやめる', { class: 'small', onclick: () => setReply(null) }));

  const setReply = (entry) => {
    draft.replyTo = entry;
    reply.hidden = entry === null;
    replyNote.textContent = entry ? `${nameOf(entry.from)}「${shortened(entry.text)}」への返信` : '';
    field.focus();
  };

  const submit = async () => {
    const sent = draft;
    const text = field.value;
    if (text.trim() === '' || sent.isSending) return;
    // The same words under the same id: a repeat after a lost answer is no second message.
    if (sent.text !== text || !sent.eventId) Object.assign(sent, { text, eventId: newEventId() });
    sent.isSending = true;
    error.textContent = '';
    try {
      await send({ eventId: sent.eventId, text, replyTo: sent.replyTo?.id ?? null });
      Object.assign(sent, { eventId: null, text: '', replyTo: null });
      if (sent === draft && field.value === text) field.value = '';
      if (sent === draft) reply.hidden = true;
    } catch {
      if (sent === draft) error.textContent = notSent;
    } finally {
      sent.isSending = false;
    }
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    void submit();
  });

  return {
    node: form,
    reply: setReply,
    /** Another room or another writer: the words of the one before wait there. */
    open: (room, writer) => {
      if (draft) draft.typed = field.value;
      if (!drafts.has(room + writer)) drafts.set(room + writer, { typed: '', replyTo: null, eventId: null });
      draft = drafts.get(room + writer);
      field.value = draft.typed;
      label.textContent = `${nameOf(writer)}として書く`;
      error.textContent = '';
      reply.hidden = draft.replyTo === null;
    },
  };
}

function shortened(text) {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 24 ? `${[...line].slice(0, 24).join('')}…` : line;
}
