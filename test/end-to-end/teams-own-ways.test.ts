/** What only Teams has: the message extension, dialogs, older clients, cards that come back, words in one's own chat. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import type { FakeTeams } from '../fakes/teams-api/fake-teams.js';
import { partsOf } from '../fakes/teams-api/limits-checker.js';
import { deskChannel } from '../fakes/teams-api/town-on-teams.js';
import { controlOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import { createTeamsHappenings, type TeamsHappenings } from './teams-happenings.js';
import { formIn } from './teams-messages.js';
import { onTeams } from './teams-town.js';
import { direct, words } from './town-chat.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(60_000);

let teams: FakeTeams;
let town: Town;
let happenings: TeamsHappenings;
beforeAll(async () => {
  const platform = await onTeams();
  teams = platform.teams;
  town = await startTown({}, platform);
  happenings = createTeamsHappenings(teams, () => town.address);
});
afterAll(() => town.stop());

const receiptOf =
  (said: string) =>
  ({ text }: Message): boolean =>
    text.includes('で受け付けました') && text.includes(`「${said}」`);

/** What somebody was told in their chat since a moment ago. */
async function toldTo(person: 'suzuki' | 'sato' | 'tanaka', act: () => Promise<unknown>): Promise<Message[]> {
  const room = direct(person);
  const before = new Set((await town.messages(room, person)).map(({ id }) => id));
  await act();
  await town.rest();
  return (await town.messages(room, person)).filter(({ id, from }) => from === 'bot' && !before.has(id));
}

/** A dialog that shows a card. */
const continued = z
  .object({
    task: z.object({
      type: z.literal('continue'),
      value: z.object({ card: z.object({ content: z.unknown() }) }),
    }),
  })
  .transform(({ task }) => task.value.card.content);

const dialogWords = (value: string) => ({ task: { type: 'message', value } });
const cardAnswer = (value: unknown) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value,
});

describe('「提案にする」', () => {
  const extension = 'composeExtension/submitAction';

  it.each(['composeExtension/submitAction', 'composeExtension/fetchTask'])(
    'makes a proposal of one’s own message anywhere, with its receipt in one’s own chat (%s)',
    async (name) => {
      const said = `昼休みの電話番を交代にしたい ${name.length}`;
      const written = happenings.write('suzuki', `<div>${said}</div>`);
      const answer = await happenings.useExtension('suzuki', name, written);
      expect(answer).toEqual(dialogWords(words('at-once.proposed')));
      const receipt = await town.until('dm:suzuki', 'suzuki', receiptOf(said), 'the receipt');

      const again = await toldTo('suzuki', () => happenings.useExtension('suzuki', name, written));
      expect(again.map(({ text }) => text)).toEqual([
        words('shortcut.already', { number: numberIn(receipt.text) }),
      ]);
    },
  );

  it('asks the author of somebody else’s message, whose yes makes it theirs', async () => {
    const written = happenings.write('sato', '<p>納付書の封筒が &lt;小さすぎ&gt; ます</p>');
    const told = await toldTo('suzuki', () => happenings.useExtension('suzuki', extension, written));
    expect(told.map(({ text }) => text)).toEqual([words('shortcut.author-decides')]);
    const isQuestion = (message: Message) =>
      intentsOf(message).join() === 'text.propose,text.discard' && message.text.includes('封筒が');
    const asked = await town.until('dm:sato', 'sato', isQuestion, 'the question');
    expect(asked.text).toContain('鈴木さん');
    await town.press('sato', 'dm:sato', controlOf(asked, 'text.propose'));
    await town.until('dm:sato', 'sato', receiptOf('納付書の封筒が <小さすぎ> ます'), 'the receipt');
  });

  it('files nothing when its author says no', async () => {
    const written = happenings.write('sato', '<p>朝の打合せが長いです</p>');
    await happenings.useExtension('suzuki', extension, written);
    const isAsked = (message: Message) =>
      intentsOf(message).includes('text.discard') && message.text.includes('朝の打合せ');
    const asked = await town.until('dm:sato', 'sato', isAsked, 'the question');
    const told = await toldTo('sato', () => town.press('sato', 'dm:sato', controlOf(asked, 'text.discard')));
    expect(told.map(({ text }) => text)).toEqual([words('held.discarded')]);
    await town.advance('5m');
    const desk = await town.messages('desk', 'tanaka');
    expect(desk.filter(({ text }) => text.includes('朝の打合せ'))).toEqual([]);
  });

  it('says so on a message that an app wrote', async () => {
    const written = happenings.write(null, '<p>定期のお知らせ</p>');
    const told = await toldTo('suzuki', () => happenings.useExtension('suzuki', extension, written));
    expect(told.map(({ text }) => text)).toEqual([words('shortcut.not-a-person')]);
  });
});

describe('the desk’s channel', () => {
  it('is not listened to where the bot is not named', async () => {
    await town.advance('31m');
    const { number, card } = await town.proposeToDesk('suzuki', '書庫の明かりが暗いです');
    expect(card.text).toContain(words('card.notes-mentioned'));
    const seen = await town.messages('desk', 'manager');
    const told = await toldTo('tanaka', () => happenings.talk('tanaka', number));
    expect(told).toEqual([]);
    const since = (await town.messages('desk', 'manager')).slice(seen.length);
    expect(since.map(({ from, text }) => [from, text])).toEqual([['tanaka', number]]);
  });

  it('never shows what only one person may read: that goes to their chat', async () => {
    const { card } = await town.proposeToDesk('suzuki', '会議室の時計が遅れています');
    const seen = await town.messages('desk', 'manager');
    const press = () => town.press('tanaka', 'desk', controlOf(card, 'proposal.due-explained'));
    const [told, ...others] = await toldTo('tanaka', press);
    expect(others).toEqual([]);
    expect(told?.text).toContain('3営業日');
    expect(await town.messages('desk', 'manager')).toEqual(seen);
  });
});

