/** Outages of ours that outlast Slack's patience: nothing is lost that is still in Slack's history. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openEmbeddedMongo, type EmbeddedMongo } from '../../adapters/embedded/mongodb/index.js';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import type { Message } from './chat-messages.js';
import { openTcpProxy, type TcpProxy } from '../faults/tcp-proxy.js';
import { exportRecords } from './command-line.js';
import { onSlack } from './slack-town.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(120_000);

let slack: FakeSlack;
let town: Town;

async function openTown(environment: Record<string, string> = {}): Promise<void> {
  const platform = await onSlack();
  slack = platform.slack;
  slack.workspace.people.set('U0ITO', '伊藤');
  town = await startTown({ environment }, platform);
}

/** What each proposal is made of, in order: kind and words. */
async function filed(): Promise<[proposer: string | undefined, ...words: string[]][]> {
  const records = await exportRecords(town.environment);
  return records.map(({ proposer, thread }) => [
    proposer?.name,
    ...thread.filter(({ by }) => by !== 'bot').map(({ kind, text }) => `${kind}: ${text}`),
  ]);
}

/** As soon as so many words are filed, and whatever else was said has been handled. */
async function untilFiled(words: number): Promise<Awaited<ReturnType<typeof filed>>> {
  const count = (all: Awaited<ReturnType<typeof filed>>) => all.flatMap(([, ...said]) => said).length;
  for (let tries = 0; tries < 30 && count(await filed()) < words; tries++) await sleep(200);
  await town.rest();
  return filed();
}

describe('a service that was off for ten minutes', () => {
  beforeEach(() => openTown());
  afterEach(() => town.stop());

  it('files what two people and somebody new wrote meanwhile, each word once and in order', async () => {
    const { receipt } = await town.propose('suzuki', '名札をやめたい');
    await town.propose('sato', '朝礼を短くしたい');
    await town.advance('31m');
    await town.stopService();

    // Nobody is there to answer: Slack has given up when the service is back.
    const unheard = (saying: Promise<unknown>) => expect(saying).rejects.toThrow('does not run');
    await unheard(town.say('suzuki', '職員証があれば足ります', { replyTo: receipt.id }));
    await unheard(town.say('suzuki', '証明書の様式を一つにしたい'));
    await unheard(town.say('sato', '会議室の予約が紙です'));
    await unheard(town.say('suzuki', '窓口ごとに違います'));
    const isWritten = ({ text }: Message) => text === '証明書の様式を一つにしたい';
    const written = (await town.messages('dm:suzuki', 'suzuki')).find(isWritten);
    await unheard(town.edit('suzuki', written!.id, '証明書の様式を統一したい'));
    const files = [{ name: '入力画面.png', size: 204_800, permalink: 'https://town.slack.example/F1' }];
    slack.workspace.write('U0ITO', 'この画面の入力を減らしたい', { subtype: 'file_share', files });
    slack.workspace.write('U0ITO', '同じ住所を三度書きます');

    await town.startService();
    const all = await untilFiled(8);
    expect(all.slice(0, 2)).toEqual([
      ['鈴木', 'proposal: 名札をやめたい', 'addition: 職員証があれば足ります'],
      ['佐藤', 'proposal: 朝礼を短くしたい'],
    ]);
    // People are read one after the other; between them there is no order to keep.
    const others = new Map(all.slice(2).map(([proposer, ...words]) => [proposer, words]));
    expect(all).toHaveLength(5);
    expect(others.get('鈴木')).toEqual([
      'proposal: 証明書の様式を統一したい',
      'addition: 窓口ごとに違います',
    ]);
    expect(others.get('佐藤')).toEqual(['proposal: 会議室の予約が紙です']);
    expect(others.get('伊藤')).toEqual([
      'proposal: この画面の入力を減らしたい',
      'addition: 同じ住所を三度書きます',
    ]);
    const toIto = slack.workspace.messages.filter(({ channel }) => channel === 'D0ITO');
    expect(toIto.some(({ user, text }) => user === 'bot' && text.includes('入力画面.png'))).toBe(true);
    const fetched = 'words that Slack could not deliver were fetched from its history';
    expect(town.complaints()).toMatchObject([{ message: fetched, facts: { missed: 7 } }]);

    await town.stopService();
    await town.startService();
    await town.rest();
    expect(await filed()).toEqual(all);
    expect(town.complaints()).toHaveLength(1);
  });
});

describe('a service whose store was away for longer than Slack repeats', () => {
  let dataDir: string;
  let store: EmbeddedMongo;
  /** The way to the store: what ends when a network does. */
  let way: TcpProxy;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yamabiko-outage-'));
    store = await openEmbeddedMongo({ dataDir, production: false });
    const { host, search } = new URL(store.uri);
    way = await openTcpProxy(decodeURIComponent(host));
    await openTown({ MONGODB_URI: `mongodb://127.0.0.1:${way.port}/yamabiko${search}` });
  });
  afterEach(async () => {
    await town.stop();
    await way.close();
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('files all of it when the store is back, without a restart', async () => {
    await town.propose('suzuki', '名札をやめたい');
    await town.advance('31m');
    await way.setMode('refuse');
    await Promise.all([
      town.say('suzuki', '証明書の様式を一つにしたい'),
      town.say('sato', '会議室の予約が紙です'),
    ]);
    await town.say('suzuki', '窓口ごとに違います');
    const refused = town
      .complaints()
      .filter(({ message }) => message === 'an event of Slack could not be stored');
    expect(refused).toHaveLength(3 * 4);

    await way.setMode('pass');
    const all = await untilFiled(4);
    expect(all).toHaveLength(3);
    expect(all).toContainEqual([
      '鈴木',
      'proposal: 証明書の様式を一つにしたい',
      'addition: 窓口ごとに違います',
    ]);
    expect(all).toContainEqual(['佐藤', 'proposal: 会議室の予約が紙です']);
  });
});
