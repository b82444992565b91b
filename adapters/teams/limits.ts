/** What Teams takes (facts/teams.md §6). Sizes of texts in UTF-16 units. */
import { splitText } from '../../src/texts/visible.js';

export const limits = {
  /** Teams refuses an activity above 100 KB and counts it in UTF-16; what it adds by itself is not documented. */
  activityBytes: 80_000,
  /** After a refusal for its size a message is split in halves of this, down to the last one. */
  smallestActivityBytes: 10_000,
  /** Longer ones are read as paragraphs. */
  heading: 300,
  button: 75,
  option: 100,
  actionsPerSet: 6,
  label: 500,
  input: 3_000,
  alt: 1_000,
} as const;

/** An activity as Teams counts it: two bytes for every unit of its JSON. */
export const bytesOf = (value: unknown): number => JSON.stringify(value).length * 2;

/** Shortened at the end of a grapheme, for labels that have no room for more. */
export function shorten(text: string, units: number): string {
  if (text.length <= units) return text;
  return `${splitText(text, units - 1)[0] ?? ''}…`;
}
