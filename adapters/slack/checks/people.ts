/** Whether the people whom municipality.yaml names can do what they are named for. */
import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import { ok, problem, warning, type Check } from '../../../src/check.js';
import { ask, unseen, type Unanswered } from './ask.js';

const about = 'Slack people';
const repair = 'check desk.manager and desk.members in municipality.yaml';

/** One line for everybody who is well, one for each who is not. */
export async function checkPeople(
  client: WebClient,
  ids: readonly string[],
  teamId: string,
): Promise<Check[]> {
  const found = await Promise.all(ids.map((id) => checkPerson(client, id, teamId)));
  const unwell = found.filter((check) => check !== null);
  const well = ids.filter((_, index) => found[index] === null);
  return [...(well.length === 0 ? [] : [ok(about, `${well.join(', ')}: known and active`)]), ...unwell];
}

/** Null: all is well. */
async function checkPerson(client: WebClient, id: string, teamId: string): Promise<Check | null> {
  const answer = await ask(() => client.users.info({ user: id }));
  return answer.kind === 'told' ? judge(id, answer.value.user ?? {}, teamId) : whyUnseen(id, answer);
}

type User = NonNullable<UsersInfoResponse['user']>;

function judge(id: string, user: User, teamId: string): Check | null {
  if (user.deleted === true) return problem(about, `${id} is deactivated; ${repair}`);
  if (isBot(user)) return problem(about, `${id} is a bot and cannot answer anybody; ${repair}`);
  if (isFromElsewhere(user, teamId)) {
    return problem(about, `${id} belongs to another organisation, and would read and answer; ${repair}`);
  }
  return user.is_restricted === true || user.is_ultra_restricted === true
    ? warning(about, `${id} is a guest of the workspace; name a member of staff if that is not meant`)
    : null;
}

/** Slackbot is a person to `users.info`. */
const isBot = ({ id, is_bot }: User): boolean => is_bot === true || id === 'USLACKBOT';

/** In an organisation somebody may be at home in one workspace and a member of several. */
function isFromElsewhere({ is_stranger, team_id, teams, enterprise_user }: User, teamId: string): boolean {
  if (is_stranger === true) return true;
  const all = [team_id, ...(teams ?? []), ...(enterprise_user?.teams ?? [])].filter(
    (team) => team !== undefined,
  );
  return all.length > 0 && !all.includes(teamId);
}

const unknown = ['user_not_found', 'users_not_found', 'user_not_visible'];

function whyUnseen(id: string, answer: Unanswered): Check {
  return answer.kind === 'refused' && unknown.includes(answer.word)
    ? problem(about, `${id} is nobody whom Slack shows to the bot; ${repair} (ids look like U0123ABCD)`)
    : unseen(about, id, answer);
}
