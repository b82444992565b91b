/** Where a text in direct messages belongs (design §6), and the press that corrects it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controlOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import type { PlatformUnderTest } from './platform-under-test.js';
import { direct, words, type Person } from './town-chat.js';
import type { Town } from './town-in-a-test.js';

export function routingStories(platform: PlatformUnderTest): void {
  let town: Town;
  beforeAll(async () => {
    town = await platform.open();
  });
  afterAll(() => town.stop());

  const quoted = (text: string) => `「${text}」`;
  const receiptOf =
    (text: string) =>
    (message: Message): boolean =>
      message.text.includes('で受け付けました') && message.text.includes(quoted(text));
  const receipt = (person: Person, text: string) =>
    town.until(direct(person), person, receiptOf(text), `the receipt of ${text}`);

  /** What the bot said to somebody since. */
  const answersTo = async (person: Person, act: () => Promise<unknown>): Promise<Message[]> => {
    const room = direct(person);
    const before = new Set((await town.messages(room, person)).map(({ id }) => id));
    await act();
    await town.rest();
    const now = await town.messages(room, person);
    return now.filter(({ id, from, kind }) => from === 'bot' && kind === 'message' && !before.has(id));
  };
  const textsOf = (messages: readonly Message[]): string[] => messages.map(({ text }) => text);

  describe('a command', () => {
    it('「ヘルプ」 explains the bot, and the desk’s own words to the desk only', async () => {
      const [help] = await answersTo('sato', () => town.say('sato', 'ヘルプ'));
      expect(help?.text).toContain(words('help.body'));
      expect(help?.text).not.toContain(words('help.desk'));
      const [ofDesk] = await answersTo('tanaka', () => town.say('tanaka', '使い方を教えてください'));
      expect(ofDesk?.text).toContain(words('help.desk'));
    });

    it('「キャンセル」 leaves an open question, never the proposal', async () => {
      const nothing = await answersTo('sato', () => town.say('sato', 'キャンセル'));
      expect(textsOf(nothing)).toEqual([words('courtesy.nothing-to-cancel')]);
      const { number, receipt: given } = await town.propose('sato', '庁内便が一日一回です');
      await town.press('sato', 'dm:sato', controlOf(given, 'proposal.tell-more'));
      await town.until('dm:sato', 'sato', words('question.can-it-stop'));
      expect(textsOf(await answersTo('sato', () => town.say('sato', 'キャンセル')))).toEqual([
        words('question.left'),
      ]);
      const [status] = await answersTo('sato', () => town.say('sato', number));
      expect(status?.text).toContain(words('state.received'));
    });

    it('the desk’s list is also behind a control', async () => {
      const { number } = await town.proposeToDesk('suzuki', '当直の引継ぎが紙です');
      await town.press('tanaka', 'dm:tanaka', { intent: 'desk.unanswered', target: 'all~1' });
      const list = await town.until('dm:tanaka', 'tanaka', '返事を待っている提案');
      expect(list.text).toContain(number);
      const refused = await answersTo('sato', () =>
        town.press('sato', 'dm:sato', { intent: 'desk.unanswered', target: 'all~1' }),
      );
      expect(textsOf(refused)).toEqual([words('refused.not-desk')]);
    });
  });

  describe('a text about an earlier proposal', () => {
    it('belongs to it as a reply in its thread, or with its number, however new another one is', async () => {
      const older = await town.propose('suzuki', '公用車の予約が重なります');
      const newer = await town.propose('suzuki', '窓口の呼び出しが聞こえません');
      const reply = () => town.say('suzuki', '週末がとくにそうです', { replyTo: older.receipt.id });
      const named = () => town.say('suzuki', `${older.number}ですが、月初もです`);
      for (const act of [reply, named]) {
        const [answer, ...others] = await answersTo('suzuki', act);
        expect(answer?.text).toContain(words('added.done', { number: older.number }));
        expect(others).toEqual([]);
      }
      await town.advance('5m');
      const card = await town.card(older.number);
      expect(card.text).toContain(quoted('週末がとくにそうです'));
      expect(card.text).toContain('月初もです');
      expect((await town.card(newer.number)).text).not.toMatch(/週末|月初/);
    });

    it('with somebody else’s number is a proposal like any other', async () => {
      const { number } = await town.propose('suzuki', '名簿の更新が遅いです');
      await town.advance('31m');
      const text = `${number}とは別に、座席表もほしいです`;
      await town.say('sato', text);
      expect((await receipt('sato', text)).text).not.toContain(words('receipt.follows', { number }));
    });

    it('may be given in the form behind a control', async () => {
      const { number } = await town.proposeToDesk('suzuki', '封筒の在庫が見えません');
      await town.decide('tanaka', number, 'proposal.answer', { text: '棚を見てきます。' });
      const answer = await town.until('dm:suzuki', 'suzuki', '棚を見てきます。');
      const add = controlOf(answer, 'proposal.add');
      await town.openForm('suzuki', 'dm:suzuki', add);
      await town.submit('suzuki', 'dm:suzuki', add, { text: '二階の棚です' });
      await town.until('dm:suzuki', 'suzuki', words('added.done', { number }));
      await town.rest();
      expect((await town.card(number)).text).toContain(quoted('二階の棚です'));
    });
  });

  describe('a text that was filed in the wrong place', () => {
    it('answered no question: one press makes it a proposal, and the desk does not read it as an answer', async () => {
      const { number } = await town.proposeToDesk('suzuki', '電話番の順番を決めたい');
      await town.decide('tanaka', number, 'proposal.ask', { text: '何人で回していますか？' });
      await town.until('dm:suzuki', 'suzuki', '何人で回していますか？');
      await town.say('suzuki', '食器棚の扉が閉まりません');
      const replied = await town.until('dm:suzuki', 'suzuki', `${number}へのお返事を`);
      await town.press('suzuki', 'dm:suzuki', controlOf(replied, 'text.make-new'));
      await receipt('suzuki', '食器棚の扉が閉まりません');
      await town.rest();
      expect((await town.card(number)).text).not.toContain('食器棚');
    });

    it('was no new proposal: one press makes it an addition, and its number is given back', async () => {
      const earlier = await town.proposeToDesk('suzuki', '回覧板が止まります');
      const { number, receipt: given } = await town.propose('suzuki', '三階でよく止まります');
      await town.press('suzuki', 'dm:suzuki', controlOf(given, 'text.make-addition'));
      const moved = words('moved.made-addition', { number, earlier: earlier.number });
      await town.until('dm:suzuki', 'suzuki', moved);
      await town.rest();
      expect((await town.card(earlier.number)).text).toContain(quoted('三階でよく止まります'));
      const [status] = await answersTo('suzuki', () => town.say('suzuki', number));
      expect(status?.text).toContain(words('ending.withdrawn'));
      await town.advance('5m');
      const heard = (await town.messages('desk', 'tanaka')).filter(({ text }) =>
        text.startsWith(`${number} `),
      );
      expect(heard).toEqual([]);
    });

    it('was no question about the bot: one press makes it a proposal', async () => {
      await town.advance('31m');
      const text = 'いつ返事が来ますか';
      const [answer] = await answersTo('sato', () => town.say('sato', text));
      expect(answer && intentsOf(answer)).toEqual(['text.propose']);
      await town.press('sato', 'dm:sato', controlOf(answer!, 'text.propose'));
      await receipt('sato', text);
    });
  });

  describe('a doubtful text', () => {
    it('may be let go; what was let go cannot be proposed any more', async () => {
      await town.advance('31m');
      const [asked] = await answersTo('sato', () => town.say('sato', '了解です'));
      expect(asked?.text).toContain(words('held.ask'));
      const letGo = await answersTo('sato', () =>
        town.press('sato', 'dm:sato', controlOf(asked!, 'text.discard')),
      );
      expect(textsOf(letGo)).toEqual([words('held.discarded')]);
      const late = await answersTo('sato', () =>
        town.press('sato', 'dm:sato', controlOf(asked!, 'text.propose')),
      );
      expect(textsOf(late)).toEqual([words('held.gone')]);
    });

    it('is asked about once more, and then kept as a draft that nobody reads', async () => {
      await town.say('sato', 'テストです');
      await town.until('dm:sato', 'sato', words('held.ask'));
      const since = textsOf(await answersTo('sato', () => town.advance('1bd')));
      expect(since.filter((text) => text.includes(words('held.again')))).toHaveLength(1);
      const [list] = await answersTo('sato', () => town.say('sato', 'わたしの提案'));
      expect(list?.text).toContain(`${words('mine.drafts')}\n${quoted('テストです')}`);
      const atDesk = textsOf(await town.messages('desk', 'tanaka')).join('\n');
      expect(atDesk).not.toContain('テストです');
      await town.press('sato', 'dm:sato', controlOf(list!, 'text.propose'));
      const number = numberIn((await receipt('sato', 'テストです')).text);
      await town.advance('5m');
      expect((await town.card(number)).text).toContain(quoted('テストです'));
    });
  });

  describe('the whole of it', () => {
    it('went without a failure', () => {
      expect(town.complaints()).toEqual([]);
    });
  });
}
