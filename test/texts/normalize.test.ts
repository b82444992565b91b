import { describe, expect, it } from '@jest/globals';
import { foldCharacters, foldForMatching } from '../../src/texts/normalize.js';

describe('foldForMatching', () => {
  it.each([
    ['ＯＫ！', 'ok'],
    ['わたしの　提案。', 'わたしの提案'],
    ['ﾍﾙﾌﾟ', 'ヘルプ'],
    ['「未回答」', '未回答'],
    ['Ｒ８－００１', 'r8-001'],
    ['Ｒ８ － ００１', 'r8-001'],
    ['R8ー001', 'r8-001'],
    ['R8−001', 'r8-001'],
    ['R8―001', 'r8-001'],
    ['R8‐001', 'r8-001'],
    ['R8─001', 'r8-001'],
    ['サーバー', 'サーバー'],
    ['ー８', 'ー8'],
    ['-8-', '8'],
    ['葛\u{E0100}飾', '葛飾'],
    ['は\u200Bい', 'はい'],
    ['？', '?'],
    ['？ ？', '??'],
    ['　', ''],
    ['', ''],
  ])('folds %j to %j', (text, folded) => {
    expect(foldForMatching(text)).toBe(folded);
  });
});

describe('foldCharacters', () => {
  it('keeps spaces and punctuation', () => {
    expect(foldCharacters('Ｒ８－００１　は、不要。')).toBe('r8-001 は、不要。');
  });
});
