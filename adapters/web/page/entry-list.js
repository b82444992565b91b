/** The messages of one room in their order, answers under the message that they answer. */
import { el } from './dom.js';

export class EntryList {
  #entries = new Map();
  #render;

  /** `render(entry)` makes the element of one. */
  constructor(render) {
    this.#render = render;
    this.node = el('ol', { class: 'entries' });
  }

  get isEmpty() {
    return this.#entries.size === 0;
  }

  has(id) {
    return this.#entries.has(id);
  }

  /** These and no others. The focus stays where it was, if that is still there. */
  show(entries) {
    const focused = this.node.contains(document.activeElement) ? document.activeElement : null;
    const id = focused?.closest('.entry')?.dataset.id;
    this.#entries.clear();
    this.node.replaceChildren();
    for (const entry of entries) this.put(entry);
    if (id !== undefined && this.has(id)) this.#focus(this.#entries.get(id).node, focused.dataset.key);
  }

  /** Adds an entry, or shows it as it is now without moving its answers or the focus. */
  put(entry) {
    const node = this.#render(entry);
    const known = this.#entries.get(entry.id);
    this.#entries.set(entry.id, { entry, node });
    if (!known) {
      this.#listFor(entry).append(node);
      return node;
    }
    const thread = known.node.querySelector(':scope > .thread');
    const focused = document.activeElement;
    const hadFocus = known.node.contains(focused) && !thread?.contains(focused);
    if (thread) node.append(thread);
    known.node.replaceWith(node);
    if (hadFocus) this.#focus(node, focused.dataset.key);
    return node;
  }

  /** Answers go with what they answer. Says whether the focus was there. */
  drop(id) {
    const known = this.#entries.get(id);
    if (!known) return 'not there';
    const hadFocus = known.node.contains(document.activeElement);
    for (const answer of known.node.querySelectorAll('.entry')) this.#entries.delete(answer.dataset.id);
    known.node.remove();
    this.#entries.delete(id);
    return hadFocus ? 'had focus' : 'dropped';
  }

  /** The message that a thread hangs on; an entry whose message is not here stands by itself. */
  rootOf(entry) {
    const above = entry.replyTo && entry.replyTo !== entry.id ? this.#entries.get(entry.replyTo) : null;
    return above ? this.rootOf(above.entry) : entry;
  }

  #listFor(entry) {
    const root = this.rootOf(entry);
    if (root.id === entry.id) return this.node;
    const { node } = this.#entries.get(root.id);
    let thread = node.querySelector(':scope > .thread');
    if (!thread) {
      thread = el('ol', { class: 'thread', 'aria-label': 'この話への返信' });
      node.append(thread);
    }
    return thread;
  }

  #focus(node, key) {
    const target = key ? node.querySelector(`:scope > .body [data-key="${CSS.escape(key)}"]`) : null;
    (target ?? node).focus({ preventScroll: true });
  }
}
