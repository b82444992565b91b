/** What only Slack has: the message shortcut, files, a history that is read after an outage. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { controlOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import { exportRecords } from './command-line.js';
import { createSlackHappenings, type Post, type SlackHappenings } from './slack-happenings.js';
import { onSlack } from './slack-town.js';
import { direct, words } from './town-chat.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(60_000);

let slack: FakeSlack;
let town: Town;
let happenings: SlackHappenings;
const picture = {
  id: 'F1',
  name: '入力画面.png',
  size: 204_800,
  permalink: 'https://town.slack.example/files/F1',
};
beforeAll(async () => {
  const platform = await onSlack();
  slack = platform.slack;
  town = await startTown({}, platform);
  happenings = createSlackHappenings(slack, () => town.address);
});
afterAll(() => town.stop());

/** What somebody was told since a moment ago. */
async function saidTo(person: 'suzuki' | 'sato', act: () => Promise<void>): Promise<Message[]> {
  const room = direct(person);
  const before = new Set((await town.messages(room, person)).map(({ id }) => id));
  await act();
  await town.rest();
  return (await town.messages(room, person)).filter(({ id, from }) => from === 'bot' && !before.has(id));
}

/** Whether a number was given for these words, or the desk has heard of them. */
const isFiled = async (text: string): Promise<boolean> => {
  const receipts = (await town.messages('dm:sato', 'sato')).filter(receiptOf(text));
  const atDesk = (await town.messages('desk', 'tanaka')).filter((message) => message.text.includes(text));
  return receipts.length + atDesk.length > 0;
};

const receiptOf =
  (words: string) =>
  ({ text }: Message): boolean =>
    text.includes('で受け付けました') && text.includes(`「${words}」`);

describe('「提案にする」', () => {
  it('makes a proposal of one’s own message, with its receipt in one’s direct messages', async () => {
    const post = happenings.write('U0SUZUKI', '昼休みの電話番を交代にしたい');
    await happenings.useShortcut('U0SUZUKI', post);
    const receipt = await town.until('dm:suzuki', 'suzuki', receiptOf(post.text), 'the receipt');
    expect(intentsOf(receipt)).toContain('proposal.withdraw');

    const [again, ...others] = await saidTo('suzuki', () => happenings.useShortcut('U0SUZUKI', post));
    expect(again?.text).toBe(words('shortcut.already', { number: numberIn(receipt.text) }));
    expect(others).toEqual([]);
  });

  describe('on somebody else’s message', () => {
    let post: Post;
    let asked: Message;
    const isQuestion = ({ blocks }: Message) => intentsOf({ blocks }).join() === 'text.propose,text.discard';
    const asks = async (text: string) => {
      post = happenings.write('U0SATO', text);
      const told = await saidTo('suzuki', () => happenings.useShortcut('U0SUZUKI', post));
      expect(told.map((message) => message.text)).toEqual([words('shortcut.author-decides')]);
      asked = await town.until(
        'dm:sato',
        'sato',
        (m) => isQuestion(m) && m.text.includes(text),
        'the question',
      );
      expect(asked.text).toContain('鈴木さん');
    };

    it('asks its author, whose yes makes it theirs, under their name', async () => {
      await asks('納付書の封筒が小さすぎます');
      const press = () => town.press('sato', 'dm:sato', controlOf(asked, 'text.propose'));
      expect(await saidTo('suzuki', press)).toEqual([]);
      const receipt = await town.until('dm:sato', 'sato', receiptOf(post.text), 'the receipt');
      await town.advance('5m');
      expect((await town.card(numberIn(receipt.text))).text).toContain('佐藤');

      const [again, ...others] = await saidTo('sato', press);
      expect(again?.text).toBe(words('held.gone'));
      expect(others).toEqual([]);
    });

    it('says nothing of it to whoever asks again, and does not ask its author twice', async () => {
      const told = await saidTo('sato', async () => {
        const heard = await saidTo('suzuki', () => happenings.useShortcut('U0SUZUKI', post));
        expect(heard.map(({ text }) => text)).toEqual([words('shortcut.author-decides')]);
      });
      expect(told).toEqual([]);
    });

    it('files nothing when its author says no, and does not tell on them', async () => {
      await asks('朝の打合せが長いです');
      const heard = await saidTo('suzuki', async () => {
        const told = await saidTo('sato', () =>
          town.press('sato', 'dm:sato', controlOf(asked, 'text.discard')),
        );
        expect(told.map(({ text }) => text)).toEqual([words('held.discarded')]);
      });
      expect(heard).toEqual([]);
      expect(await isFiled(post.text)).toBe(false);
    });

    it('files nothing when its author says nothing: asked once, it waits among their drafts', async () => {
      await asks('来客用の駐車場が足りません');
      const heard = await saidTo('suzuki', async () => {
        const told = await saidTo('sato', async () => {
          await town.advance('3bd');
        });
        expect(told.filter(({ text }) => text.includes(post.text))).toEqual([]);
      });
      expect(heard.filter(({ text }) => text.includes(post.text))).toEqual([]);
      expect(await isFiled(post.text)).toBe(false);

      await town.say('sato', 'わたしの提案');
      const list = await town.until('dm:sato', 'sato', words('mine.drafts'));
      expect(list.text).toContain(`「${post.text}」`);
      await town.press('sato', 'dm:sato', controlOf(list, 'text.discard'));
      await town.rest();
    });
  });

  it('on a message in a channel that the bot is not in needs nothing of that channel', async () => {
    const post = {
      channel: 'C0ELSEWHERE',
      ts: '1800000000.000100',
      text: '倉庫の鍵が見つかりません',
      author: 'U0SUZUKI',
    };
    const before = slack.calls.length;
    await happenings.useShortcut('U0SUZUKI', post);
    await town.until('dm:suzuki', 'suzuki', receiptOf(post.text), 'the receipt');
    expect(JSON.stringify(slack.calls.slice(before))).not.toContain(post.channel);
  });

  it('on files without words is a proposal that names them', async () => {
    const post = happenings.write('U0SUZUKI', '', { files: [picture] });
    await happenings.useShortcut('U0SUZUKI', post);
    const text = words('files.only', { files: picture.name });
    const receipt = await town.until('dm:suzuki', 'suzuki', receiptOf(text), 'the receipt');
    expect(receipt.text).toContain('入力画面.png・200 KB');
  });

  it.each([
    ['a message of an app', null, '自動のお知らせです', 'shortcut.not-a-person'],
    ['a message without a word', 'U0SUZUKI', ' ', 'shortcut.empty'],
  ] as const)('on %s files nothing and says why', async (_what, author, text, key) => {
    const post = happenings.write(author, text);
    const told = await saidTo('suzuki', () => happenings.useShortcut('U0SUZUKI', post));
    expect(told.map((message) => message.text)).toEqual([words(key)]);
  });
});

