/** After an outage: what Slack gave up is read from its history, at its pace, and the mark moves when nothing is left. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCatchUp, type CatchUp } from '../../../adapters/slack/catch-up.js';
import type { Fault } from '../../fakes/slack-api/fake-slack.js';
import { deskChannel } from '../../fakes/slack-api/workspace.js';
import { day, minute, SlackPast, start } from './slack-past.js';

let past: SlackPast;
let catchUp: CatchUp;
beforeEach(async () => {
  past = await SlackPast.open();
  catchUp = createCatchUp(past.deps());
});
afterEach(() => past.close());

const write: SlackPast['workspace']['write'] = (...words) => past.workspace.write(...words);
const channelOf = (user: string) => past.workspace.directOf(user);
const markIs = () => past.hearing.heardUntil('slack');
/** What goes wrong with a method, or with a conversation of it. */
const failing = (method: string, fault: Fault, channel?: string) => {
  past.slack.faultOf = (called, args) =>
    called === method && (channel === undefined || args['channel'] === channel) ? fault : null;
};

describe('an outage of ten minutes', () => {
  beforeEach(async () => {
    await past.hearing.markHeard('slack', start);
  });

  it('loses nothing of two people and somebody new, each in order, and nothing comes twice', async () => {
    past.at(-20 * day);
    const receipt = write('bot', 'R8-001で受け付けました', { channel: channelOf('U0SUZUKI') });
    past.at(-day);
    const old = write('U0SATO', '掲示板を減らしたい');
    past.at(minute);
    write('U0SUZUKI', '名札をやめたい');
    write('U0SATO', '朝礼を短くしたい');
    write('U0SUZUKI', '先日の件の続きです', { threadTs: receipt.ts });
    past.at(2 * minute);
    Object.assign(old, { text: '掲示板を一つにしたい', editedTs: past.workspace.stamp() });
    write('U0SUZUKI', '', { subtype: 'file_share', files: [{ name: '窓口.png', size: 9 }] });
    past.at(3 * minute);
    const typo = write('U0SUZUKI', '机を増やしたい');
    write('U0MANAGER', '電話を減らしたい');
    Object.assign(typo, { text: '椅子を増やしたい', editedTs: past.workspace.stamp() });
    past.at(10 * minute);
    await catchUp.round();

    expect(past.wordsOf('SUZUKI')).toEqual([
      'SUZUKI message 名札をやめたい',
      'SUZUKI message 先日の件の続きです',
      'SUZUKI message ',
      'SUZUKI message 椅子を増やしたい',
      'SUZUKI edit 椅子を増やしたい',
    ]);
    expect(past.wordsOf('SATO')).toEqual(['SATO message 朝礼を短くしたい', 'SATO edit 掲示板を一つにしたい']);
    expect(past.wordsOf('MANAGER')).toEqual(['MANAGER message 電話を減らしたい']);
    expect(past.rung).toHaveLength(8);
    expect(past.warnings).toMatchObject([{ facts: { missed: 8 } }]);
    expect(await markIs()).toEqual(past.now);

    await createCatchUp(past.deps()).round();
    expect(past.rung).toHaveLength(8);
  });

  it('reads from ten minutes before the mark, since Slack may still have been repeating', async () => {
    past.at(-11 * minute);
    write('U0SATO', '十一分前');
    past.at(-9 * minute);
    write('U0SATO', '九分前');
    past.at(minute);
    await catchUp.round();

    expect(past.words).toEqual(['SATO message 九分前']);
  });

  it('takes no word of ours, of other apps, of Slack or of people who left', async () => {
    past.at(minute);
    write('bot', 'お返事です', { channel: channelOf('U0SATO') });
    write('USLACKBOT', 'お知らせ');
    write('USLACK', '名前が変わりました', { channel: channelOf('U0SATO') });
    write('U0SUZUKI', '退職しました');
    past.workspace.left.add('U0SUZUKI');
    await catchUp.round();

    expect(past.words).toEqual([]);
    expect(past.asked).toEqual([deskChannel, channelOf('U0SATO')]);
  });

  it('takes of the desk’s channel what is said under cards, and lets people talk', async () => {
    past.at(-60 * day);
    const card = write('bot', 'R8-001', { channel: deskChannel });
    past.at(minute);
    write('U0TANAKA', 'お昼に行きます', { channel: deskChannel });
    write('U0TANAKA', '総務課に聞きました', { channel: deskChannel, threadTs: card.ts });
    const broadcast = { channel: deskChannel, threadTs: card.ts, subtype: 'thread_broadcast' };
    write('U0TANAKA', '明日返事します', broadcast);
    await catchUp.round();

    expect(past.words).toEqual(['TANAKA message 総務課に聞きました', 'TANAKA message 明日返事します']);
  });

  it('reads every page of a conversation and of a thread', async () => {
    past.at(minute);
    const texts = (of: string, count: number) => Array.from({ length: count }, (_, n) => `${of}${n + 1}`);
    const written = texts('その', 450).map((text) => write('U0SATO', text));
    const replies = texts('返信', 230);
    for (const text of replies) write('U0SATO', text, { threadTs: written[0]!.ts });
    await catchUp.round();

    const expected = [...texts('その', 450), ...replies].map((text) => `SATO message ${text}`);
    expect(past.words).toEqual(expected);
  });

  it('looks at every page of the list of conversations', async () => {
    past.at(minute);
    const users = Array.from({ length: 401 }, (_, n) => `U0NEW${n}`);
    for (const user of users) {
      past.workspace.people.set(user, user);
      write(user, '提案です');
    }
    await catchUp.round();

    expect(past.words).toEqual(users.map((user) => `${user.slice(2)} message 提案です`));
  });
});

