import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFoundation } from '../../config/compose.js';
import { controlsOf, intentsOf, type Message } from './chat-messages.js';
import { direct, words, type Person } from './town-chat.js';
import type { PlatformUnderTest } from './platform-under-test.js';
import type { Town } from './town-in-a-test.js';

export function reminderStories(platform: PlatformUnderTest): void {
  let town: Town;
  beforeAll(async () => {
    town = await platform.open();
  });
  afterAll(() => town.stop());

  const isReminder = ({ text }: Message): boolean => text.includes(words('reminder.how-to-stop'));
  const isLate = ({ text }: Message): boolean => text.includes('遅れています');
  const timeInTokyo = ({ at }: Message): string =>
    new Date(at).toLocaleString('en-GB', {
      timeZone: 'Asia/Tokyo',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });

  const inDesk = async () => (await town.messages('desk', 'tanaka')).filter(isReminder);
  const toManager = async () => (await town.messages('dm:manager', 'manager')).filter(isReminder);
  const late = async (person: Person) => (await town.messages(direct(person), person)).filter(isLate);
  const digests = async () => (await town.messages('all')).filter(({ from }) => from === 'bot');

  describe('three proposals that nobody answers', () => {
    const numbers: string[] = [];
    /** Received on a Tuesday, due on Friday. */
    it('are not spoken of before the day before their due date', async () => {
      for (const [person, text] of [
        ['suzuki', '会議室に時計がほしい'],
        ['sato', '納税証明の機械を直したい'],
        ['suzuki', '朝の電話当番をやめたい'],
      ] as const) {
        numbers.push((await town.propose(person, text)).number);
      }
      await town.advance('1bd');
      expect(await inDesk()).toEqual([]);
    });

    it('become one message to the desk at the opening of the day before, each with its answer control', async () => {
      await town.advance('1bd');
      const [reminder, ...others] = await inDesk();
      expect(others).toEqual([]);
      expect(reminder?.text).toContain(words('reminder.heading', { count: 3 }));
      for (const number of numbers) expect(reminder?.text).toContain(number);
      expect(intentsOf(reminder!)).toEqual(['proposal.answer', 'proposal.answer', 'proposal.answer']);
      expect(new Set(controlsOf(reminder!).map(({ target }) => target)).size).toBe(3);
      expect(timeInTokyo(reminder!)).toBe('Thu 08:30');
    });

    it('are spoken of once more on the day itself', async () => {
      await town.advance('1bd');
      const reminders = await inDesk();
      expect(reminders).toHaveLength(2);
      expect(timeInTokyo(reminders[1]!)).toBe('Fri 08:30');
      expect(await toManager()).toEqual([]);
      expect(await late('suzuki')).toEqual([]);
    });

    it('are late one business day after: the manager and every proposer hear it, once each', async () => {
      await town.advance('1bd');
      const [told, ...others] = await toManager();
      expect(others).toEqual([]);
      for (const number of numbers) expect(told?.text).toContain(number);
      expect(timeInTokyo(told!)).toBe('Mon 08:30');
      const [ofSuzuki] = await late('suzuki');
      expect(await late('suzuki')).toHaveLength(1);
      expect(await late('sato')).toHaveLength(1);
      expect(ofSuzuki?.text).toContain(numbers[0]);
      expect(ofSuzuki?.text).toContain(numbers[2]);
      expect(ofSuzuki?.text).not.toContain(numbers[1]);
      expect(ofSuzuki?.text).toContain(words('late.told', { told: platform.can.manager }));
      const nextReport = words('late.next-report', { next: 'NEXT' }).replace('NEXT', '\\d+月\\d+日（月）.*');
      expect(ofSuzuki?.text).toMatch(new RegExp(nextReport));
    });

    it('do not hide in the digest', async () => {
      const digest = (await digests()).at(-1);
      expect(timeInTokyo(digest!)).toBe('Mon 09:00');
      expect(digest?.text).toContain(words('digest.unanswered', { count: 3, days: 4 }));
      expect(digest?.text).toContain(words('digest.new', { count: 3 }));
      for (const secret of ['会議室に時計', '鈴木', '佐藤']) expect(digest?.text).not.toContain(secret);
    });

    it('are repeated every five business days, but for those that were answered', async () => {
      await town.decide('tanaka', numbers[0]!, 'proposal.answer', { text: '時計を置きました。' });
      const before = { desk: await inDesk(), manager: await toManager() };
      await town.advance('5bd');
      const again = (await inDesk()).slice(before.desk.length);
      expect(again).toHaveLength(1);
      expect(again[0]?.text).not.toContain(numbers[0]);
      expect(again[0]?.text).toContain(numbers[1]);
      expect(again[0]?.text).toContain(numbers[2]);
      expect((await toManager()).slice(before.manager.length)).toHaveLength(1);
      expect(await late('suzuki')).toHaveLength(2);
      expect((await late('suzuki'))[1]?.text).not.toContain(numbers[0]);
    });

    it('rest once a human has answered', async () => {
      for (const number of numbers.slice(1)) {
        await town.decide('tanaka', number, 'proposal.close-answered', { reason: '済ませました。' });
      }
      await town.decide('tanaka', numbers[0]!, 'proposal.close-answered', { reason: '終わりました。' });
      const before = [(await inDesk()).length, (await toManager()).length];
      await town.advance('10bd');
      expect([(await inDesk()).length, (await toManager()).length]).toEqual(before);
    });
  });

  describe('the weekly digest', () => {
    it('is posted once for each week, also after a restart', async () => {
      const posted = await digests();
      expect(new Set(posted.map(({ text }) => /（[^）]+（月）〜/.exec(text)?.[0])).size).toBe(posted.length);
      await town.stopService();
      await town.startService();
      await town.rest();
      await town.advance('1bd');
      const monday = (await digests()).length - posted.length;
      expect(monday).toBeLessThanOrEqual(1);
      await town.advance('4bd');
      expect(await digests()).toHaveLength(posted.length + 1);
    });

    it('of three missed slots only the latest is made up, and a late proposal is told of once', async () => {
      const { number } = await town.proposeToDesk('sato', '督促状の文面をやさしくしたい');
      const before = { digests: await digests(), late: await late('sato'), desk: await inDesk() };
      const asleepFor = 21 * 24 * 3_600_000;
      await town.stopService();
      const foundation = await openFoundation(town.settings, town.log);
      await foundation.movableClock?.moveTo(new Date(foundation.townClock.now().getTime() + asleepFor));
      await foundation.close();
      await town.startService();
      await town.rest();
      const made = (await digests()).slice(before.digests.length);
      expect(made).toHaveLength(1);
      expect(made[0]?.text).toContain(words('digest.new', { count: 0 }));
      const told = (await late('sato')).slice(before.late.length);
      expect(told.map(({ text }) => text.includes(number))).toEqual([true]);
      expect((await inDesk()).slice(before.desk.length)).toHaveLength(1);
    });

    it('is one kind line when there is nothing to tell', async () => {
      const quiet = (await digests())[0];
      expect(quiet?.text).toContain('新しい提案も、返事を待っている提案もありませんでした');
      expect(quiet?.text.split('\n')).toHaveLength(1);
    });
  });

  describe('a question that the proposer does not answer', () => {
    it('is asked after once, gently, and then is the desk’s turn again; it is never closed for silence', async () => {
      const { number } = await town.proposeToDesk('suzuki', '備品の貸出簿をなくしたい');
      await town.decide('tanaka', number, 'proposal.ask', { text: 'どの備品のことですか？' });
      await town.advance('6bd');
      const nudge = await town.until('dm:suzuki', 'suzuki', words('nudge.how'));
      expect(nudge.text).toContain(number);
      expect(intentsOf(nudge)).toEqual(['proposal.reply']);
      await town.advance('5bd');
      const card = await town.card(number);
      expect(card.text).toContain('状態: 検討中');
      expect(card.text).toContain('担当: DX推進課・田中');
    });
  });

  describe('the whole of it', () => {
    it('broke no promise in silence, and went without a failure', async () => {
      const metrics = await (await fetch(`${town.address}/metrics`)).text();
      expect(metrics).toMatch(/^yamabiko_silence_violations_total 0$/m);
      expect(town.complaints()).toEqual([]);
    });
  });
}
