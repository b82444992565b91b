/**
 * A story on Teams whose service is killed at once after it has acknowledged something: a proposal, twenty presses of
 * one button. Teams cannot be asked what arrived: what may be there already comes once more, and says so.
 */
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createActivities, type Doer } from '../end-to-end/teams-activities.js';
import { installApp } from '../end-to-end/teams-town.js';
import { words } from '../end-to-end/town-chat.js';
import { startFakeTeams, type FakeTeams } from '../fakes/teams-api/fake-teams.js';
import { allChannel, deskChannel, people, type TeamsMessage } from '../fakes/teams-api/town-on-teams.js';
import { inFolder, type Folder } from './folder.js';
import { startService, type ServiceProcess } from './service-process.js';
import { until } from './until.js';

const patienceMs = 180_000;
const town = `
municipality: { name: 耐久町, timezone: Asia/Tokyo, locale: ja, fiscalYearStartMonth: 4 }
calendar: { kind: always-open }
intake: { settle: 1s, addition: 0s }
desk: { name: DX推進課, home: teams, channel: "${deskChannel}", manager: ${people.manager.user} }
digest: { slot: { weekday: mon, time: '09:00' }, places: [{ platform: teams, channel: "${allChannel}" }] }
`;

async function onTeams(play: (teams: FakeTeams, folder: Folder) => Promise<void>): Promise<void> {
  const teams = await startFakeTeams(() => new Date());
  try {
    await inFolder({ town, env: teams.environment }, (folder) => play(teams, folder));
  } finally {
    await teams.close();
  }
}

/** The whole text of what a message of ours shows. */
const shown = ({ activity }: TeamsMessage): string => JSON.stringify(activity);

const isOurs = ({ from }: TeamsMessage): boolean => from === 'bot';

const inChat = (teams: FakeTeams, person: (typeof people)[keyof typeof people]): Doer => ({
  person,
  conversationId: teams.town.chatOf(person.user),
  root: null,
});

const ours = (teams: FakeTeams, conversationId: string, text: string): TeamsMessage[] =>
  teams.town.in(conversationId).filter((message) => isOurs(message) && shown(message).includes(text));

/** Once, or once more with the mark that says so. */
function expectOnce(messages: readonly TeamsMessage[]): void {
  const plain = messages.filter((message) => !shown(message).includes(words('resent.mark')));
  expect(plain.length).toBeLessThanOrEqual(1);
  expect(messages.length).toBeGreaterThanOrEqual(1);
  expect(messages.length).toBeLessThanOrEqual(2);
}

async function killedAfter(
  folder: Folder,
  service: ServiceProcess,
  deed: () => Promise<unknown>,
): Promise<ServiceProcess> {
  await deed();
  await service.end('SIGKILL');
  return startService(folder, { port: service.port });
}

const targetIn = (card: TeamsMessage): string => /"target":"([^"]+)"/.exec(shown(card))?.[1] ?? '';

async function story(teams: FakeTeams, folder: Folder): Promise<void> {
  const activities = createActivities(teams.serviceUrl);
  let service = await startService(folder);
  const address = `http://127.0.0.1:${service.port}`;
  const send = (activity: object) => teams.send(`${address}/api/messages`, activity);
  await installApp(teams, address);

  const says = (person: (typeof people)[keyof typeof people], text: string) =>
    send(activities.message(inChat(teams, person), { id: randomUUID(), text }));
  service = await killedAfter(folder, service, () => says(people.suzuki, '会議室の予約が紙です'));
  service = await killedAfter(folder, service, () => says(people.sato, '納付書の封筒が小さすぎます'));

  const cards = await until(
    'a card for each of them',
    () => {
      const found = ['会議室の予約が紙です', '納付書の封筒が小さすぎます'].map((text) =>
        ours(teams, deskChannel, text),
      );
      return found.every((each) => each.length > 0) ? found.map((each) => each.at(-1)!) : undefined;
    },
    { timeoutMs: 60_000 },
  );
  expectOnce(ours(teams, teams.town.chatOf(people.suzuki.user), '会議室の予約が紙です'));
  expectOnce(ours(teams, teams.town.chatOf(people.sato.user), '納付書の封筒が小さすぎます'));

  const inDesk: Doer = { person: people.tanaka, conversationId: deskChannel, root: null };
  const data = { target: targetIn(cards[0]!), form: true, text: '電子予約を試します。' };
  const presses = Array.from({ length: 20 }, () =>
    activities.execute(inDesk, 'proposal.answer', data, cards[0]!.id),
  );
  service = await killedAfter(folder, service, () => Promise.all(presses.map(send)));
  const answers = () => ours(teams, teams.town.chatOf(people.suzuki.user), '電子予約を試します。');
  await until('the answer', () => (answers().length > 0 ? true : undefined), { timeoutMs: 60_000 });
  expectOnce(answers());

  await service.end('SIGTERM');
}

describe('a story on Teams', () => {
  it(
    'loses nothing and doubles nothing in silence, though the service dies right after each acknowledgement',
    async () => {
      await onTeams(story);
    },
    patienceMs,
  );
});