describe('how far it looks back', () => {
  it('is the day of the installation when Slack was never heard', async () => {
    past.installedAt = new Date(start.getTime() - 2 * day);
    past.at(-3 * day);
    write('U0SATO', '設置の前');
    past.at(-day);
    write('U0SATO', '設置の後');
    past.at(0);
    await catchUp.round();

    expect(past.words).toEqual(['SATO message 設置の後']);
  });

  it('is two weeks at most: the inbox has to know still what was heard before', async () => {
    await past.hearing.markHeard('slack', new Date(start.getTime() - 40 * day));
    past.at(-15 * day);
    write('U0SATO', '十五日前');
    past.at(-13 * day);
    write('U0SATO', '十三日前');
    past.at(0);
    await catchUp.round();

    expect(past.words).toEqual(['SATO message 十三日前']);
  });
});

describe('the mark', () => {
  it('moves every round, without a call to Slack while nothing is missing', async () => {
    await catchUp.round();
    const calls = past.slack.calls.length;
    past.at(minute);
    await catchUp.round();

    expect(await markIs()).toEqual(past.now);
    expect(past.slack.calls).toHaveLength(calls);
  });

  it('waits for the conversation that Slack did not give; the others are not read again', async () => {
    await past.hearing.markHeard('slack', start);
    past.at(minute);
    for (const user of ['U0SUZUKI', 'U0SATO', 'U0MANAGER']) write(user, '提案です');
    failing('conversations.history', { kind: 'http', status: 500 }, channelOf('U0SATO'));
    await expect(catchUp.round()).rejects.toMatchObject({ code: 'SLACK.HISTORY_UNREAD' });

    expect(past.words).toEqual(['SUZUKI message 提案です', 'MANAGER message 提案です']);
    expect(await markIs()).toEqual(start);

    past.slack.faultOf = () => null;
    const asked = past.asked.length;
    past.at(2 * minute);
    await catchUp.round();
    expect(past.wordsOf('SATO')).toEqual(['SATO message 提案です']);
    expect(past.asked.slice(asked)).toEqual([channelOf('U0SATO')]);
    expect(await markIs()).toEqual(new Date(start.getTime() + minute));
  });

  it.each(['channel_not_found', 'account_inactive'])(
    'does not wait for a conversation that is gone: %s',
    async (error) => {
      past.at(minute);
      for (const user of ['U0SUZUKI', 'U0SATO']) write(user, '提案です');
      failing('conversations.history', { kind: 'no', error }, channelOf('U0SUZUKI'));
      await catchUp.round();

      expect(past.words).toEqual(['SATO message 提案です']);
      expect(await markIs()).toEqual(past.now);
    },
  );

  it('stays while Slack shuts us out, and nobody else’s conversation is asked for', async () => {
    past.at(minute);
    for (const user of ['U0SUZUKI', 'U0SATO']) write(user, '提案です');
    failing('conversations.history', { kind: 'no', error: 'token_revoked' });
    await expect(catchUp.round()).rejects.toThrow();
    expect(past.asked).toEqual([deskChannel]);
    failing('users.conversations', { kind: 'no', error: 'account_inactive' });
    await expect(createCatchUp(past.deps()).round()).rejects.toThrow();
    expect(await markIs()).toBeUndefined();

    past.slack.faultOf = () => null;
    await catchUp.round();
    expect(past.words).toHaveLength(2);
  });

  it('stays while the store is away, and Slack is not asked in vain', async () => {
    past.store.away = true;
    await expect(catchUp.round()).rejects.toMatchObject({ code: 'STORE.UNAVAILABLE' });

    expect(past.slack.calls).toEqual([]);
  });

  it('stays while a word cannot be stored', async () => {
    past.at(minute);
    for (const user of ['U0SUZUKI', 'U0SATO']) write(user, '提案です');
    past.inbox.away = true;
    await expect(catchUp.round()).rejects.toMatchObject({ code: 'STORE.UNAVAILABLE' });
    expect(await markIs()).toBeUndefined();

    past.inbox.away = false;
    await catchUp.round();
    expect(past.words).toHaveLength(2);
    expect(await markIs()).toEqual(past.now);
  });
});

