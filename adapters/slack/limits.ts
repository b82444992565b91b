/** What Slack takes (facts/slack.md §7), with a margin where its own count is not documented. In UTF-16 units. */
import { splitText } from '../../src/texts/visible.js';

export const limits = {
  blocksPerMessage: 45,
  blocksPerView: 100,
  unitsPerMessage: 10_000,
  unitsPerBlock: 2_500,
  heading: 150,
  fallbackText: 35_000,
  button: 75,
  option: 75,
  placeholder: 150,
  modalTitle: 24,
  inputLabel: 2_000,
  input: 3_000,
  alt: 2_000,
} as const;

/** Shortened at the end of a grapheme, for labels that have no room for more. */
export function shorten(text: string, units: number): string {
  if (text.length <= units) return text;
  return `${splitText(text, units - 1)[0] ?? ''}…`;
}
