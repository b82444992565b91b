/** Teams at its worst: everything delivered several times and at once, sends that fail, answers that get lost. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { FakeTeams } from '../fakes/teams-api/fake-teams.js';
import { deskChannel, people } from '../fakes/teams-api/town-on-teams.js';
import { controlOf, intentsOf, numberIn } from './chat-messages.js';
import { createActivities } from './teams-activities.js';
import { onTeams, teamsYaml } from './teams-town.js';
import { isCardOf, words } from './town-chat.js';
import { createRandom } from '../faults/random.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(120_000);

let teams: FakeTeams;
let town: Town;
beforeAll(async () => {
  const platform = await onTeams();
  teams = platform.teams;
  town = await startTown({ yaml: teamsYaml.replace('settle: 2m', 'settle: 2m, addition: 0s') }, platform);
});
afterAll(() => town.stop());

const send = (activity: object) => teams.send(`${town.address}/api/messages`, activity);
const acts = () => createActivities(teams.serviceUrl);
const inChat = (person: 'suzuki' | 'sato') => ({
  person: people[person],
  conversationId: teams.town.chatOf(people[person].user),
  root: null,
});
const inDesk = { person: people.tanaka, conversationId: deskChannel, root: null };

const receiptsOf = async (person: 'suzuki' | 'sato') =>
  (await town.messages(`dm:${person}`, person)).filter((m) => intentsOf(m).includes('proposal.tell-more'));

describe('one message of Teams', () => {
  it('delivered five times at once, its edit among them, is one proposal in its newest words', async () => {
    const id = randomUUID();
    const written = acts().message(inChat('suzuki'), { id, text: '駐車場の区画を直したい' });
    const edited = acts().edited(inChat('suzuki'), { id, text: '駐車場の白線を引き直したい' });
    await Promise.all([edited, written, written, written, written, written, edited].map(send));
    await town.rest();
    await town.advance('5m');

    const receipts = (await receiptsOf('suzuki')).filter(({ text }) => text.includes('駐車場'));
    expect(receipts).toHaveLength(1);
    const card = await town.card(numberIn(receipts[0]!.text));
    expect(card.text).toContain('「駐車場の白線を引き直したい」');
    expect(card.text).not.toContain('区画を直したい');
  });
});

describe('one press of Teams', () => {
  it('that comes twenty times at once, half of them under new ids, has one effect, and each has its answer', async () => {
    const { number, card } = await town.proposeToDesk('suzuki', '会議室の予約が紙です');
    const { target } = controlOf(card, 'proposal.answer');
    const data = { target, form: true, text: '電子予約を試します。' };
    const again = acts().execute(inDesk, 'proposal.answer', data, card.id);
    const presses = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0 ? again : acts().execute(inDesk, 'proposal.answer', data, card.id),
    );
    const answers = await Promise.all(presses.map(send));
    expect(answers.every((answer) => answer !== null)).toBe(true);
    await town.rest();

    const isAnswer = ({ text }: { text: string }) => text.includes('電子予約を試します。');
    await town.until('dm:suzuki', 'suzuki', isAnswer);
    await town.rest();
    expect((await town.messages('dm:suzuki', 'suzuki')).filter(isAnswer)).toHaveLength(1);
    expect((await town.card(number)).text).toContain(words('state.considering'));
  });
});

describe('a Teams that throttles a tenth of our messages, and loses its answer to another', () => {
  const texts = (person: string) => Array.from({ length: 15 }, (_, n) => `${person}の提案その${n + 1}です`);

  it('gets every receipt and every card in order, and what it cannot tell once more, marked as such', async () => {
    const random = createRandom(8);
    let lost = 0;
    teams.connector.faultOf = ({ method }) => {
      if (method !== 'POST') return null;
      const dice = random();
      if (dice < 0.1) return { kind: 'throttled', retryAfter: '1' };
      if (dice >= 0.2) return null;
      lost += 1;
      return { kind: 'reply-lost' };
    };
    for (const [n] of texts('').entries()) {
      await town.say('suzuki', texts('鈴木')[n]!);
      await town.say('sato', texts('佐藤')[n]!);
    }
    const wordsOf = async (person: 'suzuki' | 'sato', name: string) =>
      (await receiptsOf(person))
        .filter(({ text }) => text.includes(`${name}の提案その`))
        .map(({ text }) => ({
          said: /「(.*)」/.exec(text)?.[1],
          again: text.startsWith(words('resent.mark')),
        }));
    const isThere = async () =>
      new Set([
        ...(await wordsOf('suzuki', '鈴木')).map(({ said }) => said),
        ...(await wordsOf('sato', '佐藤')).map(({ said }) => said),
      ]).size >= 30;
    for (let waited = 0; waited < 600 && !(await isThere()); waited++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    teams.connector.faultOf = () => null;
    await town.advance('5m');

    let repeats = 0;
    for (const [person, name] of [
      ['suzuki', '鈴木'],
      ['sato', '佐藤'],
    ] as const) {
      const told = await wordsOf(person, name);
      const unique = told.filter(({ said }, n) => told.findIndex((one) => one.said === said) === n);
      expect(unique.map(({ said }) => said)).toEqual(texts(name));
      // Teams cannot be asked whether something arrived: what may be there already says that it comes again.
      const extra = told.filter((one) => !unique.includes(one));
      expect(extra.every(({ again }) => again)).toBe(true);
      repeats += extra.length;
    }
    expect(lost).toBeGreaterThan(0);
    expect(repeats).toBeLessThanOrEqual(lost);
    const desk = await town.messages('desk', 'tanaka');
    for (const { text } of await receiptsOf('sato')) {
      const cards = desk.filter((message) => isCardOf(numberIn(text))(message));
      expect(cards.length).toBeGreaterThanOrEqual(1);
    }
  });
});
