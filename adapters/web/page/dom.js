/**
 * Makes an element. Strings become text nodes, so nothing that somebody wrote is ever read as markup.
 * Attributes that are null or false are left out; `on…` is a listener.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export const button = (label, attributes = {}) => el('button', { type: 'button', ...attributes }, label);

let count = 0;
/** An id for `aria-describedby` and `for`. */
export const newId = () => `n${(count += 1)}`;

/** Enter and Escape belong to the input method while it composes (229: how Safari says so). */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

const live = document.getElementById('live');
let waiting = [];

/** Tells screen readers. What comes in one burst is told together. */
export function announce(text) {
  if (waiting.length === 0) {
    setTimeout(() => {
      live.textContent = waiting.join('\n');
      waiting = [];
    }, 200);
  }
  waiting.push(text);
}
