import { startFakeTeams, type FakeTeams } from '../fakes/teams-api/fake-teams.js';
import { allChannel, deskChannel, people } from '../fakes/teams-api/town-on-teams.js';
import { createActivities } from './teams-activities.js';
import { createTeamsSenses } from './teams-senses.js';
import type { OnPlatform } from './town-in-a-test.js';

/** The same town, with its people and its desk on Teams. The local chat is on for its clock only. */
export const teamsYaml = `
calendar: { nationalHolidays: none, yearEnd: none }
intake: { settle: 2m }
desk: { name: DX推進課, home: teams, channel: "${deskChannel}", manager: ${people.manager.user} }
sections: [{ name: 市民課 }, { name: 税務課 }]
digest: { places: [{ platform: teams, channel: "${allChannel}" }] }
`;

/** The app comes into the team, and into everybody's chats: only that tells us how they are reached. */
export async function installApp(teams: FakeTeams, address: string): Promise<void> {
  const { installation } = createActivities(teams.serviceUrl);
  const install = (person: (typeof people)[keyof typeof people], conversationId: string) =>
    teams.send(`${address}/api/messages`, installation({ person, conversationId, root: null }, 'add'));
  await install(people.tanaka, deskChannel);
  for (const person of Object.values(people)) await install(person, teams.town.chatOf(person.user));
}

export async function onTeams(): Promise<OnPlatform & { readonly teams: FakeTeams }> {
  let townNow = () => new Date();
  const teams = await startFakeTeams(() => townNow());
  return {
    teams,
    yaml: teamsYaml,
    environment: { ...teams.environment, WEB_CHAT: 'on' },
    senses: (address, now) => {
      townNow = now;
      return createTeamsSenses(teams, address);
    },
    settleIn: (address) => installApp(teams, address),
    close: teams.close,
  };
}
