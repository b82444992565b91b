/** What may be shown of a text that somebody else wrote, and how much of it. The record keeps everything. */

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** V8 hands out a copy of the whole input with every segment: 100 kB at once would take seconds and gigabytes. */
const WINDOW_UNITS = 256;

/**
 * The text without what could disguise it or break a display: bidirectional controls (they make a text read as
 * another one), control characters except newline and tab, lone surrogates (no platform accepts them; shown
 * as U+FFFD). Every kind of line end becomes `\n`. Showing twice changes nothing.
 */
export function showable(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/(?![\n\t])\p{Control}/gu, '');
}

/** The text as one showable line: for lists, titles and notifications. */
export function oneLine(text: string): string {
  return showable(text).replace(/\s+/gu, ' ').trim();
}

/** How many characters a person would count. */
export function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of graphemesOf(text)) count += 1;
  return count;
}

/**
 * The first `limit` graphemes, and 「…」 if anything was left out (contract §6). A grapheme has no upper length:
 * whoever has a limit in units still needs `splitText`.
 */
export function excerpt(text: string, limit = 200): string {
  let count = 0;
  for (const { start } of graphemesOf(text)) {
    if (count === limit) return `${text.slice(0, start)}…`;
    count += 1;
  }
  return text;
}

/**
 * Pieces of at most `maxUnits` UTF-16 units (platforms count in these) which joined are the text again; none for
 * an empty text. A piece ends after a line, else after 。, when that fills half of it; else at a grapheme's end.
 * Only a grapheme longer than a whole piece is cut, between code points.
 */
export function splitText(text: string, maxUnits: number): string[] {
  if (maxUnits < 2) throw new RangeError('A piece must have room for a surrogate pair.');
  const pieces: string[] = [];
  let pieceStart = 0;
  let lineEnd = 0;
  let sentenceEnd = 0;
  for (const { start, end } of graphemesOf(text)) {
    while (end - pieceStart > maxUnits) {
      const half = pieceStart + maxUnits / 2;
      const graphemeEnd = start > pieceStart ? start : codePointStart(text, pieceStart + maxUnits);
      const pieceEnd = [lineEnd, sentenceEnd].find((candidate) => candidate > half) ?? graphemeEnd;
      pieces.push(text.slice(pieceStart, pieceEnd));
      pieceStart = pieceEnd;
    }
    if (text[end - 1] === '\n') lineEnd = end;
    if (text[start] === '。') sentenceEnd = end;
  }
  return pieceStart < text.length ? [...pieces, text.slice(pieceStart)] : pieces;
}

/** Where each grapheme of the text starts and ends, in UTF-16 units. */
function* graphemesOf(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  let windowUnits = WINDOW_UNITS;
  while (start < text.length) {
    const windowStart = start;
    const windowEnd = codePointStart(text, windowStart + windowUnits);
    for (const { index, segment } of segmenter.segment(text.slice(windowStart, windowEnd))) {
      const end = windowStart + index + segment.length;
      // What touches the window's end may go on behind it: it is the first of the next window.
      if (end === windowEnd && windowEnd < text.length) break;
      yield { start, end };
      start = end;
      // A window grown for one long grapheme would be copied for every short one after it.
      if (windowUnits > WINDOW_UNITS) break;
    }
    windowUnits = start > windowStart ? WINDOW_UNITS : windowUnits * 2;
  }
}

/** The index, or the one before it when it points inside a surrogate pair; the text's end when it is behind that. */
function codePointStart(text: string, index: number): number {
  if (index >= text.length) return text.length;
  const isInsidePair = (text.codePointAt(index - 1) ?? 0) > 0xffff;
  return isInsidePair ? index - 1 : index;
}
