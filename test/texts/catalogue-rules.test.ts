/** Rules for everything the bot says (design §9; 公用文作成の考え方, 2022). They hold for every key, also new ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { graphemeCount } from '../../src/texts/visible.js';
import { ja } from '../../src/texts/ja/index.js';

const sentences = Object.entries<string>(ja);

/** The heart says them; a few name the app where it is wired. */
const folders = ['src', 'config'].map((name) => new URL(`../../${name}/`, import.meta.url));

/** Every source but the catalogues themselves, in one text. */
const sources = folders
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.startsWith('texts/ja/'))
      .map((path) => readFileSync(new URL(path, folder), 'utf8')),
  )
  .join('\n');

/** `state.` of `say(`state.${…}`)`: keys that are put together where they are used. */
const prefixes = new Set(
  [...sources.matchAll(/`([a-z-]+\.)\$\{/g)].flatMap(([, prefix]) => (prefix === undefined ? [] : [prefix])),
);

/** `-one` of `say(`${key}-one`)`: variants of a key that is used. */
const suffixes = [...sources.matchAll(/`\$\{\w+\}(-[a-z-]+)`/g)].flatMap(([, suffix]) => suffix ?? []);

const prefixOf = (key: string): string => key.slice(0, key.indexOf('.') + 1);
const restOf = (key: string): string => key.slice(key.indexOf('.') + 1);

/** Written as a whole, or put together of parts that the sources hold. */
const isUsed = (key: string): boolean =>
  sources.includes(`'${key}'`) ||
  (prefixes.has(prefixOf(key)) && new RegExp(`['.]${restOf(key)}'`).test(sources)) ||
  suffixes.some((suffix) => key.endsWith(suffix) && isUsed(key.slice(0, -suffix.length)));

/** Shown characters of each sentence; what is filled in is not counted. */
const lengths = (text: string): number[] =>
  text
    .replace(/\{[^{}]+\}/g, '')
    .split('。')
    .map((sentence) => graphemeCount(sentence));

const offending = (isWrong: (text: string, key: string) => boolean): string[] =>
  sentences.flatMap(([key, text]) => (isWrong(text, key) ? [`${key}: ${text}`] : []));

describe('every sentence of the catalogue', () => {
  it('was found', () => {
    expect(sentences.length).toBeGreaterThan(100);
    expect(sources.length).toBeGreaterThan(100_000);
    expect(prefixes.size).toBeGreaterThan(5);
  });

  it('has at most 60 characters', () => {
    expect(offending((text) => Math.max(...lengths(text)) > 60)).toEqual([]);
  });

  it.each(['抵抗勢力', 'わがまま', '意識が低い', '勉強不足', '誤った操作', '不適切', 'なぜ'])(
    'blames nobody: no 「%s」',
    (blame) => {
      expect(offending((text) => text.includes(blame))).toEqual([]);
    },
  );

  it.each(['させていただ', '存じます'])('is plain and kind: no 「%s」', (humble) => {
    expect(offending((text) => text.includes(humble))).toEqual([]);
  });

  it.each([
    '明日',
    '明後日',
    '昨日',
    '今日',
    '本日',
    '今週',
    '来週',
    '今月中',
    '近日',
    '至急',
    '早急',
    'なるべく早く',
  ])('means the same whenever it is read: no 「%s」', (relative) => {
    expect(offending((text) => text.includes(relative))).toEqual([]);
  });

  it('has full-width brackets, also around dates', () => {
    expect(offending((text) => /[()]/.test(text))).toEqual([]);
  });

  it('has no emoji and no markup', () => {
    expect(offending((text) => /\p{Extended_Pictographic}/u.test(text))).toEqual([]);
    expect(offending((text) => /[<>*_`~#&|]|\]\(/.test(text))).toEqual([]);
  });

  it('has no character that cannot be seen, and no space at its ends', () => {
    expect(offending((text) => /[\p{Cf}\p{Cc}\u3000]/u.test(text) || text !== text.trim())).toEqual([]);
  });

  it('is said by somebody: every key is used', () => {
    expect(offending((_text, key) => !isUsed(key))).toEqual([]);
  });
});
