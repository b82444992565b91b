/** One town on Slack and Teams at once, in one process. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onBoth, type DeskHome, type OnBoth } from './both-platforms.js';
import { words } from './town-chat.js';
import { startTown, type Town } from './town-in-a-test.js';

describe.each<DeskHome>(['slack', 'teams'])('a town on Slack and Teams, its desk on %s', (home) => {
  let both: OnBoth;
  let town: Town;
  beforeAll(async () => {
    both = await onBoth(home);
    town = await startTown({}, both);
  });
  afterAll(() => town.stop());

  let ofSuzuki: string;
  let ofSato: string;

  it('takes proposals from both, numbers them in one row, and has one desk', async () => {
    ofSuzuki = (await town.proposeToDesk('suzuki', '会議室の予約が紙なので、二重予約がよく起きます')).number;
    ofSato = (await town.proposeToDesk('sato', '納付書の封筒が小さすぎます')).number;
    expect([ofSuzuki, ofSato].map((number) => Number(number.split('-')[1]))).toEqual([1, 2]);
    expect((await town.card(ofSuzuki)).text).toContain('会議室の予約が紙なので');
    expect((await town.card(ofSato)).text).toContain('納付書の封筒が小さすぎます');
  });

  it('brings every answer back to where its proposal came from, and nowhere else', async () => {
    await town.decide('tanaka', ofSuzuki, 'proposal.answer', { text: '電子予約を試します。' });
    await town.decide('tanaka', ofSato, 'proposal.ask', { text: 'どの封筒ですか。' });
    await town.until('dm:suzuki', 'suzuki', '電子予約を試します。');
    await town.until('dm:sato', 'sato', 'どの封筒ですか。');
    const elsewhere = async (room: 'dm:suzuki' | 'dm:sato', text: string) =>
      (await town.messages(room)).filter((message) => message.text.includes(text));
    expect(await elsewhere('dm:suzuki', 'どの封筒ですか。')).toEqual([]);
    expect(await elsewhere('dm:sato', '電子予約を試します。')).toEqual([]);
  });

  it('hears the reply on one platform and tells the desk on the other', async () => {
    await town.say('sato', '窓口で渡している長形3号です');
    await town.until('dm:sato', 'sato', ofSato);
    await town.advance('5m');
    expect((await town.card(ofSato)).text).toContain('窓口で渡している長形3号です');
    expect((await town.card(ofSato)).text).toContain(words('state.considering'));
  });

  it('posts the digest once in every place that is configured', async () => {
    await town.advance('5bd');
    const digests = async () => {
      const { slack, teams } = await both.forEverybody();
      return [slack, teams].map((texts) => texts.filter((text) => text.includes('提案のまとめ')).length);
    };
    const first = await digests();
    expect(first[0]).toBeGreaterThan(0);
    expect(first[1]).toBe(first[0]);
  });
});
