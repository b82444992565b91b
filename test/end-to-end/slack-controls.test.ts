/** Controls and forms on Slack, through HTTP: what is pressed, what a modal answers, and what Slack is given to keep. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { deskChannel } from '../fakes/slack-api/workspace.js';
import { controlOf, type Message } from './chat-messages.js';
import { createSlackHappenings, type ModalAnswer, type SlackHappenings } from './slack-happenings.js';
import { onSlack } from './slack-town.js';
import { words } from './town-chat.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(60_000);

let slack: FakeSlack;
let town: Town;
let happenings: SlackHappenings;
beforeAll(async () => {
  const platform = await onSlack();
  slack = platform.slack;
  town = await startTown({}, platform);
  happenings = createSlackHappenings(slack, () => town.address);
});
afterAll(() => town.stop());

const elementSchema = z.looseObject({ type: z.string(), action_id: z.string() });
const actionsSchema = z.looseObject({ type: z.literal('actions'), elements: z.array(elementSchema) });

/** What Slack draws to be pressed, as it was given. */
const elementsOf = (blocks: readonly unknown[]): z.infer<typeof elementSchema>[] =>
  blocks.flatMap((block) => {
    const actions = actionsSchema.safeParse(block);
    return actions.success ? actions.data.elements : [];
  });

const posted = (message: Message) => slack.workspace.find(deskChannel, message.id);
const callsSince = (before: number, method: string) =>
  slack.calls.slice(before).filter((call) => call.method === method);

/** All that the blocks of a view show. */
const shownIn = (answer: ModalAnswer | null): string =>
  answer?.response_action === 'update' ? JSON.stringify(answer.view) : '';

describe('a card', () => {
  it('has three controls: one to answer, and two selects for the rest', async () => {
    const { card } = await town.proposeToDesk('suzuki', '庁舎の案内図が古いです');
    const elements = elementsOf(posted(card)?.blocks ?? []);
    expect(elements.map(({ type, action_id }) => [type, action_id])).toEqual([
      ['button', 'proposal.answer'],
      ['static_select', 'more'],
      ['static_select', 'more'],
    ]);
  });

  it('is updated in its place', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '封筒の在庫が見えません');
    const before = slack.calls.length;
    const updated = await town.decide('tanaka', number, 'proposal.take');
    expect(updated.id).toBe(card.id);
    expect(updated.text).toContain('担当: DX推進課・田中');
    expect(callsSince(before, 'chat.postMessage')).toEqual([]);
    const updates = callsSince(before, 'chat.update').filter(({ args }) => args['ts'] === card.id);
    expect(updates.map(({ args }) => args['channel'])).toEqual([deskChannel]);
  });

  it('that is outdated answers whoever presses it, and only them, with what is the case now', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '会議の案内が二重に来ます');
    await town.decide('manager', number, 'proposal.take');
    const before = slack.calls.length;
    await town.press('tanaka', 'desk', controlOf(card, 'proposal.take'));
    await town.until(
      'desk',
      'tanaka',
      ({ text }) => text.startsWith(words('refused.outdated')),
      'the refusal',
    );
    const told = callsSince(before, 'chat.postEphemeral').map(({ args }) => args);
    expect(told).toMatchObject([{ channel: deskChannel, user: 'U0TANAKA' }]);
    expect(String(told[0]?.['text'])).toContain(`${number} 受付（DX推進課・山本の番です）`);
    expect(callsSince(before, 'chat.postMessage')).toEqual([]);
  });

  it('that is outdated opens no form', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '鍵の貸出簿が紙です');
    await town.decide('manager', number, 'proposal.take');
    const before = slack.calls.length;
    await town.press('tanaka', 'desk', controlOf(card, 'proposal.answer'));
    const isRefusal = ({ text, onlyFor }: Message) => onlyFor === 'tanaka' && text.includes(`${number} 受付`);
    await town.until('desk', 'tanaka', isRefusal, 'the refusal');
    expect(callsSince(before, 'views.open')).toEqual([]);
  });
});

