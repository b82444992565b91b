/** 鈴木 is on Slack, 佐藤 on Teams; the desk and its manager on either of them. */
import { onSlack } from './slack-town.js';
import { onTeams } from './teams-town.js';
import { slackYaml } from './slack-town.js';
import { teamsYaml } from './teams-town.js';
import type { Person, Room, Senses } from './town-chat.js';
import type { OnPlatform } from './town-in-a-test.js';

export type DeskHome = 'slack' | 'teams';

type Chat = Record<DeskHome, Senses>;

/** Every line of a town's file but the places of its digest. */
const withoutDigest = (yaml: string): string => yaml.replace(/^digest:.*$/m, '');
const digestPlace = (yaml: string): string => /places: \[(.*)\]/.exec(yaml)?.[1] ?? '';

const homeYaml = { slack: slackYaml, teams: teamsYaml };

const yamlWith = (home: DeskHome): string =>
  `${withoutDigest(homeYaml[home])}\ndigest: { places: [${digestPlace(slackYaml)}, ${digestPlace(teamsYaml)}] }\n`;

function sensesOf(chat: Chat, home: DeskHome): Senses {
  const own: Partial<Record<Person, DeskHome>> = { suzuki: 'slack', sato: 'teams' };
  const by = (person: Person): Senses => chat[own[person] ?? home];
  const whose = (room: Room): Senses => {
    const [, person] = /^(?:dm|aside):(\w+)$/.exec(room) ?? [];
    return person === undefined ? chat[home] : by(person as Person);
  };
  return {
    say: (person, ...more) => by(person).say(person, ...more),
    edit: (person, ...more) => by(person).edit(person, ...more),
    remove: (person, ...more) => by(person).remove(person, ...more),
    press: (person, ...more) => by(person).press(person, ...more),
    submit: (person, ...more) => by(person).submit(person, ...more),
    messages: (room, person) => whose(room).messages(room, person),
  };
}

export interface OnBoth extends OnPlatform {
  /** What stands in the channel of everybody, on each of them. */
  readonly forEverybody: () => Promise<Record<DeskHome, string[]>>;
}

export async function onBoth(home: DeskHome): Promise<OnBoth> {
  const [slack, teams] = await Promise.all([onSlack(), onTeams()]);
  let chat: Chat | undefined;
  const seen = async (senses: Senses) => (await senses.messages('all')).map(({ text }) => text);
  return {
    yaml: yamlWith(home),
    environment: { ...slack.environment, ...teams.environment },
    senses: (address, now) => {
      chat = { slack: slack.senses(address, now), teams: teams.senses(address, now) };
      return sensesOf(chat, home);
    },
    settleIn: async (address) => {
      await teams.settleIn?.(address);
    },
    forEverybody: async () => {
      if (!chat) throw new Error('Nobody has opened a chat yet.');
      return { slack: await seen(chat.slack), teams: await seen(chat.teams) };
    },
    close: async () => {
      await Promise.all([slack.close(), teams.close()]);
    },
  };
}
