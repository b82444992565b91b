/** Slack at its worst: too many requests, failures, answers that get lost, everything delivered several times. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { botUser, teamId } from '../fakes/slack-api/workspace.js';
import { isCardOf, words } from './town-chat.js';
import { intentsOf, numberIn } from './chat-messages.js';
import { onSlack, slackYaml } from './slack-town.js';
import { createRandom } from '../faults/random.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(120_000);

let slack: FakeSlack;
let town: Town;
beforeAll(async () => {
  const platform = await onSlack();
  slack = platform.slack;
  town = await startTown({ yaml: slackYaml.replace('settle: 2m', 'settle: 2m, addition: 0s') }, platform);
});
afterAll(() => town.stop());

const receiptsOf = async (person: 'suzuki' | 'sato') =>
  (await town.messages(`dm:${person}`, person)).filter((m) => intentsOf(m).includes('proposal.tell-more'));

describe('a Slack that answers 429 to a tenth of our messages, 500 to another, and loses some answers', () => {
  const texts = (person: string) => Array.from({ length: 20 }, (_, n) => `${person}の提案その${n + 1}です`);

  it('gets every receipt once and in order, and the desk every card once', async () => {
    const random = createRandom(8);
    slack.faultOf = (method) => {
      if (method !== 'chat.postMessage') return null;
      const dice = random();
      if (dice < 0.1) return { kind: 'rate-limited', retryAfterSeconds: 1 };
      if (dice < 0.2) return { kind: 'http', status: 500 };
      return dice < 0.24 ? { kind: 'reply-lost' } : null;
    };
    for (const [n] of texts('').entries()) {
      await town.say('suzuki', texts('鈴木')[n]!);
      await town.say('sato', texts('佐藤')[n]!);
    }
    const allThere = async () =>
      (await receiptsOf('suzuki')).length + (await receiptsOf('sato')).length >= 40;
    for (let waited = 0; waited < 600 && !(await allThere()); waited++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    slack.faultOf = () => null;
    await town.advance('5m');

    for (const [person, name] of [
      ['suzuki', '鈴木'],
      ['sato', '佐藤'],
    ] as const) {
      const words = (await receiptsOf(person)).map(({ text }) => /「(.*)」/.exec(text)?.[1]);
      expect(words).toEqual(texts(name));
    }
    const receipts = [...(await receiptsOf('suzuki')), ...(await receiptsOf('sato'))];
    const desk = await town.messages('desk', 'tanaka');
    for (const { text } of receipts) {
      expect(desk.filter(isCardOf(numberIn(text)))).toHaveLength(1);
    }
  });
});

describe('one message of Slack', () => {
  const url = () => `${town.address}/slack/events`;

  /** Somebody's message as Slack tells of it, over and over, under another event id each time. */
  function written(user: string, text: string) {
    const { ts, channel } = slack.workspace.write(user, text);
    const message = { type: 'message', user, ts, text };
    let told = 0;
    const tell = (event: object) => {
      told += 1;
      return slack.send(url(), {
        event: {
          type: 'event_callback',
          team_id: teamId,
          event_id: `Ev${ts}-${told}`,
          authorizations: [{ team_id: teamId, user_id: botUser, is_bot: true }],
          event: { channel, channel_type: 'im', ...event },
        },
      });
    };
    const fiveTimes = () => [1, 2, 3, 4, 5].map(() => tell(message));
    return { message, tell, fiveTimes };
  }

  it('delivered five times at once under other event ids, edited and edited again, is one proposal', async () => {
    const { message, tell, fiveTimes } = written('U0SATO', '駐車場の区画を直したい');
    const edited = {
      type: 'message',
      subtype: 'message_changed',
      ts: '9.1',
      event_ts: '9.1',
      message: { ...message, text: '駐車場の白線を引き直したい', edited: { user: message.user, ts: '1.1' } },
      previous_message: message,
    };
    // The edit comes before its message, and in the middle of its repeats.
    await Promise.all([tell(edited), ...fiveTimes(), tell(edited)]);
    await town.rest();
    await town.advance('5m');

    const receipts = (await receiptsOf('sato')).filter(({ text }) => text.includes('駐車場'));
    expect(receipts).toHaveLength(1);
    const card = await town.card(numberIn(receipts[0]!.text));
    expect(card.text).toContain('「駐車場の白線を引き直したい」');
    expect(card.text).not.toContain('区画を直したい');
  });

  it('delivered five times at once and deleted meanwhile is one proposal, whose words nobody reads', async () => {
    const before = (await receiptsOf('suzuki')).length;
    const { message, tell, fiveTimes } = written('U0SUZUKI', '階段の手すりがぐらつきます');
    const deleted = {
      type: 'message',
      subtype: 'message_deleted',
      ts: '9.2',
      event_ts: '9.2',
      deleted_ts: message.ts,
      previous_message: message,
    };
    await Promise.all([...fiveTimes(), tell(deleted), tell(deleted)]);
    await town.rest();
    await town.advance('5m');

    const [receipt, ...others] = (await receiptsOf('suzuki')).slice(before);
    expect(others).toEqual([]);
    const card = await town.card(numberIn(receipt!.text));
    const ours = (await town.messages('dm:suzuki', 'suzuki')).filter(({ from }) => from === 'bot');
    expect(card.text).toContain(words('card.masked'));
    for (const { text } of [card, ...ours]) expect(text).not.toContain('手すりがぐらつきます');
  });
});

describe('a desk whose channel was archived', () => {
  it('is told in the manager’s direct messages what it would have read', async () => {
    slack.workspace.archived.add('C0DESK');
    await town.say('suzuki', '会議室の椅子が足りません');
    await town.rest();
    await town.advance('5m');
    const told = await town.until('dm:manager', 'manager', '会議室の椅子が足りません');
    expect(told.text).toContain('届きませんでした');
    slack.workspace.archived.clear();
  });
});
