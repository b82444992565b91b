/** What only Slack has: the message shortcut, files, the App Home. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { allChannel, botUser, teamId } from '../fakes/slack-api/workspace.js';
import { controlOf, intentsOf, numberIn } from './chat-messages.js';
import { onSlack } from './slack-town.js';
import { words } from './town-chat.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(60_000);

let slack: FakeSlack;
let town: Town;
beforeAll(async () => {
  const platform = await onSlack();
  slack = platform.slack;
  town = await startTown({}, platform);
});
afterAll(() => town.stop());

const url = () => `${town.address}/slack/events`;
const event = (inner: object) => ({
  event: {
    type: 'event_callback',
    team_id: teamId,
    event_id: `Ev${randomUUID()}`,
    authorizations: [{ team_id: teamId, user_id: botUser, is_bot: true }],
    event: inner,
  },
});

/** 「提案にする」 on a message in the channel of everybody. */
async function useShortcut(presser: string, author: string, text: string): Promise<void> {
  const written = slack.workspace.post({
    channel: allChannel,
    user: author,
    text,
    blocks: [],
    threadTs: null,
    metadata: undefined,
    onlyFor: null,
  });
  await slack.send(url(), {
    interaction: {
      type: 'message_action',
      callback_id: 'propose-message',
      trigger_id: `trigger-${presser}-1`,
      action_ts: `${Date.now() / 1_000}`,
      response_url: 'https://hooks.slack.example/1',
      team: { id: teamId },
      user: { id: presser, team_id: teamId },
      channel: { id: allChannel },
      message: { type: 'message', user: author, ts: written.ts, text },
    },
  });
  await town.rest();
}

describe('「提案にする」', () => {
  it('makes a proposal of one’s own message, with its receipt in one’s direct messages', async () => {
    await useShortcut('U0SUZUKI', 'U0SUZUKI', '昼休みの電話番を交代にしたい');
    const receipt = await town.until('dm:suzuki', 'suzuki', '「昼休みの電話番を交代にしたい」');
    expect(intentsOf(receipt)).toContain('proposal.withdraw');
  });

  it('asks somebody else before it makes a proposal of theirs', async () => {
    await useShortcut('U0SUZUKI', 'U0SATO', '納付書の封筒が小さすぎます');
    const asked = await town.until('dm:sato', 'sato', '納付書の封筒が小さすぎます');
    expect(intentsOf(asked)).toEqual(['text.propose', 'text.discard']);
    const seen = await town.messages('dm:suzuki', 'suzuki');
    expect(seen.some(({ text }) => text.includes('で受け付けました') && text.includes('納付書'))).toBe(false);

    await town.press('sato', 'dm:sato', controlOf(asked, 'text.propose'));
    const isReceipt = ({ text }: { text: string }) =>
      text.includes('で受け付けました') && text.includes('納付書の封筒が小さすぎます');
    const receipt = await town.until('dm:sato', 'sato', isReceipt, 'the receipt');
    await town.advance('5m');
    expect((await town.card(numberIn(receipt.text))).text).toContain('佐藤');
  });
});

describe('a message with a file', () => {
  it('is a proposal; the file stays where it is, and the desk reads its name', async () => {
    await town.advance('31m');
    await slack.send(
      url(),
      event({
        type: 'message',
        subtype: 'file_share',
        channel: slack.workspace.directOf('U0SATO'),
        channel_type: 'im',
        user: 'U0SATO',
        ts: '1800000000.000001',
        text: 'この画面の入力を減らしたい',
        files: [
          {
            id: 'F1',
            name: '入力画面.png',
            size: 204_800,
            permalink: 'https://town.slack.example/files/F1',
          },
        ],
      }),
    );
    const receipt = await town.until('dm:sato', 'sato', '「この画面の入力を減らしたい」');
    expect(receipt.text).toContain('入力画面.png');
    await town.advance('5m');
    const card = await town.card(numberIn(receipt.text));
    expect(card.text).toContain('入力画面.png');
    expect(card.text).toContain('https://town.slack.example/files/F1');
  });
});

describe('a message that mentions people and channels', () => {
  it('is quoted with their names, and calls nobody', async () => {
    await town.advance('31m');
    const text = '<@U0SATO> さんと <#C0ALL> で話した、机の配置を変えたい';
    const { ts, channel } = slack.workspace.write('U0SUZUKI', text);
    await slack.send(
      url(),
      event({ type: 'message', channel_type: 'im', channel, user: 'U0SUZUKI', ts, text }),
    );
    const receipt = await town.until('dm:suzuki', 'suzuki', '「@佐藤 さんと #general で話した、');
    await town.advance('5m');

    expect((await town.card(numberIn(receipt.text))).text).toContain('@佐藤 さんと #general で話した');
    const ours = slack.workspace.messages.filter(({ user }) => user === 'bot');
    expect(ours.filter(({ text: said }) => said.includes('<'))).toEqual([]);
  });
});

describe('the App Home', () => {
  it('shows one’s own proposals and who reads them, to whoever opens it', async () => {
    await slack.send(
      url(),
      event({ type: 'app_home_opened', user: 'U0SATO', tab: 'home', channel: 'D0SATO' }),
    );
    for (let tries = 0; tries < 100 && !slack.workspace.homes.has('U0SATO'); tries++) await town.rest();
    const shown = JSON.stringify(slack.workspace.homes.get('U0SATO'));
    expect(shown).toContain('納付書の封筒が小さすぎます');
    expect(shown).not.toContain('昼休みの電話番');
    expect(shown).toContain(words('help.heading'));
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