describe('a modal', () => {
  const answerWith = (
    control: Parameters<SlackHappenings['sendModal']>[2],
    values: Record<string, string | null>,
    user = 'U0TANAKA',
  ) => happenings.sendModal(user, deskChannel, control, values);
  const privately = (text: string) => (message: Message) =>
    message.onlyFor === 'tanaka' && message.text.includes(text);

  it('closes once it is taken', async () => {
    const { card } = await town.proposeToDesk('suzuki', '外線の取り次ぎが多いです');
    const sent = await answerWith(controlOf(card, 'proposal.answer'), {
      text: '代表電話と相談します。',
      headline: null,
    });
    expect(sent).toEqual({ status: 200, answer: null });
    await town.until('dm:suzuki', 'suzuki', '代表電話と相談します。');
  });

  it('stays open at the field that was left empty, with the rest as it was written', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '掲示の期限が過ぎています');
    const control = controlOf(card, 'proposal.answer');
    expect(await answerWith(control, { headline: '掲示', text: null })).toEqual({
      status: 200,
      answer: {
        response_action: 'errors',
        errors: { text: words('refused.empty', { field: words('field.answer-text') }) },
      },
    });
    await town.rest();
    expect((await town.card(number)).text).toBe(card.text);
  });

  it('of somebody who is not of the desk stays open, and changes nothing', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '複合機が遠いです');
    const sent = await answerWith(controlOf(card, 'proposal.answer'), { text: '私が答えます' }, 'U0SATO');
    expect(sent).toMatchObject({ status: 200, answer: { errors: { text: words('refused.not-desk') } } });
    await town.rest();
    expect((await town.card(number)).text).toBe(card.text);
  });

  it.each([
    ['has moved on', 'proposal.take', undefined, 'proposal.answer'],
    ['has ended', 'proposal.close-answered', { reason: '今日から替えました。' }, 'proposal.note'],
  ] as const)(
    'whose proposal %s says so in place of the form, and offers the words again',
    async (how, intent, values, offered) => {
      const { number, card } = await town.proposeToDesk('suzuki', `書庫の棚が足りません（${how}）`);
      await town.decide('manager', number, intent, values);
      const text = `総務課に聞きます。（${how}）`;
      const { status, answer } = await answerWith(controlOf(card, 'proposal.answer'), {
        text,
        headline: null,
      });
      expect([status, answer?.response_action]).toEqual([200, 'update']);
      for (const told of [text, words('refused.draft-kept'), words('refused.draft-in-chat'), number])
        expect(shownIn(answer)).toContain(told);

      const offer = await town.until('desk', 'tanaka', privately(text), 'the words');
      const form = await town.openForm('tanaka', 'desk', controlOf(offer, offered));
      expect(form.form?.fields[0]?.value).toBe(text);
      expect(
        (await town.messages('dm:suzuki', 'suzuki')).some((message) => message.text.includes(text)),
      ).toBe(false);
    },
  );
});

describe('the App Home', () => {
  it('is drawn anew each time it is opened, with one’s own proposals only', async () => {
    const { number } = await town.proposeToDesk('sato', '納付書の封筒が小さすぎます');
    const first = JSON.stringify(await happenings.openHome('U0SATO'));
    expect(first).toContain(`${number} 納付書の封筒が小さすぎます｜受付`);
    expect(first).not.toContain('庁舎の案内図');
    expect(first).toContain(words('about.who-sees', { desk: 'DX推進課' }));

    await town.decide('tanaka', number, 'proposal.answer', {
      text: '見本を取り寄せます。',
      headline: '封筒の大きさ',
    });
    const second = JSON.stringify(await happenings.openHome('U0SATO'));
    expect(second).toContain(`${number} 封筒の大きさ｜検討中`);
  });

  it('has controls that work: a form opened there is answered in direct messages', async () => {
    const blocks = await happenings.openHome('U0SATO');
    const add = elementsOf(blocks).find(({ action_id }) => action_id === 'proposal.add');
    const before = slack.workspace.views.length;
    await happenings.pressAtHome('U0SATO', { intent: 'proposal.add', target: String(add?.['value']) });
    await town.rest();
    const [opened] = slack.workspace.views.slice(before);
    expect(opened?.view).toMatchObject({ callback_id: 'proposal.add' });
    const control = { intent: 'proposal.add', target: String(add?.['value']) };
    await town.submit('sato', 'dm:sato', control, { text: '窓あきの封筒です' });
    await town.until(
      'dm:sato',
      'sato',
      ({ text }) => text.startsWith('R') && text.includes('書き足しました'),
      'the receipt',
    );
  });
});

describe('what Slack is given to keep', () => {
  const valuesOf = (element: z.infer<typeof elementSchema>): string[] => {
    const options = z
      .array(z.looseObject({ value: z.string() }))
      .optional()
      .parse(element['options']);
    return options ? options.map(({ value }) => value) : [z.string().parse(element['value'])];
  };

  it('is opaque: which thing, which state of it, and the id of a delivery', () => {
    const messages = slack.workspace.messages.filter(({ user }) => user === 'bot');
    const values = messages.flatMap(({ blocks }) => elementsOf(blocks)).flatMap(valuesOf);
    expect(values.length).toBeGreaterThan(50);
    for (const value of values) expect(value).toMatch(/^(?:[a-z.-]+\|)?[\w.-]+~\d+$/);
    for (const { metadata } of messages.filter((message) => message.metadata !== undefined)) {
      const { event_payload: payload } = z
        .object({ event_payload: z.record(z.string(), z.unknown()) })
        .parse(metadata);
      expect(Object.keys(payload).every((name) => ['key', 'of', 'part'].includes(name))).toBe(true);
      expect(JSON.stringify(payload)).not.toMatch(/[^\x20-\x7e]/);
    }
  });

  it('holds no words in a modal but those that its writer sees in its fields', () => {
    expect(slack.workspace.views.length).toBeGreaterThan(2);
    for (const { view } of slack.workspace.views) {
      const kept = JSON.parse(String(view['private_metadata'])) as object;
      expect(Object.keys(kept).sort()).toEqual(['channel', 'target']);
      expect(JSON.stringify(kept)).not.toMatch(/[^\x20-\x7e]/);
    }
  });
});

describe('the whole of it', () => {
  it('went without a failure', () => {
    expect(town.complaints()).toEqual([]);
  });
});
