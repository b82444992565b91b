import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldForMatching } from '../../src/texts/normalize.js';
import { understand, wishesToStop } from '../../src/texts/understand.js';
import * as words from '../../src/texts/words.ja.js';

describe('understand: a word we know', () => {
  it.each([
    [
      'help',
      'ヘルプ',
      '使い方',
      'つかいかた',
      'help',
      'ＨＥＬＰ',
      '?',
      '？',
      'ﾍﾙﾌﾟ',
      '使い方を教えてください。',
      'お疲れ様です。使い方は？',
    ],
    [
      'my-proposals',
      'わたしの提案',
      '私の提案',
      'わたしの　提案',
      '「わたしの提案」',
      '私の提案を見せてください',
      'お疲れさまです。私の提案',
      'My Proposals',
    ],
    ['unanswered', '未回答', '未回答一覧', '未回答の提案', '未回答を見せて'],
    ['register-for', '代理登録', '代理登録したいです', '代理登録をします'],
    [
      'cancel',
      'キャンセル',
      '取り消し',
      '取消',
      '終了',
      'cancel',
      'すみません、取り消してください',
      'やっぱりやめます',
      '間違えました',
    ],
  ])('takes for the command %s', (command, ...texts) => {
    expect(texts.map((text) => [text, understand(text)])).toEqual(
      texts.map((text) => [text, { kind: 'command', command }]),
    );
  });

  it.each([
    [
      'who-sees',
      '誰が見ますか',
      '誰に見られますか？',
      'これは誰が見るんですか？',
      'だれが読みますか',
      '上司に見られますか',
      'この内容は公開されますか',
      '誰が返事をしますか',
      'お疲れ様です。これは誰が見ますか？',
    ],
    [
      'how-long',
      'いつ返事が来ますか',
      'どのくらいかかりますか？',
      '返事はいつですか',
      '回答はいつ頃もらえますか',
      '返事が来るまで何日かかりますか',
      'ありがとうございます。いつ返事が来ますか？',
    ],
    ['anonymous', '匿名ですか', '匿名にできますか', '名前は出ますか？', 'これは匿名でしょうか'],
    ['what-is-this', '何ができますか', 'あなたは誰', 'あなたは誰ですか？', 'これは何ですか', 'AIですか'],
  ])('takes for a question about the bot: %s', (topic, ...texts) => {
    expect(texts.map((text) => [text, understand(text)])).toEqual(
      texts.map((text) => [text, { kind: 'about-bot', topic }]),
    );
  });

  it.each([
    [
      'greeting',
      'お疲れ様です',
      'おつかれさまです！',
      'おはようございます😊',
      'こんにちは〜',
      'お世話になっております。',
      'よろしくお願いします',
      'お疲れ様です。よろしくお願いいたします。',
      'お疲れ様です、',
    ],
    [
      'thanks',
      'ありがとうございます',
      'ありがとうございました！！',
      '助かりました',
      'ご回答ありがとうございます🙇‍♂️',
      'ありがとうございますm(_ _)m',
      'ありがとうございます。よろしくお願いします。',
    ],
    [
      'assent',
      'はい',
      'いいえ',
      '了解です',
      '承知しました。',
      'わかりました',
      'ＯＫ',
      'ok👍',
      'なるほど',
      '大丈夫です',
      '了解ですー',
      'はい、ありがとうございます',
      '承知しました。ありがとうございます！',
      'お疲れ様です。了解しました',
    ],
    ['trial', 'テスト', 'test', 'ﾃｽﾄです', 'テストです。よろしくお願いします。', 'あああ'],
    [
      'reaction',
      '👍',
      '👍🏽👍',
      '🙇‍♀️',
      '笑',
      '（笑）',
      'w',
      'ｗｗｗ',
      '🇯🇵',
      '1️⃣',
      'ℹ️',
      '㊗️',
      ':+1:',
      ':thumbsup: :pray:',
      '😊！',
      '(^^)',
    ],
    [
      'no-letters',
      '',
      ' ',
      '　\n',
      '。。。',
      '...',
      '123',
      '！？',
      'ーーー',
      '😊 12',
      '\u200B',
      '\u3164',
      '\uD83D',
    ],
  ])('takes for %s', (kind, ...texts) => {
    expect(texts.map((text) => [text, understand(text)])).toEqual(texts.map((text) => [text, { kind }]));
  });
});

