/** What a message shows: the bot's blocks, or somebody's plain text. */
import { button, el, isComposing, newId } from './dom.js';

const words = (tag, className, text) => el(tag, { class: className, dir: 'auto' }, text);

const render = {
  heading: ({ text }) => words('h3', 'heading', text),
  paragraph: ({ text }) => words('p', 'text', text),
  quote: ({ text }) => words('blockquote', 'text', text),
  context: ({ text }) => words('p', 'text context', text),
  facts: ({ facts }) =>
    el(
      'dl',
      { class: 'facts' },
      facts.map(({ label, value }) => el('div', {}, el('dt', {}, label), words('dd', 'text', value))),
    ),
  image: ({ url, alt }) => el('img', { src: url, alt }),
  actions: ({ controls }, press) =>
    el(
      'div',
      { class: 'row' },
      controls.map((control) => (control.options ? menu(control, press) : controlButton(control, press))),
    ),
};

/** `press(control, button)` is called when somebody presses one. */
export function renderBlocks({ text, blocks }, press) {
  if (blocks.length === 0) return [words('p', 'text', text)];
  const nodes = blocks.map((block) => render[block.kind]?.(block, press) ?? null);
  describeControls(nodes);
  return nodes;
}

/** 「返事する」 is on many cards: its heading says of which. */
function describeControls(nodes) {
  const title = nodes.find((node) => node?.matches('h3, p'));
  if (!title) return;
  title.id = newId();
  for (const node of nodes) {
    for (const control of node?.querySelectorAll('button, summary') ?? []) {
      control.setAttribute('aria-describedby', title.id);
    }
  }
}

function controlButton(control, press) {
  return button(control.label, {
    class: control.emphasis ?? null,
    'data-key': control.intent,
    onclick: (event) => press(control, event.currentTarget),
  });
}

function menu({ label, options }, press) {
  const pressed = (control) => {
    node.open = false;
    node.firstChild.focus();
    press(control, node.firstChild);
  };
  const node = el(
    'details',
    {
      class: 'menu',
      onkeydown: (event) => {
        if (event.key !== 'Escape' || isComposing(event) || !node.open) return;
        node.open = false;
        node.firstChild.focus();
      },
      onfocusout: ({ relatedTarget }) => {
        if (relatedTarget && !node.contains(relatedTarget)) node.open = false;
      },
    },
    el('summary', { 'data-key': `menu ${label}` }, label),
    el(
      'div',
      { class: 'options' },
      options.map((option) => controlButton(option, pressed)),
    ),
  );
  return node;
}
