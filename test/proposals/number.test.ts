import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localDate } from '../../src/calendar/local-date.js';
import {
  findNumbers,
  fiscalYearOf,
  formatNumber,
  parseNumber,
  proposalNumber,
  type ProposalNumber,
  proposalNumberSchema,
} from '../../src/proposals/number.js';

const anyNumber: fc.Arbitrary<ProposalNumber> = fc.record({
  fiscalYear: fc.integer({ min: 1989, max: 2117 }),
  serial: fc.integer({ min: 1, max: 999_999 }),
});

describe('a fiscal year', () => {
  it('begins in April', () => {
    expect(fiscalYearOf(localDate('2026-03-31'))).toBe(2025);
    expect(fiscalYearOf(localDate('2026-04-01'))).toBe(2026);
  });

  it('begins where the town says', () => {
    expect(fiscalYearOf(localDate('2026-01-01'), 1)).toBe(2026);
    expect(fiscalYearOf(localDate('2026-09-30'), 10)).toBe(2025);
  });
});

describe('a proposal number', () => {
  it.each([
    [2026, 24, 'R8-024'],
    [2019, 1, 'R1-001'],
    [2018, 1, 'H30-001'],
    [1989, 7, 'H1-007'],
    [2026, 1234, 'R8-1234'],
  ])('of %i, %i is written %s', (fiscalYear, serial, text) => {
    expect(formatNumber(proposalNumber(fiscalYear, serial))).toBe(text);
  });

  it.each([
    'R8-001',
    'r8-1',
    'Ｒ８－００１',
    'ｒ８ー１',
    'R8ー1',
    'R8ｰ1',
    'R8−001',
    'R8‐001',
    'R8‑001',
    'R8–001',
    'R8—001',
    'R8―001',
    'R8~001',
    'R8～001',
    'R8〜001',
    'R8 001',
    'R8　001',
    'R8 - 001',
    'R 8-001',
    'R08-001',
    '  R8-00001\n',
    'R8-\u200B001',
  ])('is understood from %j', (text) => {
    expect(parseNumber(text)).toEqual({ fiscalYear: 2026, serial: 1 });
  });

  it.each([
    '',
    'R8',
    'R8-',
    'R8-000',
    'R0-001',
    'H31-001',
    'S63-001',
    'X8-001',
    '8-001',
    'R8001',
    'R8-001です',
    'R8--1',
    'R8-1234567',
  ])('is not understood from %j', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  it('is not made of what cannot be written', () => {
    expect(() => proposalNumber(1988, 1)).toThrow();
    expect(() => proposalNumber(2026, 0)).toThrow();
  });

  it('survives writing and reading', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        expect(parseNumber(formatNumber(number))).toEqual(number);
        expect(findNumbers(`提案${formatNumber(number)}の件`)).toEqual([number]);
        expect(proposalNumberSchema.parse(number)).toEqual(number);
      }),
    );
  });
});

describe('numbers in a sentence', () => {
  it.each([
    ['R8-024の件ですが、Ｒ８－００１とH30-2も同じです', ['R8-024', 'R8-001', 'H30-002']],
    ['(r8ー24)', ['R8-024']],
    ['R8-024、R8-24、r8-024', ['R8-024']],
    ['カードR8-024', ['R8-024']],
    ['https://example.jp/p/R8-024?x=1', ['R8-024']],
    ['ABR8-0011x', []],
    ['AR8-001', []],
    ['R8-001x', []],
    ['R8-001-2', []],
    ['X-R8-001', []],
    ['R8-1234567', []],
    ['R8〜10年度、R8 10月', []],
    ['R8-000', []],
    ['名札をやめたい', []],
  ])('of %j are %j', (text, expected) => {
    expect(findNumbers(text).map(formatNumber)).toEqual(expected);
  });
});
