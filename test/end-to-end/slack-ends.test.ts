/** How deliveries end on Slack: refused by a channel or a person, shut out, in part; and who hears of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import type { Arguments } from '../fakes/slack-api/methods.js';
import { deskChannel } from '../fakes/slack-api/workspace.js';
import { controlOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import { onSlack } from './slack-town.js';
import { isCardOf, words } from './town-chat.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(120_000);

let slack: FakeSlack;
let town: Town;
beforeAll(async () => {
  const platform = await onSlack();
  slack = platform.slack;
  town = await startTown({}, platform);
});
afterAll(() => town.stop());
afterEach(() => {
  slack.faultOf = () => null;
});

const readiness = async () => {
  const response = await fetch(`${town.address}/readyz`);
  const { reasons } = (await response.json()) as { reasons: string[] };
  return { status: response.status, reasons: reasons.filter((reason) => !reason.includes('Redis')) };
};
const gauge = async (name: string) => {
  const page = await (await fetch(`${town.address}/metrics`)).text();
  return new RegExp(`^${name} (\\d+)$`, 'm').exec(page)?.[1];
};
const of = (number: string) => (message: Message) => message.from === 'bot' && message.text.includes(number);
const is = ({ channel }: Arguments, ...names: string[]) => names.includes(String(channel));
const refusing = (error: string, ...channels: string[]) => {
  slack.faultOf = (_method, args) => (is(args, ...channels) ? { kind: 'no', error } : null);
};

describe('a proposer whose account was closed', () => {
  it('is told by a human, and the answer counts when that is said', async () => {
    const { number } = await town.proposeToDesk('sato', '納付書の封筒が小さすぎます');
    refusing('account_inactive', slack.workspace.directOf('U0SATO'));
    await town.decide('tanaka', number, 'proposal.answer', { text: '封筒を見直します' });
    const isTask = (message: Message) => of(number)(message) && intentsOf(message).includes('proposal.told');
    const task = await town.until('desk', 'tanaka', isTask, 'the task');
    expect(task.text).toContain('佐藤さんにお返事が届きませんでした。');
    expect((await town.card(number)).text).toContain(words('owed.deliver'));

    await town.submit('tanaka', 'desk', controlOf(task, 'proposal.told'), { text: '電話で伝えました' });
    await town.rest();
    const told = await town.until('desk', 'tanaka', words('thread.told', { number, name: 'DX推進課・田中' }));
    expect(told.text).toContain(number);
    expect((await town.card(number)).text).toContain(words('state.considering'));
    const tasks = (await town.messages('desk', 'tanaka')).filter((message) => isTask(message));
    expect(tasks).toHaveLength(1);
    expect(await readiness()).toEqual({ status: 200, reasons: [] });
  });
});

describe('a desk whose channel was archived', () => {
  const missed = async () =>
    (await town.messages('dm:manager', 'manager')).filter(({ text }) =>
      text.startsWith(words('missed.heading')),
    );

  it('has its manager told once, and its cards once the channel is back', async () => {
    slack.workspace.archived.add(deskChannel);
    const first = await town.propose('suzuki', '会議室の椅子が足りません');
    await town.advance('5m');
    const second = await town.propose('suzuki', '窓口の番号札が読みにくい');
    await town.advance('5m');

    const [notice, ...others] = await missed();
    expect(others).toEqual([]);
    expect(notice!.text).toContain('会議室の椅子が足りません');
    expect(notice!.text).toContain('窓口の番号札が読みにくい');
    expect(await readiness()).toEqual({ status: 200, reasons: [] });

    slack.workspace.archived.clear();
    await town.advance('1bd');
    const desk = await town.messages('desk', 'tanaka');
    for (const { number } of [first, second]) expect(desk.filter(isCardOf(number))).toHaveLength(1);
    expect(await missed()).toHaveLength(1);
  });

  it('is reported by readiness when nobody else of it can be reached, until somebody can', async () => {
    const { directOf } = slack.workspace;
    refusing('channel_not_found', deskChannel, directOf('U0MANAGER'), directOf('U0TANAKA'));
    await town.propose('suzuki', '公用車の予約が重なります');
    await town.advance('5m');
    const { status, reasons } = await readiness();
    expect(status).toBe(200);
    expect(reasons).toEqual([expect.stringContaining('warning: nobody of the desk can be reached on slack')]);
    expect(await gauge('yamabiko_desk_unreachable')).toBe('1');
    const alarm = {
      level: 'error',
      message: 'nobody of the desk can be reached',
      facts: { platform: 'slack' },
    };
    expect(town.complaints()).toContainEqual(alarm);

    await town.stopService();
    await town.startService();
    expect((await readiness()).reasons).toHaveLength(1);

    slack.faultOf = () => null;
    await town.advance('1bd');
    await town.until('desk', 'tanaka', '公用車の予約が重なります');
    expect(await readiness()).toEqual({ status: 200, reasons: [] });
    expect(await gauge('yamabiko_desk_unreachable')).toBe('0');
  });
});

describe('a long answer', () => {
  it.each([
    ['is asked to wait', { kind: 'rate-limited', retryAfterSeconds: 1 }],
    ['meets a failure', { kind: 'http', status: 500 }],
    ['loses its reply', { kind: 'reply-lost' }],
  ] as const)('whose second part %s arrives whole, and nothing of it twice', async (_what, fault) => {
    const { number } = await town.proposeToDesk('suzuki', '掲示板の場所を変えたい');
    const mine = slack.workspace.directOf('U0SUZUKI');
    let parts = 0;
    slack.faultOf = (method, args) => {
      if (method !== 'chat.postMessage' || !is(args, mine) || args['thread_ts'] === undefined) return null;
      parts += 1;
      return parts === 1 ? fault : null;
    };
    const sentence = '場所を調べています。';
    await town.decide('tanaka', number, 'proposal.answer', { text: sentence.repeat(1_500) });
    const isAnswered = (card: Message) =>
      isCardOf(number)(card) && card.text.includes(words('state.considering'));
    await town.until('desk', 'tanaka', isAnswered, 'the card of what was answered');

    const toSuzuki = await town.messages('dm:suzuki', 'suzuki');
    const firsts = toSuzuki.filter(({ text }) => text.includes(words('answer.heading', { number })));
    expect(firsts).toHaveLength(1);
    const following = toSuzuki.filter(({ replyTo }) => replyTo === firsts[0]!.id);
    const whole = [...firsts, ...following].map(({ text }) => text).join('');
    expect(whole.split(sentence)).toHaveLength(1_501);
  });
});

describe('a token that was revoked', () => {
  const revoked = { kind: 'no', error: 'token_revoked' } as const;

  it('lets everything wait: no word is lost, none is doubled, and no human is given a task', async () => {
    await town.advance('31m');
    const tasksBefore = (await town.messages('desk', 'tanaka')).length;
    slack.faultOf = () => revoked;
    const said = ['休憩室に時計がほしい', 'ついでに温度計もほしい'];
    for (const text of said) await town.say('sato', text);
    await town.say('suzuki', '更衣室の鍵が足りません');
    await sleep(4_000);
    expect(await town.messages('desk', 'tanaka')).toHaveLength(tasksBefore);
    expect(town.complaints()).toContainEqual({
      level: 'error',
      message: 'the platform is away: its messages wait',
      facts: { platform: 'slack', reason: 'token_revoked' },
    });

    // The service is started again with a token that works.
    await town.stopService();
    slack.faultOf = () => null;
    await town.startService();
    const isReceipt = (text: string) => (message: Message) =>
      message.from === 'bot' && message.text.includes(text);
    await town.until('dm:sato', 'sato', isReceipt(said[0]!));
    await town.until('dm:suzuki', 'suzuki', '更衣室の鍵が足りません');
    await town.advance('5m');
    const toSato = (await town.messages('dm:sato', 'sato')).filter(
      ({ from, text }) => from === 'bot' && said.some((words) => text.includes(words)),
    );
    const number = numberIn(toSato[0]!.text);
    expect(toSato).toHaveLength(1);
    const card = await town.card(number);
    expect(card.text).toContain(said[0]);
    expect(card.text).toContain(said[1]);
    expect(card.text).toContain('佐藤');
    const desk = await town.messages('desk', 'tanaka');
    expect(desk.filter(({ text }) => text.includes('直接伝えてください')).filter(of(number))).toEqual([]);
    expect(desk.filter(isCardOf(number))).toHaveLength(1);
  });
});

describe('a first start while Slack does not say who is of the desk', () => {
  it('lets a press of the desk wait, and does it once that is known', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '傘立ての場所を変えたい');
    await town.stopService();
    slack.faultOf = (method) => (method === 'conversations.members' ? { kind: 'http', status: 503 } : null);
    await town.startService();
    await town.submit('tanaka', 'desk', controlOf(card, 'proposal.answer'), { text: '調べます' });
    await sleep(2_000);
    const refusal = words('refused.not-desk');
    expect((await town.messages('desk', 'tanaka')).filter(({ text }) => text.includes(refusal))).toEqual([]);

    slack.faultOf = () => null;
    const answer = await town.until('dm:suzuki', 'suzuki', words('answer.heading', { number }));
    expect(answer.text).toContain('調べます');
  });
});