describe('something that could not be stored', () => {
  it('is fetched in the next round, from before it came', async () => {
    await catchUp.round();
    past.at(2 * minute);
    write('U0SATO', '届かなかった提案');
    catchUp.unheard();
    past.at(3 * minute);
    await catchUp.round();

    expect(past.words).toEqual(['SATO message 届かなかった提案']);
    expect(await markIs()).toEqual(past.now);
  });

  it('is fetched also when it came while others were being fetched', async () => {
    past.at(minute);
    write('U0SUZUKI', '先の提案');
    write('U0SATO', '先の提案');
    past.slack.faultOf = (_method, args) => {
      if (args['channel'] !== channelOf('U0SATO') || past.words.includes('SUZUKI message 後の提案'))
        return null;
      // Suzuki's words have just been read.
      past.at(2 * minute);
      write('U0SUZUKI', '後の提案');
      catchUp.unheard();
      past.slack.faultOf = () => null;
      return null;
    };
    await catchUp.round();
    expect(past.wordsOf('SUZUKI')).toEqual(['SUZUKI message 先の提案']);
    expect(await markIs()).toEqual(new Date(start.getTime() + minute));

    past.at(3 * minute);
    await catchUp.round();
    expect(past.wordsOf('SUZUKI')).toEqual(['SUZUKI message 先の提案', 'SUZUKI message 後の提案']);
    expect(await markIs()).toEqual(past.now);
  });
});

describe('a Slack that says 429', () => {
  it('is left alone for as long as it says; then the same page is asked for', async () => {
    past.at(minute);
    for (let n = 1; n <= 250; n++) write('U0SATO', `その${n}`);
    let refused = 0;
    past.slack.faultOf = (method, args) => {
      const isSecond = method === 'conversations.history' && args['cursor'] !== undefined;
      if (!isSecond || refused > 0) return null;
      refused += 1;
      return { kind: 'rate-limited', retryAfterSeconds: 1 };
    };
    await catchUp.round();

    expect(past.words).toHaveLength(250);
    const pages = past.slack.calls.filter(({ args }) => args['channel'] === channelOf('U0SATO'));
    expect(pages.map(({ args }) => args['cursor'] !== undefined)).toEqual([false, true, true]);
    expect(pages[2]!.args).toEqual(pages[1]!.args);
    expect(pages[2]!.at - pages[1]!.at).toBeGreaterThanOrEqual(995);
  });
});
