/** One message of ours as as many activities as Teams needs. Nothing is cut away: what does not fit follows. */
import { message, paragraph, type Block, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { showable, splitText } from '../../src/texts/visible.js';
import { bytesOf, limits } from './limits.js';
import { renderMessage } from './render-message.js';

/** As long as anything is that a card says of itself. */
const anyReference = 'k'.repeat(240);

/** The addressing that the connector puts around the content. */
const envelopeBytes = 2_000;

const fits = (part: OutgoingMessage, maxBytes: number): boolean =>
  bytesOf(renderMessage(part, anyReference)) + envelopeBytes <= maxBytes;

/** At least one piece, also of an empty text. */
const cut = (text: string, units: number): string[] => {
  const pieces = splitText(showable(text), units);
  return pieces.length > 0 ? pieces : [''];
};

function piecesOf(block: Block, units: number): Block[] {
  switch (block.kind) {
    case 'actions':
    case 'image':
      return [block];
    case 'facts':
      return block.facts.flatMap((fact) =>
        cut(fact.value, units).map((value): Block => ({ kind: 'facts', facts: [{ ...fact, value }] })),
      );
    case 'heading':
    case 'paragraph':
    case 'quote':
    case 'context':
      return cut(block.text, units).map((text) => ({ ...block, text }));
  }
}

/** Every block small enough for an activity of its own. What has to be escaped grows: it is cut smaller. */
function smallBlocks(block: Block, maxBytes: number, units = Math.ceil(maxBytes / 8)): Block[] {
  if (fits(message(block), maxBytes)) return [block];
  const pieces = piecesOf(block, units);
  if (units < 10) return pieces;
  return pieces.flatMap((piece) => smallBlocks(piece, maxBytes, units / 2));
}

/** A heading is no place for a story. */
const readable = (block: Block): Block =>
  block.kind === 'heading' && showable(block.text).length > limits.heading ? paragraph(block.text) : block;

/** In order, each activity as full as it may be. */
function pack(blocks: readonly Block[], maxBytes: number): Block[][] {
  const packed: Block[][] = [];
  let current: Block[] = [];
  for (const block of blocks) {
    if (current.length > 0 && !fits(message(...current, block), maxBytes)) {
      packed.push(current);
      current = [];
    }
    current.push(block);
  }
  return current.length > 0 ? [...packed, current] : packed;
}

/** Long words of people go behind, so that facts and controls stand in the activity that is updated in place. */
function withQuotesBehind(blocks: readonly Block[], maxBytes: number): Block[][] {
  const kept = new Set<Block>(blocks.filter((block) => block.kind !== 'quote'));
  const inOrder = () => blocks.filter((block) => kept.has(block));
  const behind: Block[] = [];
  for (const quote of blocks.filter((block) => block.kind === 'quote')) {
    if (behind.length === 0) kept.add(quote);
    if (behind.length === 0 && fits(message(...inOrder()), maxBytes)) continue;
    kept.delete(quote);
    behind.push(quote);
  }
  return [inOrder(), ...pack(behind, maxBytes)];
}

/** The first one is the message; the others follow it, in order. A message without blocks becomes a paragraph. */
export function splitMessage(
  whole: OutgoingMessage,
  maxBytes: number = limits.activityBytes,
): OutgoingMessage[] {
  const blocks = (whole.blocks.length > 0 ? whole.blocks : [paragraph(whole.text)]).map(readable);
  const uncut = { text: whole.text, blocks };
  if (fits(uncut, maxBytes)) return [uncut];
  const small = blocks.flatMap((block) => smallBlocks(block, maxBytes));
  const others = small.filter((block) => block.kind !== 'quote');
  const parts = fits(message(...others), maxBytes)
    ? withQuotesBehind(small, maxBytes)
    : pack(small, maxBytes);
  return parts.map((part) => message(...part));
}
