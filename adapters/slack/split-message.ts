/** One message of ours as as many messages as Slack needs. Nothing is cut away: what does not fit follows. */
import { message, type Block, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { showable, splitText } from '../../src/texts/visible.js';
import { escapeText } from './escape.js';
import { limits } from './limits.js';

/** Escaping makes a text longer: measured after it, as Slack does. */
const unitsOf = (text: string): number => escapeText(text).length;

/** Pieces that one Slack block each can hold, also when every character of them has to be escaped. */
function pieces(text: string): string[] {
  const shown = showable(text);
  if (unitsOf(shown) <= limits.unitsPerBlock) return [shown];
  return splitText(shown, limits.unitsPerBlock / 5);
}

/** Every block small enough for Slack. */
export function smallBlocks(block: Block): Block[] {
  switch (block.kind) {
    case 'heading':
      return showable(block.text).length <= limits.heading
        ? [block]
        : pieces(block.text).map((text) => ({ kind: 'paragraph', text }));
    case 'paragraph':
    case 'quote':
    case 'context':
      return pieces(block.text).map((text) => ({ ...block, text }));
    case 'facts':
      return block.facts.flatMap((fact) =>
        pieces(fact.value).map((value): Block => ({ kind: 'facts', facts: [{ ...fact, value }] })),
      );
    case 'actions':
    case 'image':
      return [block];
  }
}

/** Neighbouring facts share a block while they fit. */
function joinFacts(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const fits =
      last?.kind === 'facts' && block.kind === 'facts' && size([last, block]) < limits.unitsPerBlock;
    if (fits) joined[joined.length - 1] = { kind: 'facts', facts: [...last.facts, ...block.facts] };
    else joined.push(block);
  }
  return joined;
}

function size(blocks: readonly Block[]): number {
  return blocks.reduce((units, block) => {
    switch (block.kind) {
      case 'facts':
        return units + block.facts.reduce((sum, { label, value }) => sum + unitsOf(label + value) + 4, 0);
      case 'actions':
        return units + 300;
      case 'image':
        return units + unitsOf(block.alt);
      default:
        return units + unitsOf(block.text);
    }
  }, 0);
}

const fits = (blocks: readonly Block[]): boolean =>
  blocks.length <= limits.blocksPerMessage && size(blocks) <= limits.unitsPerMessage;

/** In order, each message as full as it may be. */
function pack(blocks: readonly Block[]): Block[][] {
  const packed: Block[][] = [];
  let current: Block[] = [];
  for (const block of blocks) {
    if (current.length > 0 && !fits([...current, block])) {
      packed.push(current);
      current = [];
    }
    current.push(block);
  }
  return current.length > 0 ? [...packed, current] : packed;
}

/** Long words of people go behind, so that facts and controls stand in the message that is updated in place. */
function withQuotesBehind(blocks: readonly Block[]): Block[][] {
  const first = blocks.filter((block) => block.kind !== 'quote');
  const behind: Block[] = [];
  const kept = new Set<Block>(first);
  for (const block of blocks) {
    if (block.kind !== 'quote') continue;
    const next = blocks.filter((other) => kept.has(other) || other === block);
    if (behind.length === 0 && fits(next)) kept.add(block);
    else behind.push(block);
  }
  return [blocks.filter((block) => kept.has(block)), ...pack(behind)];
}

/** The first one is the message; the others belong in its thread, in order. */
export function splitMessage({ text, blocks }: OutgoingMessage): OutgoingMessage[] {
  const small = joinFacts(blocks.flatMap(smallBlocks));
  if (fits(small)) return [{ text, blocks: small }];
  const others = small.filter((block) => block.kind !== 'quote');
  const parts = fits(others) ? withQuotesBehind(small) : pack(small);
  return parts.map((part) => message(...part));
}
