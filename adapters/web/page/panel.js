/** One room on the page, seen by one person. */
import { listMessages, sendEvent } from './api.js';
import { createComposer } from './composer.js';
import { announce, button, el } from './dom.js';
import { confirmDialog, formDialog } from './dialogs.js';
import { EntryList } from './entry-list.js';
import { renderEntry } from './entry.js';
import { nameOf, noAnswerYet, notPressed, notRead } from './words.js';

const patienceMs = 5000;
const openFormWithinMs = 30_000;

export class Panel {
  #queue = null;
  #pressedAt = 0;
  #waiting = null;

  constructor(root, { canWrite }) {
    this.title = root.querySelector('h2');
    this.entries = new EntryList((entry) => renderEntry(entry, this.viewer, this.actions));
    this.log = el(
      'div',
      { class: 'log', tabindex: 0, role: 'group', 'aria-labelledby': this.title.id },
      this.entries.node,
    );
    this.empty = el('p', { class: 'empty' }, 'まだ何もありません。');
    this.log.append(this.empty);
    this.more = button('新しいメッセージがあります', {
      class: 'more',
      hidden: true,
      onclick: () => this.#toEnd(),
    });
    this.status = el('p', { class: 'error', role: 'alert' });
    this.composer = canWrite ? createComposer((message) => this.#send(message)) : null;
    root.append(this.log, this.more, this.status, ...(this.composer ? [this.composer.node] : []));
    this.log.addEventListener('scroll', () => {
      if (this.#isAtEnd()) this.more.hidden = true;
    });
    this.actions = {
      press: (control, node, entry) => this.#press(control, node, entry),
      ...(canWrite && {
        reply: (entry) => this.composer.reply(this.entries.rootOf(entry)),
        edit: (entry, text) => this.#try({ kind: 'edit', messageId: entry.id, text }),
        remove: (entry) => this.#remove(entry),
      }),
    };
  }

  /** Shows this room as this person reads it. */
  open(room, viewer) {
    this.room = room;
    this.viewer = viewer;
    this.#show([]);
    this.status.textContent = '';
    this.composer?.open(room, viewer);
    return this.load();
  }

  /** Reads everything anew. Changes that come meanwhile are applied after it. */
  async load() {
    const { room, viewer } = this;
    this.#queue ??= [];
    try {
      const entries = await listMessages(room, viewer);
      if (room !== this.room || viewer !== this.viewer) return;
      this.#show(entries);
      if (this.status.textContent === notRead) this.status.textContent = '';
    } catch {
      if (room === this.room && viewer === this.viewer) this.status.textContent = notRead;
    }
    const queue = this.#queue ?? [];
    this.#queue = null;
    for (const [kind, entry] of queue) this.change(kind, entry);
  }

  change(kind, entry) {
    if (entry.room !== this.room) return;
    if (this.#queue) this.#queue.push([kind, entry]);
    else if (kind === 'remove') this.#drop(entry.id);
    else if (entry.kind === 'open-form') this.#openForm(entry);
    else this.#receive(entry);
  }

  #show(entries) {
    const wasAtEnd = this.#isAtEnd() || this.entries.isEmpty;
    const { scrollTop } = this.log;
    this.entries.show(entries.filter((entry) => entry.kind !== 'open-form'));
    this.empty.hidden = !this.entries.isEmpty;
    this.log.scrollTop = wasAtEnd ? this.log.scrollHeight : scrollTop;
  }

  #receive(entry) {
    const isNew = !this.entries.has(entry.id);
    const isFollowed = this.#isAtEnd() || entry.from === this.viewer;
    const node = this.entries.put(entry);
    this.empty.hidden = true;
    if (entry.from !== this.viewer) this.#answered();
    if (!isNew) return;
    if (entry.from !== this.viewer)
      announce(`${this.title.textContent}、${nameOf(entry.from)}: ${entry.text}`);
    if (isFollowed) node.scrollIntoView({ block: 'nearest' });
    else this.more.hidden = false;
  }

  #drop(id) {
    if (this.entries.drop(id) === 'had focus') this.title.focus();
    this.empty.hidden = !this.entries.isEmpty;
  }

  #send(message) {
    return sendEvent({ ...this.#self(), kind: 'message', ...message });
  }

  async #try(event) {
    this.status.textContent = '';
    try {
      await sendEvent({ ...this.#self(), ...event });
      return true;
    } catch {
      this.status.textContent = notPressed;
      return false;
    }
  }

  async #remove(entry) {
    if (!(await confirmDialog('このメッセージを削除しますか。', '削除する'))) return false;
    return this.#try({ kind: 'delete', messageId: entry.id });
  }

  /** The answer comes by the stream, often before the service has confirmed the press. */
  async #press({ intent, target }, node) {
    this.#answered();
    this.#pressedAt = Date.now();
    node.setAttribute('aria-busy', 'true');
    const timer = setTimeout(() => {
      this.#answered();
      this.status.textContent = noAnswerYet;
    }, patienceMs);
    this.#waiting = { node, timer };
    if (!(await this.#try({ kind: 'action', intent, target }))) this.#answered();
  }

  #answered() {
    clearTimeout(this.#waiting?.timer);
    this.#waiting?.node.removeAttribute('aria-busy');
    this.#waiting = null;
    if (this.status.textContent === noAnswerYet) this.status.textContent = '';
  }

  /** Only on the page where it was asked for: the same person may have two open. */
  #openForm({ intent, target, form }) {
    const isAskedFor = Date.now() - this.#pressedAt < openFormWithinMs;
    this.#answered();
    if (!isAskedFor) return;
    this.#pressedAt = 0;
    const event = { ...this.#self(), kind: 'form', intent, target };
    formDialog(`${this.viewer} ${intent} ${target}`, form, (values, eventId) =>
      sendEvent({ ...event, eventId, values }),
    );
  }

  #self() {
    return { person: this.viewer, room: this.room };
  }

  #isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 48;
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.log.focus();
  }
}
