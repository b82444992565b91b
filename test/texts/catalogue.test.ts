import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CatalogueLike, createSay } from '../../src/texts/catalogue.js';

const ja = {
  'receipt.registered': '{number}で受け付けました。',
  'receipt.due': '{date}までに、{who}が返事をします。{date}です。',
  'help.title': '使い方',
} as const;

const en = {
  'receipt.registered': 'Filed as {number}.',
  'receipt.due': '{who} will answer by {date}.',
  'help.title': 'How to use this',
} as const satisfies CatalogueLike<typeof ja>;

const say = createSay(ja);

describe('say', () => {
  it('inserts values', () => {
    expect(say('receipt.registered', { number: 'R8-001' })).toBe('R8-001で受け付けました。');
    expect(say('receipt.due', { date: '12月7日（月）', who: 3 })).toBe(
      '12月7日（月）までに、3が返事をします。12月7日（月）です。',
    );
    expect(say('help.title')).toBe('使い方');
  });

  it('inserts any value as it is, once', () => {
    expect(say('receipt.due', { date: '{who}', who: "$& $1 $' {date}" })).toBe(
      "{who}までに、$& $1 $' {date}が返事をします。{who}です。",
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (number) => {
        expect(say('receipt.registered', { number })).toBe(`${number}で受け付けました。`);
      }),
    );
  });

  it('speaks a second language with the keys and values of the first', () => {
    const inEnglish: typeof say = createSay<typeof ja>(en);
    expect(inEnglish('receipt.due', { date: '7 December', who: 'Tanaka' })).toBe(
      'Tanaka will answer by 7 December.',
    );
    expect(inEnglish('help.title')).toBe('How to use this');
  });

  it('leaves a placeholder that nobody fills, even one named like a method', () => {
    const careless = createSay<Record<string, string>>({ key: 'a {toString} b' });
    expect(careless('key')).toBe('a {toString} b');
  });
});

describe('the types of say', () => {
  it('refuse what does not fit, at compile time', () => {
    const wrong = [
      // @ts-expect-error: an unknown key
      () => say('receipt.registerd', { number: 'R8-001' }),
      // @ts-expect-error: values are missing
      () => say('receipt.registered'),
      // @ts-expect-error: one value is missing
      () => say('receipt.due', { date: 'x' }),
      // @ts-expect-error: a misspelt value
      () => say('receipt.registered', { nummer: 'R8-001' }),
      // @ts-expect-error: neither text nor number
      () => say('receipt.registered', { number: new Date(0) }),
      // @ts-expect-error: values where there is nothing to fill
      () => say('help.title', { number: 1 }),
      // @ts-expect-error: a sentence without its placeholder
      () => ({ ...en, 'receipt.due': 'Soon, by {who}.' }) as const satisfies CatalogueLike<typeof ja>,
      // @ts-expect-error: a missing key
      () => ({ 'help.title': 'Help' }) as const satisfies CatalogueLike<typeof ja>,
    ];
    expect(wrong).toHaveLength(8);
  });
});
