/** Slack reads `&`, `<` and `>` in texts; everything that pings or links stands between `<` and `>` (facts/slack.md §6). */
import { showable } from '../../src/texts/visible.js';

export const escapeText = (text: string): string =>
  showable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
