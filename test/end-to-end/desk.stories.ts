import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controlOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import { exportRecords } from './command-line.js';
import { isCardOf, words } from './town-chat.js';
import type { PlatformUnderTest } from './platform-under-test.js';
import type { Town } from './town-in-a-test.js';

export function deskStories(platform: PlatformUnderTest): void {
  let town: Town;
  beforeAll(async () => {
    town = await platform.open();
  });
  afterAll(() => town.stop());

  const includes =
    (text: string) =>
    (message: Message): boolean =>
      message.text.includes(text);

  const readerOf = {
    'dm:suzuki': 'suzuki',
    'dm:sato': 'sato',
    'dm:tanaka': 'tanaka',
    'aside:tanaka': 'tanaka',
    desk: 'tanaka',
  } as const;
  const count = async (room: keyof typeof readerOf, text: string): Promise<number> =>
    (await town.messages(room, readerOf[room])).filter(includes(text)).length;

  describe('somebody who is not of the desk', () => {
    it('is refused privately, and nothing changes', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '窓口の案内板が見にくいです');
      await town.submit('sato', 'desk', controlOf(card, 'proposal.answer'), { text: '私が答えます' });
      const refusal = await town.until('aside:sato', 'sato', 'この操作は窓口の方だけが行えます');
      expect(refusal.onlyFor).toBe('sato');
      const others = await town.messages('desk', 'tanaka');
      expect(others.filter(({ id }) => id === refusal.id)).toEqual([]);
      await town.rest();
      expect((await town.card(number)).text).toBe(card.text);
      expect(await count('dm:suzuki', '私が答えます')).toBe(0);
    });

    it('gets no form either', async () => {
      const { card } = await town.proposeToDesk('suzuki', '待合の椅子を増やしたい');
      const before = new Set((await town.messages('aside:sato', 'sato')).map(({ id }) => id));
      await town.press('sato', 'desk', controlOf(card, 'proposal.answer'));
      const since = await town.until(
        'aside:sato',
        'sato',
        (m) => !before.has(m.id) && m.text.includes('窓口の方だけ') && m.onlyFor === 'sato',
      );
      expect(since.kind).toBe('message');
      const seen = await town.messages('desk', 'sato');
      expect(seen.filter(({ kind }) => kind === 'open-form')).toEqual([]);
    });

    it('does not get the list of 未回答, nor 代理登録', async () => {
      for (const command of ['未回答', '代理登録']) {
        const before = await count('dm:sato', '窓口の方だけ');
        await town.say('sato', command);
        await town.rest();
        expect(await count('dm:sato', '窓口の方だけ')).toBe(before + 1);
      }
    });
  });

  describe('opening a form', () => {
    it('shows it to the one who pressed, and changes nothing', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '電話の転送を簡単にしたい');
      const form = await town.openForm('tanaka', 'desk', controlOf(card, 'proposal.answer'));
      expect(form.onlyFor).toBe('tanaka');
      expect(form.intent).toBe('proposal.answer');
      expect(form.target).toBe(controlOf(card, 'proposal.answer').target);
      expect(form.form?.fields.map(({ name, required }) => [name, required])).toEqual([
        ['text', true],
        ['headline', false],
      ]);
      const seenByManager = await town.messages('desk', 'manager');
      expect(seenByManager.filter(({ id }) => id === form.id)).toEqual([]);
      await town.rest();
      expect((await town.card(number)).text).toBe(card.text);
    });

    it('a form without its words sends nothing and says what is missing', async () => {
      const { card } = await town.proposeToDesk('suzuki', '回覧を電子にしたい');
      await town.submit('tanaka', 'desk', controlOf(card, 'proposal.answer'), { text: ' \n ' });
      const refusal = await town.until(
        'aside:tanaka',
        'tanaka',
        words('refused.empty', { field: words('field.answer-text') }),
      );
      expect(refusal.onlyFor).toBe('tanaka');
    });
  });

  describe('an outdated card', () => {
    it('keeps what was written as a draft and offers it again, filled in', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '給与明細の紙をやめたい');
      const outdated = controlOf(card, 'proposal.answer');
      await town.decide('manager', number, 'proposal.take');
      const written = { text: '人事課に確かめます。', headline: '給与明細' };
      await town.submit('tanaka', 'desk', outdated, written);
      const offer = await town.until('aside:tanaka', 'tanaka', words('refused.draft-kept'));
      expect(offer.onlyFor).toBe('tanaka');
      expect(offer.text).toContain(`${number} 受付`);
      await town.rest();
      expect(await count('dm:suzuki', written.text)).toBe(0);

      const form = await town.openForm('tanaka', 'desk', controlOf(offer, 'proposal.answer'));
      expect(form.form?.fields.map(({ value }) => value)).toEqual([written.text, written.headline]);
      await town.submit('tanaka', 'desk', controlOf(offer, 'proposal.answer'), written);
      await town.until('dm:suzuki', 'suzuki', written.text);
      await town.rest();
      const fresh = await town.openForm(
        'tanaka',
        'desk',
        controlOf(await town.card(number), 'proposal.answer'),
      );
      expect(fresh.form?.fields.map(({ value }) => value)).toEqual([undefined, undefined]);
    });

    it('keeps a draft whatever its fields are called', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '公用車の予約を電子にしたい');
      const outdated = controlOf(card, 'proposal.answer');
      await town.decide('tanaka', number, 'proposal.take');
      const text = '総務課に確かめます。';
      const before = await count('aside:tanaka', words('refused.draft-kept'));
      await town.submit('tanaka', 'desk', outdated, { text, 'a.b': '1', $set: '2', 'c\u0000d': '3' });
      await town.rest();
      expect(await count('aside:tanaka', words('refused.draft-kept'))).toBe(before + 1);
    });

    it('of a proposal that has ended keeps what was written, for an internal note', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '来客用の名簿を電子にしたい');
      const outdated = controlOf(card, 'proposal.answer');
      await town.decide('manager', number, 'proposal.close-answered', { reason: '春から電子にします。' });
      const written = { text: '受付係に確かめます。', headline: '来客の名簿' };
      await town.submit('tanaka', 'desk', outdated, written);
      const isOffer = ({ text, blocks }: Message) =>
        text.includes(words('refused.closed', { number, ending: '回答済' })) &&
        intentsOf({ blocks }).includes('proposal.note');
      const offer = await town.until(
        'aside:tanaka',
        'tanaka',
        isOffer,
        'the words and what may become of them',
      );
      expect(offer.onlyFor).toBe('tanaka');
      expect(offer.text).toContain('「受付係に確かめます。」');
      expect(await count('dm:suzuki', written.text)).toBe(0);

      const note = controlOf(offer, 'proposal.note');
      const form = await town.openForm('tanaka', 'desk', note);
      const text = form.form?.fields[0]?.value ?? '';
      expect(text).toBe('受付係に確かめます。\n来客の名簿');
      await town.submit('tanaka', 'desk', note, { text });
      await town.rest();
      const again = await town.openForm('tanaka', 'desk', note);
      expect(again.form?.fields.map(({ value }) => value)).toEqual([undefined]);
      expect(await count('dm:suzuki', written.text)).toBe(0);
    });

    it('a press without a form says what is the case now', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '名刺の注文を電子にしたい');
      await town.decide('tanaka', number, 'proposal.take');
      await town.press('tanaka', 'desk', controlOf(card, 'proposal.take'));
      const isRefusal = ({ text }: Message) =>
        text.startsWith(words('refused.outdated')) && text.includes(`${number} 受付`);
      const refusal = await town.until('aside:tanaka', 'tanaka', isRefusal, 'the refusal');
      expect(refusal.onlyFor).toBe('tanaka');
    });
  });

  describe('pressing twice', () => {
    it('sends one answer, also when five presses come at once', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '研修の申込を電子にしたい');
      const text = '研修係に伝えます。';
      const control = controlOf(card, 'proposal.answer');
      await Promise.all(Array.from({ length: 5 }, () => town.submit('tanaka', 'desk', control, { text })));
      await town.until('dm:suzuki', 'suzuki', text);
      await town.rest();
      expect(await count('dm:suzuki', text)).toBe(1);
      expect((await town.card(number)).text.split(text)).toHaveLength(2);
    });

    it('from two people of the desk: the first one counts, the second one keeps a draft', async () => {
      const { card } = await town.proposeToDesk('suzuki', '時間外の記録を電子にしたい');
      const control = controlOf(card, 'proposal.close-answered');
      await Promise.all([
        town.submit('tanaka', 'desk', control, { reason: '来月から電子にします。' }),
        town.submit('manager', 'desk', control, { reason: '来年から電子にします。' }),
      ]);
      await town.rest();
      const told = (await count('dm:suzuki', '来月から電子')) + (await count('dm:suzuki', '来年から電子'));
      expect(told).toBe(1);
    });
  });

  describe('a press that is not ours', () => {
    it.each([
      ['proposal.answer', 'nothing-of-ours', words('refused.unknown')],
      ['proposal.answer', '01900000-0000-7000-8000-000000000000~1', words('refused.unknown')],
      ['proposal.paint', '01900000-0000-7000-8000-000000000000~1', words('refused.not-understood')],
      ['constructor', '01900000-0000-7000-8000-000000000000~1', words('refused.not-understood')],
      ['__proto__', 'x~1', words('refused.not-understood')],
    ])('%s on %s is refused privately', async (intent, target, says) => {
      const before = (await town.messages('aside:tanaka', 'tanaka')).length;
      const seenByAll = await town.messages('desk', 'manager');
      await town.submit('tanaka', 'desk', { intent, target }, { text: 'x' });
      await town.rest();
      expect(await town.messages('desk', 'manager')).toEqual(seenByAll);
      const since = (await town.messages('aside:tanaka', 'tanaka')).slice(before);
      expect(since.map(({ text, onlyFor }) => ({ text, onlyFor }))).toEqual([
        { text: says, onlyFor: 'tanaka' },
      ]);
    });
  });

  describe('未回答', () => {
    it('lists what is owed to the desk, in its channel and in direct messages', async () => {
      const { number } = await town.proposeToDesk('suzuki', '鍵の返却箱がほしい');
      await town.say('tanaka', '未回答');
      const inPerson = await town.until('dm:tanaka', 'tanaka', '返事を待っている提案');
      expect(inPerson.text).toContain(`${number} 鍵の返却箱がほしい`);
      expect(intentsOf(inPerson)).toContain('proposal.answer');
      await town.say('tanaka', '未回答', { room: 'desk' });
      const isInRoom = ({ id, text }: Message) => id !== inPerson.id && text.includes('返事を待っている提案');
      const inRoom = await town.until('aside:tanaka', 'tanaka', isInRoom, 'the list once more');
      expect(inRoom.text).toContain(number);
      expect(inRoom.onlyFor).toBe('tanaka');
    });

    it('the desk may ask for any number, and talk among themselves unheard', async () => {
      const { number } = await town.proposeToDesk('suzuki', '書庫の明かりが暗いです');
      const said = async () => {
        const seen = [
          ...(await town.messages('aside:tanaka', 'tanaka')),
          ...(await town.messages('desk', 'manager')),
        ];
        return seen.filter(({ from }) => from === 'bot').length;
      };
      const before = await said();
      await town.say('tanaka', '今日は忙しいですね', { room: 'desk' });
      await town.say('tanaka', number, { room: 'desk' });
      const status = await town.until(
        'aside:tanaka',
        'tanaka',
        `${number} 書庫の明かりが暗いです\nいまの状態`,
      );
      expect(intentsOf(status)).toEqual(['proposal.answer']);
      await town.rest();
      expect(await said()).toBe(before + 1);
    });
  });

  describe('inside the desk', () => {
    it('a reply under the card is an internal note that the proposer never sees', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '職員駐車場の線を引き直したい');
      await town.say('tanaka', '管財係に聞いてみます', { room: 'desk', replyTo: card.id });
      await town.rest();
      await town.decide('tanaka', number, 'proposal.note', { text: '電話済みです' });
      expect(await count('dm:suzuki', '管財係')).toBe(0);
      expect(await count('dm:suzuki', '電話済み')).toBe(0);
      const record = (await exportRecords(town.environment)).find((one) => one.number === number);
      const notes = record?.thread.filter(({ kind }) => kind === 'note');
      expect(notes?.map(({ text, visibility, by, name }) => ({ text, visibility, by, name }))).toEqual([
        { text: '管財係に聞いてみます', visibility: 'internal', by: 'desk', name: 'DX推進課・田中' },
        { text: '電話済みです', visibility: 'internal', by: 'desk', name: 'DX推進課・田中' },
      ]);
      expect(record?.nextWord).toMatchObject({ kind: 'first-answer', holder: { kind: 'desk' } });
    });

    it('whoever takes a proposal is its holder, without a word to the proposer', async () => {
      const { number } = await town.proposeToDesk('suzuki', '通路の荷物を片付けたい');
      const before = (await town.messages('dm:suzuki', 'suzuki')).length;
      const card = await town.decide('tanaka', number, 'proposal.take');
      expect(card.text).toContain('担当: DX推進課・田中');
      expect(card.text).toContain('状態: 受付');
      await town.press('tanaka', 'desk', controlOf(card, 'proposal.take'));
      await town.until('aside:tanaka', 'tanaka', words('refused.already-yours', { number }));
      expect(await town.messages('dm:suzuki', 'suzuki')).toHaveLength(before);
    });

    it('anybody who sees a proposal may ask how its date was counted', async () => {
      const { number, card } = await town.proposeToDesk('suzuki', '休憩室の冷蔵庫が古いです');
      await town.press('tanaka', 'desk', controlOf(card, 'proposal.due-explained'));
      const heading = words('due.heading', { number });
      const explained = await town.until('aside:tanaka', 'tanaka', heading);
      expect(explained.text).toContain('3営業日');
      expect(explained.onlyFor).toBe('tanaka');
      const { asides } = platform.can;
      expect(await count('desk', heading)).toBe(asides === 'in-channel' ? 1 : 0);
      expect(await count('dm:tanaka', heading)).toBe(asides === 'in-chat' ? 1 : 0);
    });

    it('a declined proposal ends with its reason', async () => {
      const { number } = await town.proposeToDesk('suzuki', '全員に大型モニターがほしい');
      await town.decide('tanaka', number, 'proposal.decline', {
        reason: '予算がありません。共用を2台置きます。',
      });
      const ending = await town.until('dm:suzuki', 'suzuki', '共用を2台置きます');
      expect(ending.text).toContain(words('ending.heading', { number, ending: '不採用' }));
    });
  });

  describe('代理登録', () => {
    it('files a voice heard on a visit; its answer is told by a human, and 伝えた counts as arrival', async () => {
      await town.say('tanaka', '代理登録', { room: 'desk' });
      const offer = await town.until('aside:tanaka', 'tanaka', words('register-for.offer'));
      const form = await town.openForm('tanaka', 'desk', controlOf(offer, 'proposal.register-for'));
      expect(form.form?.fields.map(({ name }) => name)).toEqual(['text', 'name', 'section']);
      await town.submit('tanaka', 'desk', controlOf(offer, 'proposal.register-for'), {
        text: '保育所の連絡帳を電子にしてほしい',
        name: '高橋',
        section: '保育所',
      });
      const receipt = await town.until(
        'dm:tanaka',
        'tanaka',
        words('register-for.done', { number: '', by: 'DX推進課・田中' }),
      );
      const number = numberIn(receipt.text);
      await town.rest();
      expect((await town.card(number)).text).toContain('保育所・高橋（DX推進課・田中が聞き取り）');

      await town.decide('tanaka', number, 'proposal.answer', { text: '来月、試してみます。' });
      const task = await town.until('desk', 'tanaka', words('task.heading', { number }));
      expect(task.text).toContain('高橋');
      expect(task.text).toContain('来月、試してみます。');
      expect(intentsOf(task)).toEqual(['proposal.told']);
      expect((await town.card(number)).text).toContain(`次の返事: ${words('owed.deliver')}`);

      const card = await town.decide('tanaka', number, 'proposal.told', { text: '電話で伝えました' });
      expect(card.text).toContain('状態: 検討中');
      await town.until('desk', 'tanaka', words('thread.told', { number, name: 'DX推進課・田中' }));
      const record = (await exportRecords(town.environment)).find((one) => one.number === number);
      expect(record?.registeredBy).toEqual({ name: '田中' });
      expect(record?.proposer).toEqual({ name: '高橋', section: '保育所' });
      expect(record?.thread.find(({ kind }) => kind === 'answer')?.delivery).toBe('told');
      expect(
        record?.nextWordHistory.map(({ kind, fulfilledBy, supersededBy }) => [
          kind,
          fulfilledBy,
          supersededBy,
        ]),
      ).toEqual([
        ['first-answer', null, 'deliver'],
        ['deliver', 'told', null],
      ]);
    });
  });

  describe('the whole of it', () => {
    it('showed one card for each proposal', async () => {
      const desk = await town.messages('desk', 'tanaka');
      const cards = desk.filter((message) => isCardOf(message.text.split(' ')[0] ?? '')(message));
      expect(cards.length).toBeGreaterThan(10);
      expect(new Set(cards.map(({ text }) => numberIn(text))).size).toBe(cards.length);
    });

    it('went without a failure', () => {
      expect(town.complaints()).toEqual([]);
    });
  });
}
