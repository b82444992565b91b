/** What people write is data: it comes back as plain words, wherever it is shown, and once. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controlOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import { exportRecords, yamabiko } from './command-line.js';
import type { ExportedProposal } from './exported-proposal.js';
import { isCardOf, words } from './town-chat.js';
import type { PlatformUnderTest } from './platform-under-test.js';
import type { Town } from './town-in-a-test.js';

export function wordStories(platform: PlatformUnderTest): void {
  let town: Town;
  beforeAll(async () => {
    town = await platform.open('addition: 0s');
  });
  afterAll(() => town.stop());

  /** What is written, and what is shown of it. */
  const hostile: [name: string, written: string, shown?: string][] = [
    ['a mention of everybody', '<!channel> を見てください'],
    ['a mention of a person', '<@U1> に聞いてください'],
    ['formatting', '*太字* _斜体_ `code` [名前](https://example.com) をやめたい'],
    ['markup', '</script><script>alert(1)</script><img src=x onerror=alert(1)> をやめたい'],
    ['placeholders', '{number} と {desk} と ${number} と %s をやめたい'],
    ['a formula', '=HYPERLINK("https://example.com","押して") をやめたい'],
    ['quotes and commas', '"引用", と\n改行, と\'単引用\' をやめたい'],
    ['prototype words', '__proto__ と constructor をやめたい'],
    ['operators of the store', '{"$gt": ""} と $where をやめたい'],
    ['bidirectional controls', '会議\u202e案提\u202cをやめたい\u2066です\u2069', '会議案提をやめたいです'],
    ['control characters', '席\u0007替え\u001b[31mを\u0000やめたい\u007f', '席替え[31mをやめたい'],
    ['a lone surrogate', '壊れた\ud83dえもじをやめたい', '壊れた\ufffdえもじをやめたい'],
    ['composed emoji', '👩‍👩‍👧‍👦の家族写真の掲示をやめたい'],
  ];

  const long = '長い話です。'.repeat(5_600);

  /** The proposal of each text. */
  const filed = new Map<string, string>();
  const numberOf = (written: string): string => filed.get(written) ?? 'not filed';

  const byNumber = (messages: readonly Message[], number: string, wish: (text: string) => boolean) =>
    messages.find(({ text }) => text.includes(number) && wish(text));

  describe('a text with', () => {
    beforeAll(async () => {
      for (const text of [...hostile.map(([, written]) => written), long]) {
        await town.say('suzuki', text);
        const isReceipt = (message: Message) => intentsOf(message).includes('proposal.tell-more');
        const isNew = (message: Message) =>
          isReceipt(message) && ![...filed.values()].includes(numberIn(message.text));
        const receipt = await town.until('dm:suzuki', 'suzuki', isNew, 'a receipt');
        filed.set(text, numberIn(receipt.text));
      }
      await town.advance('2m');
      for (const [, written] of hostile) {
        const card = await town.card(numberOf(written));
        const control = controlOf(card, 'proposal.answer');
        await town.submit('tanaka', 'desk', control, { text: written, headline: written });
      }
      await town.rest();
    });

    it.each(hostile)('%s comes back as plain words to its proposer and the desk', async (...given) => {
      const [, written, shown = written] = given;
      const number = numberOf(written);
      const seen = await town.messages('dm:suzuki', 'suzuki');
      const desk = await town.messages('desk', 'tanaka');
      const receipt = byNumber(seen, number, (text) => text.includes('で受け付けました'));
      const answer = byNumber(seen, number, (text) => text.startsWith(`${number}へのお返事`));
      const card = desk.find(isCardOf(number));
      for (const message of [receipt, answer, card]) expect(message?.text).toContain(`「${shown}」`);
      expect(card?.text.split('\n')[0]).toBe(`${number} ${shown.replace(/\s+/gu, ' ')}`);
    });

    it('100 kB is taken whole; the receipt shows its beginning and says so', async () => {
      expect(Buffer.byteLength(long)).toBeGreaterThan(100_000);
      const seen = await town.messages('dm:suzuki', 'suzuki');
      const receipt = byNumber(seen, numberOf(long), (text) => text.includes(words('receipt.excerpt')));
      expect(receipt?.text.length).toBeLessThan(1_000);
      const card = await town.card(numberOf(long));
      const parts = (await town.messages('desk', 'tanaka')).filter(({ replyTo }) => replyTo === card.id);
      if (!platform.can.splits) expect(parts).toEqual([]);
      // Where a platform wants pieces, they follow in the card's thread and are the whole text again.
      const shown = [card, ...parts].map(({ text }) => text.replaceAll(/」\n「|^「|」$/gu, '')).join('');
      expect(shown).toContain(platform.can.splits ? '長い話です。'.repeat(300) : long);
      expect(shown.split('長い話です。').length).toBeGreaterThan(5_600);
    });

    it('only signs or emoji is filed nowhere', async () => {
      for (const text of ['🎉🎉🎉', '！？', ' \n\t ', '\u0000']) {
        const before = await town.messages('dm:sato', 'sato');
        await town.say('sato', text);
        await town.rest();
        const since = (await town.messages('dm:sato', 'sato'))
          .slice(before.length)
          .filter(({ from }) => from === 'bot');
        expect(since).toHaveLength(1);
        expect(since[0]?.text).not.toContain('で受け付けました');
      }
    });
  });

  describe('every text, once more', () => {
    let records: ExportedProposal[];
    beforeAll(async () => {
      records = await exportRecords(town.environment);
    });
    const plain = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

    it('is in the JSON Lines as it was written', () => {
      const texts = records.map(({ text }) => text);
      for (const [name, written] of hostile)
        expect({ name, found: texts.includes(plain(written)) }).toEqual({ name, found: true });
      expect(texts.some((text) => text.length === 33_600)).toBe(true);
    });

    it('is in the CSV: BOM, CRLF, one row a proposal, and no cell is a formula', async () => {
      const { code, stdout } = await yamabiko(['export', '--format', 'csv'], town.environment);
      expect(code).toBe(0);
      expect(stdout.startsWith('\ufeff')).toBe(true);
      const rows = parseCsv(stdout.slice(1));
      expect(rows).toHaveLength(records.length + 1);
      const [head = [], ...body] = rows;
      expect(head[0]).toBe('number');
      expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head.length]));
      expect(body.map((row) => row[0])).toEqual(records.map(({ number }) => number));
      for (const cell of body.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      const texts = body.map((row) => row[head.indexOf('text')]);
      expect(texts).toContain(`'${hostile.find(([name]) => name === 'a formula')![1]}`);
      expect(texts).toContain(hostile.find(([name]) => name === 'quotes and commas')![1]);
      expect(stdout).not.toContain('\0');
    });

    it('is in the digest only by its headline, in one plain line', async () => {
      await town.advance('5bd');
      const digest = await town.until('all', 'sato', '提案のまとめ');
      const lines = digest.text.split('\n');
      for (const [name, written, shown = written] of hostile) {
        const headline = shown.replace(/\s+/gu, ' ');
        expect({ name, shown: lines.some((line) => line.endsWith(headline)) }).toEqual({ name, shown: true });
      }
      expect(digest.text).not.toContain('長い話です');
    });
  });

  /** RFC 4180: quoted cells, rows that end with CR LF; anything else is an error. */
  function parseCsv(text: string): string[][] {
    const rows: string[][] = [];
    let row: string[] = [];
    let rest = text;
    while (rest !== '') {
      const [cell, inner = '', end] = /^"((?:[^"]|"")*)"(,|\r\n)/.exec(rest) ?? [];
      if (cell === undefined) throw new Error(`Not a cell: ${rest.slice(0, 80)}`);
      row.push(inner.replaceAll('""', '"'));
      rest = rest.slice(cell.length);
      if (end === ',') continue;
      rows.push(row);
      row = [];
    }
    return rows;
  }

  describe('a word that is delivered twice', () => {
    const receiptsOf = async (text: string): Promise<Message[]> =>
      (await town.messages('dm:sato', 'sato')).filter(
        (message) => message.text.includes('で受け付けました') && message.text.includes(text),
      );

    it.each([
      ['with the same event id', (n: number) => ({ eventId: 'e-same', messageId: `m-same-${n}` })],
      ['with the same message id', (n: number) => ({ eventId: `e-other-${n}`, messageId: 'm-other' })],
      ['wholly the same', () => ({ eventId: 'e-twice', messageId: 'm-twice' })],
    ])('%s, five times at once, is one proposal', async (name, ids) => {
      const text = `二重に届く提案です（${name}）`;
      await Promise.all(Array.from({ length: 5 }, async (_, n) => town.say('sato', text, ids(n))));
      await town.rest();
      await town.say('sato', text, ids(9));
      await town.rest();
      const [receipt, ...others] = await receiptsOf(text);
      expect(others).toEqual([]);
      const number = numberIn(receipt!.text);
      await town.advance('2m');
      const card = await town.card(number);
      expect(card.text.split(`「${text}」`)).toHaveLength(2);
      await town.submit('sato', 'dm:sato', controlOf(receipt!, 'proposal.withdraw'), {});
      await town.rest();
    });

    it('the same message id of two people is two proposals', async () => {
      await town.say('sato', '佐藤の提案です', { messageId: 'm1', eventId: 'sato-1' });
      await town.say('suzuki', '鈴木の提案です', { messageId: 'm1', eventId: 'suzuki-1' });
      await town.until('dm:sato', 'sato', '「佐藤の提案です」');
      await town.until('dm:suzuki', 'suzuki', '「鈴木の提案です」');
    });
  });

  describe('the whole of it', () => {
    it('went without a failure', () => {
      expect(town.complaints()).toEqual([]);
    });
  });
}
