import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { excerpt, graphemeCount, oneLine, showable, splitText } from '../../src/texts/visible.js';

const FAMILY = '👨‍👩‍👧';
const KATSURAGI = '葛\u{E0100}';
const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });
const graphemes = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          FAMILY,
          KATSURAGI,
          '𠮷',
          'が',
          '。',
          '。\uFE00',
          '\n',
          '\r\n',
          '🇯🇵',
          '🇯',
          '\uD83D',
          '\uDE00',
          '\u0301',
        ],
        ...['\u202E', '\u0007', '\u0085', '\u2028', '\t', 'あ'.repeat(250)],
      ),
      { maxLength: 300 },
    )
    .map((parts) => parts.join('')),
);

describe('showable', () => {
  it.each([
    ['請求\u202E書', '請求書'],
    ['a\u2066b\u2069c\u200Ed\u200Fe\u061Cf', 'abcdef'],
    ['a\u0000b\u0007c\u001Bd\u007Fe\u0085f', 'abcdef'],
    ['一\r\n二\r三\u2028四\n五\t六', '一\n二\n三\n四\n五\t六'],
    ['\uD83Dと\uDE00', '\uFFFDと\uFFFD'],
    [`${FAMILY}${KATSURAGI}𠮷`, `${FAMILY}${KATSURAGI}𠮷`],
  ])('shows %j as %j', (text, shown) => {
    expect(showable(text)).toBe(shown);
  });

  it('changes nothing the second time and leaves nothing that disguises', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = showable(text);
        expect(showable(shown)).toBe(shown);
        expect(shown).not.toMatch(/\p{Bidi_Control}|\p{Surrogate}|(?![\n\t])\p{Control}/u);
      }),
    );
  });
});

describe('oneLine', () => {
  it('joins lines with one space', () => {
    expect(oneLine(' 一\r\n\r\n　二\t三\u202E ')).toBe('一 二 三');
  });
});

describe('graphemeCount', () => {
  it.each([
    ['', 0],
    ['名札', 2],
    [FAMILY, 1],
    [KATSURAGI, 1],
    ['𠮷', 1],
  ])('counts %j as %d', (text, count) => {
    expect(graphemeCount(text)).toBe(count);
  });

  it('counts as the segmenter does, whatever touches the end of a window', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(graphemeCount(text)).toBe(graphemes(text).length);
      }),
    );
  });
});

describe('excerpt', () => {
  it('gives a short text whole', () => {
    expect(excerpt('電話番を分けたい', 8)).toBe('電話番を分けたい');
    expect(excerpt('')).toBe('');
  });

  it.each([FAMILY, KATSURAGI, '𠮷'])('never cuts %s', (grapheme) => {
    expect(excerpt(grapheme.repeat(300))).toBe(`${grapheme.repeat(200)}…`);
  });

  it('is the beginning of the text, in whole graphemes', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const all = graphemes(text);
        const shown = excerpt(text, limit);
        if (all.length <= limit) expect(shown).toBe(text);
        else expect(shown).toBe(`${all.slice(0, limit).join('')}…`);
      }),
    );
  });
});

describe('splitText', () => {
  it('prefers the end of a line, then of a sentence', () => {
    expect(splitText('一二三。四五\n六七八', 8)).toEqual(['一二三。四五\n', '六七八']);
    expect(splitText('一二三四。五六七八', 8)).toEqual(['一二三四。', '五六七八']);
    expect(splitText('一。二三四五六七八', 8)).toEqual(['一。二三四五六七', '八']);
    expect(splitText('', 8)).toEqual([]);
  });

  it('cuts only a grapheme that is longer than a piece, between code points', () => {
    expect(splitText(`${FAMILY}${FAMILY}`, 10)).toEqual([FAMILY, FAMILY]);
    expect(splitText('𠮷𠮷', 3)).toEqual(['𠮷', '𠮷']);
    expect(splitText(FAMILY, 3)).toEqual(['👨‍', '👩‍', '👧']);
  });

  it('refuses pieces without room for one character', () => {
    expect(() => splitText('𠮷', 1)).toThrow(RangeError);
  });

  it('gives pieces that fit, are whole and joined are the text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 8, max: 400 }), (text, maxUnits) => {
        const pieces = splitText(text, maxUnits);
        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= maxUnits)).toBe(true);
        const all = graphemes(text);
        if (all.every((grapheme) => grapheme.length <= maxUnits))
          expect(pieces.flatMap(graphemes)).toEqual(all);
      }),
    );
  });
});

describe('100 kB', () => {
  it.each([
    ['Japanese', '電話番を分けたいです。窓口が混みます。\n'.repeat(5000)],
    ['one endless grapheme', 'a' + '\u0301'.repeat(100_000)],
    ['one long grapheme before short ones', 'a' + '\u0301'.repeat(50_000) + 'b'.repeat(50_000)],
    ['flags', '🇯'.repeat(50_000)],
    ['lone surrogates', '\uD800'.repeat(100_000)],
    ['invisible controls', '\u202E'.repeat(100_000)],
  ])('is shown, counted and split at once: %s', (_, text) => {
    const startedAt = performance.now();
    showable(text);
    oneLine(text);
    excerpt(text);
    graphemeCount(text);
    splitText(text, 3000);
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });
});