describe('a form', () => {
  const contentOf = (id: string): unknown => {
    const { activity } = teams.town.find(deskChannel, id) ?? {};
    const shown = z.object({ attachments: z.array(z.object({ content: z.unknown() })) }).parse(activity);
    return shown.attachments[0]?.content;
  };

  it('gives back the card that it took the place of', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '窓口の椅子が壊れています');
    const answer = controlOf(card, 'proposal.answer');
    await town.openForm('tanaka', 'desk', answer);
    const before = contentOf(card.id);
    expect(await happenings.closeForm('tanaka', answer)).toEqual(cardAnswer(before));

    await town.decide('manager', number, 'proposal.take');
    const newer = contentOf(card.id);
    const fresh = controlOf(await town.card(number), 'proposal.answer');
    expect(await happenings.closeForm('tanaka', fresh)).toEqual(cardAnswer(newer));
    expect(newer).not.toEqual(before);
  });

  it('is filled in in a dialog where a client does not know how to show it in the card', async () => {
    const { card } = await town.proposeToDesk('suzuki', '名札をやめたい');
    const { intent, target } = controlOf(card, 'proposal.answer');
    const opened = continued.parse(await happenings.dialog('tanaka', 'task/fetch', { intent, target }));
    expect(formIn(opened)?.form?.fields.map(({ name }) => name)).toEqual(['text', 'headline']);
    // Nothing else is known there.
    expect(partsOf(opened, 'Action.Execute')).toEqual([]);

    const empty = { intent, target, form: true, text: ' ' };
    const again = continued.parse(await happenings.dialog('tanaka', 'task/submit', empty));
    expect(formIn(again)?.error).toBe(words('refused.empty', { field: words('field.answer-text') }));
    expect(partsOf(again, 'Action.Execute')).toEqual([]);

    const data = { intent, target, form: true, text: '人事課と相談します。' };
    const taken = await happenings.dialog('tanaka', 'task/submit', data);
    expect(taken).toEqual(dialogWords(words('at-once.received')));
    await town.until('dm:suzuki', 'suzuki', data.text);
  });
});

describe('a client that does not know Action.Execute', () => {
  it('presses by a message without words, and a form goes on in the presser’s chat', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '駐輪場の屋根がほしい');
    const take = () => happenings.pressAsMessage('tanaka', controlOf(card, 'proposal.take'));
    await take();
    await town.rest();
    expect((await town.card(number)).text).toContain('担当: DX推進課・田中');

    const answer = controlOf(await town.card(number), 'proposal.answer');
    const [offer, ...others] = await toldTo('tanaka', () => happenings.pressAsMessage('tanaka', answer));
    expect(others).toEqual([]);
    expect(intentsOf(offer!)).toEqual(['proposal.answer']);
    const form = await town.openForm('tanaka', 'dm:tanaka', controlOf(offer!, 'proposal.answer'));
    expect(form.form?.fields.map(({ name }) => name)).toEqual(['text', 'headline']);
    await happenings.pressAsMessage('tanaka', answer, { form: true, text: '予算を調べます。', headline: '' });
    await town.until('dm:suzuki', 'suzuki', '予算を調べます。');
  });

  it('finds its draft again when it was too late', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '傘立てを置きたい');
    const outdated = controlOf(card, 'proposal.answer');
    await town.decide('manager', number, 'proposal.take');
    const late = () => town.submit('tanaka', 'desk', outdated, { text: '置き場所を探します。' });
    await toldTo('tanaka', late);
    const fresh = controlOf(await town.card(number), 'proposal.answer');
    const [offer] = await toldTo('tanaka', () => happenings.pressAsMessage('tanaka', fresh));
    const form = await town.openForm('tanaka', 'dm:tanaka', controlOf(offer!, 'proposal.answer'));
    expect(form.form?.fields[0]?.value).toBe('置き場所を探します。');
  });
});

describe('a long text', () => {
  it('stands in parts in the card’s thread, which go when it becomes short', async () => {
    const long = '長い話です。'.repeat(5_600);
    const { number, messageId, card } = await town.proposeToDesk('sato', long);
    const parts = async () =>
      (await town.messages('desk', 'tanaka')).filter(
        ({ replyTo, text }) => replyTo === card.id && text.includes('長い話です。'),
      );
    expect((await parts()).length).toBeGreaterThan(1);
    const written = [await town.card(number), ...(await parts())]
      .flatMap(({ text }) => [...text.matchAll(/「([長い話です。]+)」/g)])
      .map(([, piece]) => piece)
      .join('');
    expect(written).toBe(long);

    await town.edit('sato', messageId, '短い話です。');
    await town.rest();
    expect(await parts()).toEqual([]);
    const updated = await town.card(number);
    expect(updated.id).toBe(card.id);
    expect(updated.text).toContain('「短い話です。」');
  });
});

describe('the whole of it', () => {
  it('went without a failure', () => {
    expect(town.complaints()).toEqual([]);
  });
});
