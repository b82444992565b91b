/** OutgoingMessage → Adaptive Card. All words stand in TextRuns, which show them as they are; headings are escaped. */
import type { Block, Menu, OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { showable } from '../../src/texts/visible.js';
import {
  adaptiveCard,
  attachmentOf,
  richText,
  runs,
  type AdaptiveCard,
  type CardAttachment,
  type CardElement,
  type TextBlock,
} from './card-elements.js';
import { escapeMarkdown, orBlank } from './escape.js';
import { limits, shorten } from './limits.js';
import { renderActions } from './render-actions.js';

/** One activity's content. Never text and a card together: Teams would split them and name neither (facts §5). */
export type Content =
  | {
      /** Complete, for notifications and screen readers. */
      readonly summary: string;
      readonly attachments: readonly [CardAttachment];
    }
  | { readonly text: string; readonly textFormat: 'plain' };

export const headingBlock = (text: string): TextBlock => ({
  type: 'TextBlock',
  text: escapeMarkdown(text),
  wrap: true,
  style: 'heading',
  size: 'Medium',
  weight: 'Bolder',
});

const menusOf = (block: Block): Menu[] =>
  block.kind === 'actions' ? block.controls.filter((control) => 'options' in control) : [];

function renderBlock(block: Block, menus: readonly Menu[], card: string | null): CardElement[] {
  switch (block.kind) {
    case 'heading':
      return [headingBlock(block.text)];
    case 'paragraph':
      return [richText(...runs(block.text))];
    case 'context':
      return [richText(...runs(block.text, { size: 'Small', isSubtle: true }))];
    case 'quote':
      return [{ type: 'Container', style: 'emphasis', items: [richText(...runs(block.text))] }];
    case 'facts':
      return block.facts.map(({ label, value }, n) => ({
        ...richText(...runs(`${label}\u3000`, { weight: 'Bolder' }), ...runs(value)),
        ...(n > 0 ? { spacing: 'Small' as const } : {}),
      }));
    case 'actions':
      return renderActions(block.controls, menus, card);
    case 'image':
      return [{ type: 'Image', url: block.url, altText: shorten(orBlank(block.alt), limits.alt) }];
  }
}

/** All menus of a card stand where the first of them does. */
export function renderBlocks(blocks: readonly Block[], card: string | null): CardElement[] {
  const menus = blocks.flatMap(menusOf);
  const first = blocks.find((block) => menusOf(block).length > 0);
  return blocks.flatMap((block) => renderBlock(block, block === first ? menus : [], card));
}

/** `card`: the key of the delivery that shows it; null for what nobody comes back to. */
export const renderCard = ({ text, blocks }: OutgoingMessage, card: string | null): AdaptiveCard =>
  adaptiveCard(showable(text), renderBlocks(blocks, card));

/** One part of `splitMessage`. */
export const renderMessage = (part: OutgoingMessage, card: string | null): Content => ({
  summary: orBlank(part.text),
  attachments: [attachmentOf(renderCard(part, card))],
});

/** Without a form, for when Teams does not take what we made of a message. */
export const renderPlain = ({ text }: OutgoingMessage): Content => ({
  text: orBlank(text),
  textFormat: 'plain',
});
