/**
 * Copies of a text for comparing, never for keeping: lengths change, some names change (塚 U+FA10 → 塚),
 * so a position found here does not fit the original. The original is what we store, quote and relay.
 */

/** U+2212 and the box line are typed for dashes; ー is what the dash key gives while the IME is on. */
const DASH_BETWEEN_CHARACTERS =
  /(?<=[a-z0-9])\s*[\p{Dash_Punctuation}\u02D7\u2043\u2212\u2500\u2501\u30FC]+\s*(?=[a-z0-9])/gu;

/** Variation selectors, zero-width characters, fillers: nobody sees them, and they cut a word in two. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Everything but letters, digits, marks and the dash inside a number such as r8-001. */
const NOT_A_WORD = /(?<![a-z0-9])-|-(?![a-z0-9])|(?!-)[\p{P}\p{S}\p{Z}\p{C}]/gu;

/**
 * One spelling for each character: NFKC (full width, half width, ①, ㈱), lower case, no invisible characters,
 * and every kind of dash between two Latin letters or digits as `-`. Spaces and punctuation stay.
 */
export function foldCharacters(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(INVISIBLE, '').replace(DASH_BETWEEN_CHARACTERS, '-');
}

/**
 * `foldCharacters` without spaces, punctuation and symbols: 「ＯＫ！」→ `ok`, 「Ｒ８－００１」→ `r8-001`,
 * 「わたしの 提案。」→ `わたしの提案`. A text of signs only keeps its signs, so that 「？」 can be a word too.
 */
export function foldForMatching(text: string): string {
  const folded = foldCharacters(text);
  return folded.replace(NOT_A_WORD, '') || folded.replace(/\s+/gu, '');
}
