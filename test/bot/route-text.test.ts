import { describe, expect, it } from '@jest/globals';
import { routeText, type TextFacts, type TextRoute } from '../../src/bot/route-text.js';
import { proposalNumber } from '../../src/proposals/number.js';
import { understand } from '../../src/texts/understand.js';

/** A text about which nothing else is known, understood as the bot understands it. */
const facts = (text: string, known: Partial<TextFacts> = {}): TextFacts => ({
  understanding: understand(text),
  wholeNumber: null,
  namedProposal: null,
  dialogOpen: false,
  questionOf: null,
  justRegistered: null,
  ...known,
});

/** Everything that could claim a text at once. */
const crowded: Partial<TextFacts> = {
  namedProposal: 'named',
  dialogOpen: true,
  questionOf: 'asked',
  justRegistered: 'fresh',
};

const number = proposalNumber(2026, 24);

describe('a text in direct messages (design §6, first match wins)', () => {
  it.each<[row: string, text: string, known: Partial<TextFacts>, route: TextRoute]>([
    ['1 ヘルプ', 'ヘルプ', crowded, { kind: 'command', command: 'help' }],
    ['1 わたしの提案', 'わたしの提案', crowded, { kind: 'command', command: 'my-proposals' }],
    ['1 未回答', '未回答', crowded, { kind: 'command', command: 'unanswered' }],
    ['1 代理登録', '代理登録', crowded, { kind: 'command', command: 'register-for' }],
    ['1 a number', 'R8-024', { ...crowded, wholeNumber: number }, { kind: 'number', number }],
    ['2 a reply in a thread', 'ありがとう', crowded, { kind: 'to-proposal', proposalId: 'named' }],
    ['2 one’s own number in it', 'R8-024の件です', crowded, { kind: 'to-proposal', proposalId: 'named' }],
    ['2 assent in a thread', 'はい', crowded, { kind: 'to-proposal', proposalId: 'named' }],
    [
      '3 a greeting',
      'おはようございます',
      { ...crowded, namedProposal: null },
      { kind: 'courtesy', courtesy: 'greeting' },
    ],
    [
      '3 thanks',
      'ありがとうございます',
      { ...crowded, namedProposal: null },
      { kind: 'courtesy', courtesy: 'thanks' },
    ],
    ['3 emoji only', '👍', { ...crowded, namedProposal: null }, { kind: 'courtesy', courtesy: 'reaction' }],
    ['4 an open dialog', '毎日です', { ...crowded, namedProposal: null }, { kind: 'dialog-answer' }],
    ['4 assent in a dialog', 'はい', { dialogOpen: true }, { kind: 'dialog-answer' }],
    ['4 a trial in a dialog', 'テスト', { dialogOpen: true }, { kind: 'dialog-answer' }],
    ['4 no letters in a dialog', '5', { dialogOpen: true }, { kind: 'dialog-answer' }],
    [
      '4 the question of the desk',
      'はい',
      { questionOf: 'asked', justRegistered: 'fresh' },
      { kind: 'question-answer', proposalId: 'asked' },
    ],
    [
      '4 thanks with an assent answer it',
      'はい、ありがとうございます',
      { questionOf: 'asked' },
      { kind: 'question-answer', proposalId: 'asked' },
    ],
    [
      '5 about the bot',
      '誰が見ますか',
      { justRegistered: 'fresh' },
      { kind: 'about-bot', topic: 'who-sees' },
    ],
    [
      '5 not in an open question',
      '誰が見ますか',
      { questionOf: 'asked' },
      { kind: 'question-answer', proposalId: 'asked' },
    ],
    ['6 assent', 'はい', { justRegistered: 'fresh' }, { kind: 'doubtful' }],
    ['6 a trial', 'テスト', { justRegistered: 'fresh' }, { kind: 'doubtful' }],
    ['6 no letters', '12345', { justRegistered: 'fresh' }, { kind: 'doubtful' }],
    [
      '7 soon after a registration',
      '窓口だけでも',
      { justRegistered: 'fresh' },
      { kind: 'addition', proposalId: 'fresh' },
    ],
    ['8 everything else', '会議室の予約が紙です', {}, { kind: 'proposal' }],
    ['8 however short', '名札をやめたい', {}, { kind: 'proposal' }],
    ['8 with a greeting before it', 'おはようございます。名札をやめたい', {}, { kind: 'proposal' }],
    ['8 a command inside a sentence', 'ヘルプの書き方がわかりにくいです', {}, { kind: 'proposal' }],
  ])('row %s: 「%s」', (_row, text, known, route) => {
    expect(routeText(facts(text, known))).toEqual(route);
  });

  it('belongs to the rows in their order: taking away the first claim leaves it to the next', () => {
    const text = facts('R8-024', { ...crowded, wholeNumber: number });
    const plain = { ...text, understanding: { kind: 'text', body: '毎日です' } } as const;
    const withoutClaims = [
      text,
      { ...plain, wholeNumber: null },
      { ...plain, wholeNumber: null, namedProposal: null },
      { ...plain, wholeNumber: null, namedProposal: null, dialogOpen: false },
      { ...plain, wholeNumber: null, namedProposal: null, dialogOpen: false, questionOf: null },
      facts('毎日です'),
    ];
    expect(withoutClaims.map((claims) => routeText(claims).kind)).toEqual([
      'number',
      'to-proposal',
      'dialog-answer',
      'question-answer',
      'addition',
      'proposal',
    ]);
  });
});
