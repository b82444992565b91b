/** How words end on Teams: nobody told us how to reach a place yet, a removed app, a blocked chat, too much at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ConnectorCall } from '../fakes/teams-api/connector-calls.js';
import type { ConnectorFault } from '../fakes/teams-api/connector-server.js';
import type { FakeTeams } from '../fakes/teams-api/fake-teams.js';
import { deskChannel, people } from '../fakes/teams-api/town-on-teams.js';
import { controlOf, intentsOf, numberIn, type Message } from './chat-messages.js';
import { createTeamsHappenings, type TeamsHappenings } from './teams-happenings.js';
import { onTeams, teamsYaml } from './teams-town.js';
import { words, type Person } from './town-chat.js';
import { startTown, type Town } from './town-in-a-test.js';

jest.setTimeout(60_000);

let teams: FakeTeams;
let town: Town;
let happenings: TeamsHappenings;

/** `settled`: the app was added everywhere before anybody spoke. */
const open = async (settled: boolean, yaml = teamsYaml) => {
  const { settleIn, ...platform } = await onTeams();
  teams = platform.teams;
  town = await startTown({ yaml }, settled && settleIn ? { ...platform, settleIn } : platform);
  happenings = createTeamsHappenings(teams, () => town.address);
};

const isTask = (number: string) => (message: Message) =>
  message.text.includes(number) && intentsOf(message).includes('proposal.told');

/** The desk answers, a human has to carry the answer, and says that it was told. */
async function tellByHand(number: string, name: string): Promise<void> {
  await town.decide('tanaka', number, 'proposal.answer', { text: '見直します。' });
  const task = await town.until('desk', 'tanaka', isTask(number), 'the task');
  expect(task.text).toContain(`${name}さんにお返事が届きませんでした。`);
  expect((await town.card(number)).text).toContain(words('owed.deliver'));
  await town.submit('tanaka', 'desk', controlOf(task, 'proposal.told'), { text: '電話で伝えました' });
  await town.rest();
  await town.until('desk', 'tanaka', words('thread.told', { number, name: 'DX推進課・田中' }));
  expect((await town.card(number)).text).toContain(words('state.considering'));
}

describe('before the app was added to the team', () => {
  beforeAll(async () => {
    // A digest would wait as well, and the clock with it.
    const yaml = teamsYaml
      .replace('settle: 2m', 'settle: 1s')
      .replace(/digest: .*/, 'digest: { places: [] }');
    await open(false, yaml);
    teams.town.withoutApp.add(deskChannel);
  });
  afterAll(() => town.stop());

  it('everything for the desk waits, and leaves once somebody adds the app', async () => {
    const { number } = await town.propose('suzuki', '会議室に時計がほしい');
    while (town.complaints().length === 0) await sleep(30);
    const [complaint, ...others] = town.complaints();
    expect(complaint?.message).toContain('its messages wait until the app is installed there');
    expect(others).toEqual([]);
    expect(await town.messages('desk', 'tanaka')).toEqual([]);

    await happenings.addToTeam('tanaka');
    const card = await town.card(number);
    expect(card.text).toContain('「会議室に時計がほしい」');
    expect((await town.messages('desk', 'tanaka')).filter(({ from }) => from === 'bot')).toHaveLength(1);
  });
});

describe('in a town where the app is everywhere', () => {
  beforeAll(() => open(true));
  afterAll(() => town.stop());
  afterEach(() => {
    teams.connector.faultOf = () => null;
  });

  const toChat =
    (person: Person) =>
    ({ path }: ConnectorCall): boolean =>
      path[1] === teams.town.chatOf(people[person].user);
  const fail = (concerns: (call: ConnectorCall) => boolean, fault: ConnectorFault, times = Infinity) => {
    let left = times;
    teams.connector.faultOf = (call) => {
      if (left === 0 || !concerns(call)) return null;
      left -= 1;
      return fault;
    };
  };

  it('a proposer who removed the app is told by a human, and hears from the bot again once it is back', async () => {
    const { number } = await town.proposeToDesk('sato', '納付書の封筒が小さすぎます');
    await happenings.removeApp('sato');
    await tellByHand(number, '佐藤');

    await happenings.addApp('sato');
    await town.decide('tanaka', number, 'proposal.close-answered', { reason: '大きくしました。' });
    await town.until('dm:sato', 'sato', '大きくしました。');
  });

  it('a proposer who blocked the bot is told by a human', async () => {
    const { number } = await town.proposeToDesk('suzuki', '窓口の案内が読みにくい');
    fail(toChat('suzuki'), { kind: 'blocked', subCode: 'MessageWritesBlocked' });
    await tellByHand(number, '鈴木');
  });

  it('a channel that has had too much rests as long as Teams says, and gets everything once', async () => {
    const { number } = await town.proposeToDesk('sato', '番号札を増やしたい');
    const isPut = ({ method }: ConnectorCall) => method === 'PUT';
    fail(isPut, { kind: 'throttled', retryAfter: '2' }, 1);
    const before = teams.calls.length;
    await town.press('tanaka', 'desk', controlOf(await town.card(number), 'proposal.take'));
    const isTaken = ({ text }: Message) =>
      text.startsWith(`${number} `) && text.includes('担当: DX推進課・田中');
    await town.until('desk', 'tanaka', isTaken, 'the card with its holder');
    const puts = teams.calls.slice(before).filter(isPut);
    expect(puts).toHaveLength(2);
    expect(puts[1]!.at - puts[0]!.at).toBeGreaterThanOrEqual(1_900);
    const { text } = await town.card(number);
    expect(numberIn(text)).toBe(number);
  });
});