describe('understand: a text', () => {
  it.each([
    ['名札をやめたい', '名札をやめたい'],
    ['印鑑', '印鑑'],
    ['お疲れ様です。電話番を分けたいです', '電話番を分けたいです'],
    ['お疲れ様です。いつもお世話になっております。\n\n　ＦＡＸをやめたい。', 'ＦＡＸをやめたい。'],
    ['おはようございます😊\n「名札」をやめたい', '「名札」をやめたい'],
    ['お疲れ様です。\n・電話番\n・名札', '・電話番\n・名札'],
    ['お疲れ様です。\n📞の当番を分けたい', '📞の当番を分けたい'],
    ['すみません、印鑑をなくしたいのですが', '印鑑をなくしたいのですが'],
    ['お疲れ様です。R8-024', 'R8-024'],
    ...[
      '住民からの問い合わせに誰が答えるか決めたい',
      'ありがとうございます。あと、印鑑をなくしたいです',
      'お疲れ様です、という挨拶をやめたい',
      '「お疲れ様です」をやめたい',
      'こんにちは運動を始めたい',
      'テスト環境がほしい',
      'ヘルプデスクを置いてほしい',
      '未回答の問い合わせが多い',
      '取り消し印をやめたい',
      'やめる',
      '中止',
      'はい、でも電話は残したい',
      '匿名で意見を出せる箱がほしい',
      'やまびこ、雨漏りしています',
      ' 電話番 ',
      'R8-024',
    ].map((text) => [text, text] as const),
  ])('%j has the body %j', (text, body) => {
    expect(understand(text)).toEqual({ kind: 'text', body });
  });

  it('is everything that begins with an unknown word, as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (rest) => {
        const text = `件名${rest}`;
        expect(understand(text)).toEqual({ kind: 'text', body: text });
      }),
    );
  });

  it('is any string with a letter that is not in the lists', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 5 }), (text) => {
        // Characters that are folded away must not leave a short word of the lists.
        fc.pre(foldForMatching(text).length >= 5);
        const { kind } = understand(text);
        const hasLetter = /(?!\p{Extended_Pictographic}|\p{Default_Ignorable_Code_Point}|ー)\p{L}/u.test(
          text,
        );
        expect(kind === 'text').toBe(hasLetter);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Japanese', '電話番を分けたいです。窓口が混みます。\n'.repeat(5000)],
    ['greetings', 'おはよう。'.repeat(20_000)],
    ['colons', ':a'.repeat(50_000)],
    ['spaces', `a${' '.repeat(100_000)}b`],
    ['dashes', `a${'-'.repeat(100_000)}`],
    ['characters that NFKC makes long', '\uFDFA'.repeat(100_000)],
  ])('of 100 kB is understood at once: %s', (_, text) => {
    const startedAt = performance.now();
    understand(text);
    wishesToStop(text);
    // Only what grows with the square of the length takes longer, on however slow a machine.
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });
});

describe('the words', () => {
  const lists: [string, words.Phrases][] = [
    ...Object.entries(words.commandWords),
    ...Object.entries(words.questionsAboutTheBot),
    ...Object.entries({
      greeting: words.greetings,
      thanks: words.thanks,
      assent: words.assents,
      trial: words.trials,
      reaction: words.reactions,
    }),
  ];

  /** Every phrase that the slots make. */
  const phrasesOf = (phrases: words.Phrases): string[] =>
    phrases.flatMap((slots) =>
      slots.reduce<string[]>(
        (heads, slot) =>
          heads.flatMap((head) => slot.split(' ').map((word) => head + (word === '-' ? '' : word))),
        [''],
      ),
    );

  it('have one meaning each', () => {
    const meanings = new Map<string, string>();
    const twice: string[][] = [];
    for (const [name, list] of lists) {
      for (const phrase of phrasesOf(list)) {
        const other = meanings.get(phrase) ?? name;
        if (other !== name) twice.push([phrase, other, name]);
        meanings.set(phrase, name);
      }
    }
    expect(twice).toEqual([]);
    expect(meanings.size).toBeGreaterThan(1000);
  });

  it('are all understood', () => {
    const nameOf = (text: string): string => {
      const meaning = understand(text);
      if (meaning.kind === 'command') return meaning.command;
      return meaning.kind === 'about-bot' ? meaning.topic : meaning.kind;
    };
    const missed = lists.flatMap(([name, list]) =>
      phrasesOf(list).filter((phrase) => nameOf(phrase) !== name),
    );
    expect(missed).toEqual([]);
  });
});

describe('wishesToStop', () => {
  it.each([
    ...[
      '名札をやめたい',
      '朝礼を止めたいです',
      '朝礼はやめませんか',
      '押印を廃止したい',
      '押印の廃止',
      '朝礼をなくせないでしょうか',
      'チャイムの廃止について',
      '廃止でお願いします',
      '朝礼はやめましょう',
      '押印をやめる',
      '押印の廃止を提案します',
      '印鑑をなくしたいです',
    ],
    ...[
      '毎月の報告は不要では？',
      'この様式は不要だと思います',
      'ＦＡＸは不要。電話で足ります',
      '紙の回覧は必要ないと思います',
      '二重の入力は必要でしょうか',
    ],
    ...[
      'この会議、いらないと思う',
      '印鑑はなくせないか',
      '報告書を無くしてほしい',
      'お茶出しはやめるべき',
      '朝の放送を取りやめてほしい',
    ],
  ])('hears it in %s', (text) => {
    expect(wishesToStop(text)).toBe(true);
  });

  it.each([
    ...[
      '電話番を分けたい',
      '会議を減らしたい',
      '廃止しないでほしい',
      '廃止された制度の案内が残っている',
      '鍵をなくした',
      '不要になった机を譲りたい',
    ],
    ...[
      '対応する必要があります',
      '必要なので残したい',
      '説明が必要でしょう',
      '急いで決める必要がある',
      '必要な書類を一覧にしたい',
      '名札を大きくしたい',
      '誤りを少なくしたい',
      '備品が少なくなってほしいときに注文できない',
      '',
    ],
  ])('does not hear it in %s', (text) => {
    expect(wishesToStop(text)).toBe(false);
  });
});
