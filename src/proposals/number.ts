import { z } from 'zod';
import type { LocalDate } from '../calendar/instant.js';

/**
 * The number of a proposal: the n-th of a fiscal year, counted in western years so that a new era changes nothing
 * that is stored. `R8-024` is only how it is written.
 */
export const proposalNumberSchema = z.object({
  fiscalYear: z.int().min(1989).max(9999),
  serial: z.int().min(1),
});
export type ProposalNumber = z.infer<typeof proposalNumberSchema>;

/** @throws ZodError for a year before 1989 or a serial below 1. */
export const proposalNumber = (fiscalYear: number, serial: number): ProposalNumber =>
  proposalNumberSchema.parse({ fiscalYear, serial });

/** Newest first. A fiscal year is named after the era of its 1 May: 2018 is Heisei 30, 2019 Reiwa 1. */
const eras = [
  { letter: 'R', firstYear: 2019 },
  { letter: 'H', firstYear: 1989 },
] as const;

/** @param startMonth 1 to 12; Japanese municipalities begin in April (Local Autonomy Act, Art. 208). */
export const fiscalYearOf = (day: LocalDate, startMonth = 4): number => {
  const year = Number(day.slice(0, 4));
  return Number(day.slice(5, 7)) >= startMonth ? year : year - 1;
};

/** `R8-024`: at least three digits, more when there are more. */
export const formatNumber = ({ fiscalYear, serial }: ProposalNumber): string => {
  const era = eras.find(({ firstYear }) => firstYear <= fiscalYear);
  if (!era) throw new RangeError(`No era known for ${fiscalYear}`);
  return `${era.letter}${fiscalYear - era.firstYear + 1}-${String(serial).padStart(3, '0')}`;
};

// What Japanese and western keyboards give for a dash: - ‐ ‑ ‒ – — ― − and the long vowel mark U+30FC, after NFKC.
const dash = '[-\\u2010-\\u2015\\u2212\\u30FC]';
const digits = '(\\d{1,2})';
const serialDigits = '(\\d{1,6})';

// A wave dash or a space is a slip in a whole text, but in a sentence they make a range of years or a month.
const wholeNumber = new RegExp(`^([RH]) ?${digits}(?: ?(?:${dash}|[~\\u301C]) ?| )${serialDigits}$`, 'i');

// Not inside a longer token: ABR8-0011x, X-R8-001, R8-001-2. Japanese script may touch it.
const tokenCharacter = '[\\p{sc=Latin}\\p{Nd}_]';
const numberInSentence = new RegExp(
  `(?<!${tokenCharacter}${dash}?)([RH])${digits}${dash}${serialDigits}(?!${dash}?${tokenCharacter})`,
  'giu',
);

/** A copy for matching: widths folded, invisible characters (joined in by copying from a web page) left out. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();

const fromParts = (letter: string, eraYear: string, serial: string): ProposalNumber | undefined => {
  const index = eras.findIndex((era) => era.letter === letter.toUpperCase());
  const era = eras[index];
  if (!era || Number(eraYear) < 1) return undefined;
  const fiscalYear = era.firstYear + Number(eraYear) - 1;
  // H31-001 was never printed: that year begins a new era.
  if (fiscalYear >= (eras[index - 1]?.firstYear ?? Infinity)) return undefined;
  return proposalNumberSchema.safeParse({ fiscalYear, serial: Number(serial) }).data;
};

/** Understands a whole text that is a number, typed in any width, case, padding and with any dash. */
export const parseNumber = (text: string): ProposalNumber | undefined => {
  const [, letter = '', eraYear = '', serial = ''] = wholeNumber.exec(fold(text)) ?? [];
  return fromParts(letter, eraYear, serial);
};

/** The numbers in a sentence, in order of first appearance, each once. */
export const findNumbers = (text: string): ProposalNumber[] => {
  const found = new Map<string, ProposalNumber>();
  for (const [, letter = '', eraYear = '', serial = ''] of fold(text).matchAll(numberInSentence)) {
    const number = fromParts(letter, eraYear, serial);
    if (number && !found.has(formatNumber(number))) found.set(formatNumber(number), number);
  }
  return [...found.values()];
};
