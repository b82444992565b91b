/**
 * The web chat shows messages as plain data: the page puts every string into `textContent`, so nothing is escaped
 * here and nothing in it can become markup. Controls appear as contract §8 says.
 */
import type { Block, Control, Form, Menu, OutgoingMessage } from '../../src/bot/outgoing-message.js';
import type { RoomContent } from './room-store.js';

export const renderMessage = ({ text, blocks }: OutgoingMessage): RoomContent => ({
  text,
  blocks: blocks.map(renderBlock),
});

function renderBlock(block: Block): Block {
  if (block.kind !== 'actions') return block;
  return {
    kind: 'actions',
    controls: block.controls.map((control) =>
      'options' in control ? renderMenu(control) : renderControl(control),
    ),
  };
}

const renderMenu = ({ label, options }: Menu): Menu => ({ label, options: options.map(renderControl) });

/** Exactly the keys of the contract: scripts and tests read them. */
const renderControl = ({ intent, target, label, emphasis, form }: Control): Control => ({
  intent,
  target,
  label,
  ...(emphasis ? { emphasis } : {}),
  ...(form ? { form: renderForm(form) } : {}),
});

export const renderForm = ({ title, fields }: Form): Form => ({
  title,
  fields: fields.map(({ name, label, required, kind, value }) => ({
    name,
    label,
    required,
    kind,
    ...(value === undefined ? {} : { value }),
  })),
});