describe('a message that mentions people and channels', () => {
  it('is quoted with their names, and calls nobody', async () => {
    await town.advance('31m');
    const text = '<@U0SATO> さんと <#C0ALL> で話した、机の配置を変えたい';
    await happenings.share('U0SUZUKI', text, []);
    const receipt = await town.until('dm:suzuki', 'suzuki', '「@佐藤 さんと #general で話した、');
    await town.advance('5m');

    expect((await town.card(numberIn(receipt.text))).text).toContain('@佐藤 さんと #general で話した');
    const ours = slack.workspace.messages.filter(({ user }) => user === 'bot');
    expect(ours.filter(({ text: said }) => said.includes('<'))).toEqual([]);
  });
});

describe('a message with a file', () => {
  let number: string;

  it('is a proposal; the file stays where it is, and the desk reads its name and how to see it', async () => {
    await town.advance('31m');
    await happenings.share('U0SATO', 'この画面の入力を減らしたい', [picture]);
    const receipt = await town.until(
      'dm:sato',
      'sato',
      receiptOf('この画面の入力を減らしたい'),
      'the receipt',
    );
    number = numberIn(receipt.text);
    expect(receipt.text).toContain(words('files.stay', { files: '入力画面.png・200 KB', desk: 'DX推進課' }));
    await town.advance('5m');
    const card = await town.card(number);
    expect(card.text).toContain(`入力画面.png・200 KB ${picture.permalink}`);
    expect(card.text).toContain(words('files.on-request'));
  });

  it('may be an addition, told under the card', async () => {
    await happenings.share('U0SATO', 'こちらの画面もです', [{ ...picture, id: 'F2', name: '確認画面.png' }]);
    const added = await town.until('dm:sato', 'sato', words('added.done', { number }));
    expect(added.text).toContain('確認画面.png・200 KB');
    const notice = await town.until('desk', 'tanaka', words('thread.addition', { number }));
    expect(notice.text).toContain(`確認画面.png・200 KB ${picture.permalink}`);
    expect(notice.replyTo).toBe((await town.card(number)).id);
  });

  it('is counted in わたしの提案, and named in the export, each with the words it came with', async () => {
    await town.say('sato', 'わたしの提案');
    await town.until('dm:sato', 'sato', words('mine.files', { count: 2 }));
    const record = (await exportRecords(town.environment)).find((one) => one.number === number);
    const { name, size, permalink } = picture;
    expect(record?.thread.map(({ text, files }) => ({ text, files }))).toEqual([
      { text: 'この画面の入力を減らしたい', files: [{ name, size, permalink, at: expect.any(String) }] },
      {
        text: 'こちらの画面もです',
        files: [{ name: '確認画面.png', size, permalink, at: expect.any(String) }],
      },
    ]);
    expect(record?.thread.map(({ at, files }) => files[0]?.at === at)).toEqual([true, true]);
  });

  it('is in no digest', async () => {
    await town.advance('5bd');
    const digest = await town.until('all', 'suzuki', '提案のまとめ');
    expect(digest.text).not.toMatch(/画面|png|files/);
  });
});

describe('an outage of ours that outlasts Slack’s patience', () => {
  it('loses nothing that is still in Slack’s history: words and their edits', async () => {
    await town.advance('31m');
    await town.stopService();
    await expect(town.say('sato', '証明書の様式を一つにしたい')).rejects.toThrow();
    const written = await town.messages('dm:sato', 'sato');
    const unheard = written.find(({ text }) => text === '証明書の様式を一つにしたい');
    await expect(town.edit('sato', unheard!.id, '証明書の様式を統一したい')).rejects.toThrow();

    await town.startService();
    const receipt = await town.until('dm:sato', 'sato', '「証明書の様式を統一したい」');
    await town.rest();
    const again = (await town.messages('dm:sato', 'sato')).filter(
      ({ text }) => text.includes('で受け付けました') && text.includes('証明書の様式'),
    );
    expect(again.map(({ id }) => id)).toEqual([receipt.id]);
  });
});

describe('the whole of it', () => {
  it('went without a failure', () => {
    const fetched = 'words that Slack could not deliver were fetched from its history';
    expect(town.complaints().filter(({ message }) => message !== fetched)).toEqual([]);
  });
});
