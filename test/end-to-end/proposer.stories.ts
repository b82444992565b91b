import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buttonsOf, controlOf, controlsOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import { isCardOf, words } from './town-chat.js';
import type { PlatformUnderTest } from './platform-under-test.js';
import type { Town } from './town-in-a-test.js';

export function proposerStories(platform: PlatformUnderTest): void {
  let town: Town;
  beforeAll(async () => {
    town = await platform.open();
  });
  afterAll(() => town.stop());

  const quoted = (text: string) => `「${text}」`;
  const textsOf = (messages: readonly Message[]): string => messages.map(({ text }) => text).join('\n');
  /** Everything that suzuki can read, forms included. */
  const seenBySuzuki = async () => textsOf(await town.messages('dm:suzuki', 'suzuki'));
  const deskTexts = async () => textsOf(await town.messages('desk', 'tanaka'));

  describe('a proposal from its first word to the digest', () => {
    const sentence = '会議室の予約が紙なので、二重予約がよく起きます';
    let number: string;

    it('is registered at once, and the receipt is one message that says everything', async () => {
      await town.say('suzuki', `お疲れ様です。${sentence}`);
      const receipt = await town.until('dm:suzuki', 'suzuki', 'で受け付けました');
      number = numberIn(receipt.text);
      expect(receipt.text).toContain(quoted(sentence));
      expect(receipt.text).toMatch(/\d+月\d+日（金）までに、.*DX推進課/);
      expect(receipt.text).toContain('3営業日');
      expect(receipt.text).toContain(words('receipt.who-sees', { desk: 'DX推進課' }));
      expect(intentsOf(receipt)).toEqual(['proposal.tell-more', 'proposal.withdraw']);
      expect(await town.messages('dm:suzuki', 'suzuki')).toHaveLength(2);
    });

    it('reaches the desk after the settling time, as a card with at most three controls', async () => {
      expect(await deskTexts()).not.toContain(number);
      await town.advance('2m');
      const card = await town.card(number);
      expect(card.text).toContain(quoted(sentence));
      expect(card.text).toContain(platform.can.suzuki);
      expect(card.text).toContain('状態: 受付');
      expect(card.text).toMatch(
        new RegExp(`次の返事: ${words('owed.first-answer')}を\\d+月\\d+日（金）までに`),
      );
      expect(buttonsOf(card).length).toBeLessThanOrEqual(3);
      const allowed = ['answer', 'decline', 'close-answered', 'ask', 'take', 'note', 'due-explained'];
      expect(intentsOf(card).sort()).toEqual(allowed.map((name) => `proposal.${name}`).sort());
    });

    it('is answered by a named human, in the words that were written', async () => {
      const answer = '電子予約を試せるか、総務課と調べます。';
      const card = await town.decide('tanaka', number, 'proposal.answer', {
        text: answer,
        headline: '会議室の電子予約',
      });
      const word = await town.until('dm:suzuki', 'suzuki', answer);
      expect(word.text).toContain(number);
      expect(word.text).toContain('DX推進課・田中');
      expect(card.text).toContain('状態: 検討中');
      expect(card.text).toContain('担当: DX推進課・田中');
    });

    it('tells the desk under the card that the answer has arrived', async () => {
      const arrived = await town.until('desk', 'tanaka', words('thread.arrived', { name: 'DX推進課・田中' }));
      expect(arrived.replyTo).toBe((await town.card(number)).id);
      const cards = (await town.messages('desk', 'tanaka')).filter(isCardOf(number));
      expect(cards).toHaveLength(1);
    });

    it('ends with a reason that the proposer reads', async () => {
      const reason = '来年度から電子予約にします。紙の台帳は3月でやめます。';
      const card = await town.decide('tanaka', number, 'proposal.close-answered', { reason });
      const ending = await town.until('dm:suzuki', 'suzuki', reason);
      expect(ending.text).toContain(words('ending.heading', { number, ending: '回答済' }));
      expect(card.text).toContain('状態: 完了');
      expect(intentsOf(card)).toEqual(['proposal.note']);
    });

    it('is in the digest with number and headline, without names and without anybody’s words', async () => {
      await town.advance('5bd');
      const digest = await town.until('all', 'sato', '会議室の電子予約');
      expect(digest.text).toContain(number);
      expect(digest.text).toContain(words('digest.answered', { count: 1 }));
      for (const secret of ['鈴木', '田中', '二重予約', '台帳', '％'])
        expect(digest.text).not.toContain(secret);
    });

    it('opens a linked proposal when the proposer goes on about it', async () => {
      await town.advance('31m');
      await town.say('suzuki', `${number}ですが、電子予約の画面が見つかりません`);
      const receipt = await town.until('dm:suzuki', 'suzuki', words('receipt.follows', { number }));
      const [, following = ''] = /^(R\d+-\d+)で受け付け/.exec(receipt.text) ?? [];
      expect(following).not.toBe(number);
      await town.advance('2m');
      expect((await town.card(following)).text).toContain(words('card.follows-value'));
    });
  });

  describe('a question of the desk', () => {
    it('is answered by the next text, however short, and the asker owes again', async () => {
      const { number } = await town.proposeToDesk('suzuki', '出張の旅費の申請を電子にしたい');
      await town.decide('tanaka', number, 'proposal.ask', { text: '県外の出張も含みますか？' });
      const question = await town.until('dm:suzuki', 'suzuki', '県外の出張も含みますか？');
      expect(question.text).toContain('DX推進課・田中');
      expect((await town.card(number)).text).toContain(words('state.asked-proposer'));

      await town.say('suzuki', 'はい');
      await town.rest();
      expect(await seenBySuzuki()).toContain(`${number}へのお返事をDX推進課に届けました`);
      const card = await town.card(number);
      expect(card.text).toContain('状態: 検討中');
      expect(card.text).toContain('担当: DX推進課・田中');
      expect(card.text).toContain(quoted('はい'));
      const notice = await town.until('dm:tanaka', 'tanaka', `${number}に、提案者からお返事が届きました`);
      expect(notice.text).toContain('はい');
    });

    it('may be answered by its form too', async () => {
      const { number } = await town.proposeToDesk('sato', '窓口の番号札を増やしたい');
      await town.decide('tanaka', number, 'proposal.ask', { text: 'どの窓口のことですか？' });
      const question = await town.until('dm:sato', 'sato', 'どの窓口のことですか？');
      await town.submit('sato', 'dm:sato', controlOf(question, 'proposal.reply'), { text: '納税の窓口です' });
      await town.rest();
      expect((await town.card(number)).text).toContain(quoted('納税の窓口です'));
    });
  });

  describe('a second thought', () => {
    it('joins the card when it comes before the card has left', async () => {
      const { number } = await town.propose('suzuki', '庁舎の時計が遅れています');
      await town.say('suzuki', '三階の時計です');
      await town.until('dm:suzuki', 'suzuki', words('added.done', { number }));
      await town.advance('2m');
      const card = await town.card(number);
      expect(card.text).toContain(quoted('三階の時計です'));
      const about = (await town.messages('desk', 'tanaka')).filter(({ text }) => text.includes(number));
      expect(about).toHaveLength(1);
    });

    it('is told under the card when it comes later', async () => {
      const { number } = await town.propose('suzuki', '公用車の鍵の場所を決めたい');
      await town.advance('2m');
      const card = await town.card(number);
      await town.say('suzuki', 'いまは机の上に置いてあります');
      const notice = await town.until('desk', 'tanaka', words('thread.addition', { number }));
      expect(notice.replyTo).toBe(card.id);
      expect(notice.text).toContain('いまは机の上に置いてあります');
      await town.rest();
      expect((await town.card(number)).text).toContain(quoted('いまは机の上に置いてあります'));
    });

    it('becomes a proposal of its own with one press', async () => {
      const { number } = await town.propose('suzuki', '会議の資料を紙で配るのをやめたい');
      await town.say('suzuki', '食堂の床が滑ります');
      const added = await town.until('dm:suzuki', 'suzuki', words('added.done', { number }));
      await town.press('suzuki', 'dm:suzuki', controlOf(added, 'text.make-new'));
      const isNew = ({ text }: Message) =>
        text.includes('で受け付けました') && text.includes('食堂の床が滑ります');
      const receipt = await town.until('dm:suzuki', 'suzuki', isNew, 'the second receipt');
      await town.advance('2m');
      expect((await town.card(numberIn(receipt.text))).text).toContain(quoted('食堂の床が滑ります'));
      expect((await town.card(number)).text).not.toContain('食堂の床が滑ります');
    });
  });

  describe('an edit', () => {
    it('replaces the text before the card has left, and the desk reads only the newest', async () => {
      const { number, messageId } = await town.propose('sato', '朝礼を夕方にしたい');
      await town.edit('sato', messageId, '朝礼をやめたい');
      await town.until('dm:sato', 'sato', words('edited.done', { number }));
      await town.advance('2m');
      const card = await town.card(number);
      expect(card.text).toContain(quoted('朝礼をやめたい'));
      expect(await deskTexts()).not.toContain('朝礼を夕方に');
    });

    it('updates a card that has left', async () => {
      const { number, messageId, card } = await town.proposeToDesk('sato', '印鑑を減らしたい');
      await town.edit('sato', messageId, '印鑑をなくしたい');
      await town.until('desk', 'tanaka', words('thread.edited', { number }));
      await town.rest();
      const updated = await town.card(number);
      expect(updated.id).toBe(card.id);
      expect(updated.text).toContain(quoted('印鑑をなくしたい'));
      expect(updated.text).not.toContain('印鑑を減らしたい');
    });
  });

  describe('a deletion', () => {
    it.each(['before', 'after'] as const)(
      'masks the words, %s the card left, and keeps the promise',
      async (when) => {
        const secret = `上司の悪口です（${when}）`;
        const { number, messageId } =
          when === 'before' ? await town.propose('sato', secret) : await town.proposeToDesk('sato', secret);
        await town.remove('sato', messageId);
        const told = await town.until('dm:sato', 'sato', words('deleted.done', { number }));
        expect(intentsOf(told)).toEqual(['proposal.withdraw']);
        await town.advance('2m');
        const card = await town.card(number);
        expect(card.text).toContain(words('card.masked'));
        expect(await deskTexts()).not.toContain(secret);
        expect(card.text).toContain('状態: 受付');
      },
    );
  });

  describe('a withdrawal', () => {
    it('before the card left is never heard of by the desk', async () => {
      const { number, receipt } = await town.propose('suzuki', '昼休みをずらしたい');
      await town.submit('suzuki', 'dm:suzuki', controlOf(receipt, 'proposal.withdraw'), {});
      await town.until('dm:suzuki', 'suzuki', words('withdrawn.done', { number }));
      await town.advance('5m');
      expect(await deskTexts()).not.toContain(number);
    });

    it('closes a card that has left, with the reason', async () => {
      const { number, receipt } = await town.proposeToDesk('suzuki', '掲示板を片付けたい');
      const form = await town.openForm('suzuki', 'dm:suzuki', controlOf(receipt, 'proposal.withdraw'));
      expect(form.form?.fields).toMatchObject([{ name: 'reason', required: false }]);
      await town.submit('suzuki', 'dm:suzuki', controlOf(receipt, 'proposal.withdraw'), {
        reason: '自分で片付けました',
      });
      await town.until('desk', 'tanaka', words('thread.withdrawn', { number }));
      await town.rest();
      const card = await town.card(number);
      expect(card.text).toContain('結末: 取下げ');
      expect(card.text).toContain('自分で片付けました');
      expect(intentsOf(card)).toEqual(['proposal.note']);
    });

    it('pressed twice changes nothing and says what is the case', async () => {
      const { number, receipt } = await town.proposeToDesk('suzuki', '傘立てを置きたい');
      const control = controlOf(receipt, 'proposal.withdraw');
      await town.submit('suzuki', 'dm:suzuki', control, {});
      await town.submit('suzuki', 'dm:suzuki', control, {});
      await town.until('dm:suzuki', 'suzuki', words('refused.closed', { number, ending: '取下げ' }));
      const done = (await town.messages('dm:suzuki', 'suzuki')).filter(({ text }) =>
        text.includes(words('withdrawn.done', { number })),
      );
      expect(done).toHaveLength(1);
    });

    it('is not somebody else’s to press', async () => {
      const { number, receipt } = await town.proposeToDesk('suzuki', '駐輪場に屋根がほしい');
      await town.submit('sato', 'dm:sato', controlOf(receipt, 'proposal.withdraw'), {});
      await town.until('dm:sato', 'sato', words('refused.unknown'));
      await town.rest();
      expect((await town.card(number)).text).toContain('状態: 受付');
    });
  });

  describe('looking things up', () => {
    it('lists one’s own proposals and nobody else’s', async () => {
      const { number: own } = await town.propose('suzuki', '給湯器がすぐ止まります');
      const { number: foreign } = await town.propose('sato', '納税通知の封入を自動にしたい');
      await town.say('suzuki', 'わたしの提案');
      const list = await town.until('dm:suzuki', 'suzuki', 'わたしの提案（');
      expect(list.text).toContain(own);
      expect(list.text).not.toContain(foreign);
    });

    it('shows one’s own number in whatever width it is typed', async () => {
      const { number } = await town.propose('suzuki', 'ごみ袋の注文をまとめたい');
      const fullWidth = number.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
      await town.say('suzuki', fullWidth);
      const status = await town.until('dm:suzuki', 'suzuki', `${number} ごみ袋の注文をまとめたい\n`);
      expect(status.text).toContain('いまの状態: 受付');
      expect(intentsOf(status)).toEqual(['proposal.add', 'proposal.withdraw']);
    });

    it('says the same of a foreign number as of one that does not exist', async () => {
      const { number } = await town.propose('suzuki', '避難訓練の日程を早く知りたい');
      await town.say('sato', number);
      const ofForeign = await town.until('dm:sato', 'sato', words('status.unknown'));
      await town.say('sato', number.replace(/\d{3}$/, '987'));
      const isLater = ({ id, text }: Message) =>
        id !== ofForeign.id && text.includes(words('status.unknown'));
      const ofNone = await town.until('dm:sato', 'sato', isLater, 'the second answer');
      expect(ofNone.text).toBe(ofForeign.text);
      expect(ofNone.blocks).toEqual(ofForeign.blocks);
    });
  });

  describe('what is no proposal', () => {
    it.each([
      ['こんにちは', words('courtesy.greeting')],
      ['ありがとうございました', words('courtesy.thanks')],
      ['👍🏽🎉', words('courtesy.reaction')],
      ['誰が見るの？', words('about.who-sees', { desk: 'DX推進課' })],
    ])('「%s」 is answered and not filed', async (text, answer) => {
      await town.advance('31m');
      const before = await town.messages('dm:sato', 'sato');
      await town.say('sato', text);
      await town.until(
        'dm:sato',
        'sato',
        ({ id, text: said }) => said.includes(answer) && before.every((m) => m.id !== id),
        answer,
      );
      await town.rest();
      const since = (await town.messages('dm:sato', 'sato')).slice(before.length);
      expect(textsOf(since)).not.toContain('で受け付けました');
    });

    it('a doubtful text is asked about, and one press makes it a proposal', async () => {
      await town.advance('31m');
      await town.say('sato', 'テスト');
      const asked = await town.until('dm:sato', 'sato', words('held.ask'));
      await town.press('sato', 'dm:sato', controlOf(asked, 'text.propose'));
      const receipt = await town.until(
        'dm:sato',
        'sato',
        ({ text }) => text.includes('で受け付けました') && text.includes(quoted('テスト')),
        'the receipt',
      );
      await town.submit('sato', 'dm:sato', controlOf(receipt, 'proposal.withdraw'), {});
      await town.rest();
    });
  });

  describe('telling more', () => {
    it('asks one question at a time; each may be answered, skipped or left', async () => {
      const { number, receipt } = await town.propose('suzuki', '会議が長すぎます');
      const presses = controlOf(receipt, 'proposal.tell-more');
      await town.press('suzuki', 'dm:suzuki', presses);
      await town.until('dm:suzuki', 'suzuki', words('question.can-it-stop'));
      await town.say('suzuki', '定例会はやめられます');
      const second = await town.until('dm:suzuki', 'suzuki', words('question.where-how-much'));
      await town.press('suzuki', 'dm:suzuki', controlOf(second, 'question.skip'));
      const third = await town.until('dm:suzuki', 'suzuki', words('question.what-then'));
      await town.press('suzuki', 'dm:suzuki', controlOf(third, 'question.later'));
      await town.until('dm:suzuki', 'suzuki', words('question.left'));
      await town.advance('2m');
      const card = await town.card(number);
      expect(card.text).toContain(words('question.can-it-stop'));
      expect(card.text).toContain(quoted('定例会はやめられます'));
    });
  });

  describe('the whole of it', () => {
    it('gave every control an intent, a target and a label', async () => {
      const all = await town.messages('dm:suzuki', 'suzuki');
      const controls = all.flatMap(controlsOf);
      expect(controls.length).toBeGreaterThan(50);
    });

    it('went without a failure', () => {
      expect(town.complaints()).toEqual([]);
    });
  });
}
