/**
 * A TextBlock reads Markdown, `{{DATE(…)}}` and `{{TIME(…)}}`; a TextRun reads only the latter two (facts/teams.md §5).
 * A mention needs an entity beside the card as well, and no card of ours has one: `<at>` stays what somebody wrote.
 */
import { showable } from '../../src/texts/visible.js';

/** Nothing empty is sent; a space that does not break is a text. */
export const orBlank = (text: string): string => (showable(text).trim() === '' ? '\u00A0' : showable(text));

const inWords = /[\\`*_~[\]<>&|]|(?<=\{)\{/gu;
const atLineStart = /^(\s*)([-+#=]|\d+(?=[.)]))/gmu;

/** Shown in a TextBlock, it reads as it was written. */
export const escapeMarkdown = (text: string): string =>
  orBlank(text)
    .replace(inWords, '\\$&')
    .replace(atLineStart, (_all, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    );

/** The pieces of a text that one TextRun each shows as they are: no function of the card begins in any of them. */
export const literalRuns = (text: string): string[] =>
  orBlank(text).split(/(?<=\{)(?=\{\s*(?:DATE|TIME)\()/iu);
