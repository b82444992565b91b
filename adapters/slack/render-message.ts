/** OutgoingMessage → Block Kit. User words stand in rich text and plain text only, where nothing pings or formats. */
import type { ActionsBlock, KnownBlock, PlainTextElement } from '@slack/types';
import type { Block, Control, Menu, OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { showable } from '../../src/texts/visible.js';
import { escapeText } from './escape.js';
import { limits, shorten } from './limits.js';

export interface RenderedMessage {
  /** Complete, for notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** `emoji: false`: somebody's `:smile:` stays what they wrote. */
const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

/** Slack refuses empty texts; a space that does not break is a text. */
const orBlank = (text: string): string => (showable(text).trim() === '' ? '\u00A0' : showable(text));

/** The value of a menu's option carries what a button carries in two places (contract §5). */
export const optionValue = ({ intent, target }: Pick<Control, 'intent' | 'target'>): string =>
  `${intent}|${target}`;

function renderControl(control: Control | Menu): ActionsBlock['elements'][number] {
  if ('options' in control) {
    return {
      type: 'static_select',
      action_id: 'more',
      placeholder: plain(shorten(control.label, limits.placeholder)),
      options: control.options.map((option) => ({
        text: plain(shorten(option.label, limits.option)),
        value: optionValue(option),
      })),
    };
  }
  return {
    type: 'button',
    action_id: control.intent,
    value: control.target,
    text: plain(shorten(control.label, limits.button)),
    ...(control.emphasis ? { style: control.emphasis } : {}),
  };
}

/** Slack wants every action_id of a block once: a second menu or the same intent goes into a block of its own. */
function renderActions(controls: readonly (Control | Menu)[]): KnownBlock[] {
  const rows: (Control | Menu)[][] = [];
  for (const control of controls) {
    const id = 'options' in control ? 'more' : control.intent;
    const row = rows.find((candidate) =>
      candidate.every((other) => ('options' in other ? 'more' : other.intent) !== id),
    );
    if (row) row.push(control);
    else rows.push([control]);
  }
  return rows.map((row) => ({ type: 'actions', elements: row.map(renderControl) }));
}

function renderBlock(block: Block): KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return [{ type: 'header', text: plain(orBlank(block.text)) }];
    case 'paragraph':
      return [{ type: 'section', text: plain(orBlank(block.text)) }];
    case 'context':
      return [{ type: 'context', elements: [plain(orBlank(block.text))] }];
    case 'quote':
      return [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: orBlank(block.text) }] }],
        },
      ];
    case 'facts':
      return [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: block.facts.flatMap(({ label, value }, n) => [
                { type: 'text', text: `${n > 0 ? '\n' : ''}${label}\u3000`, style: { bold: true } },
                { type: 'text', text: orBlank(value) },
              ]),
            },
          ],
        },
      ];
    case 'actions':
      return renderActions(block.controls);
    case 'image':
      return [{ type: 'image', image_url: block.url, alt_text: shorten(orBlank(block.alt), limits.alt) }];
  }
}

export const renderBlocks = (blocks: readonly Block[]): KnownBlock[] => blocks.flatMap(renderBlock);

/** One part of `splitMessage`. */
export const renderMessage = ({ text, blocks }: OutgoingMessage): RenderedMessage => ({
  text: shorten(escapeText(text), limits.fallbackText),
  blocks: renderBlocks(blocks),
});
