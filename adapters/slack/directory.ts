/** Who people are, and who is of the desk, as Slack says. While it is away, what it said last holds. */
import type { WebClient } from '@slack/web-api';
import { PlatformUnavailable } from '../../src/errors.js';
import type { DeskSettings } from '../../src/municipality.js';
import { personId, userOf, type Person, type PersonId } from '../../src/places.js';
import type { Directory, Log, SystemClock } from '../../src/ports.js';
import { classify } from './errors.js';

export interface DirectoryDeps {
  readonly client: WebClient;
  readonly desk: Pick<DeskSettings, 'home' | 'channel' | 'members' | 'manager'>;
  /** The bot's own user id, once it is known: it sits in the desk's channel too. */
  readonly ownUser: () => string | null;
  readonly systemClock: SystemClock;
  readonly log: Log;
}

const personKeptMs = 3_600_000;
const membersKeptMs = 600_000;
const membersPerPage = 200;
/** Nobody waits for a Slack that has just not answered. */
const afterFailureMs = 5_000;

interface Question<T> {
  /** For the log. */
  readonly about: 'a person' | 'the desk';
  readonly ask: (key: string) => Promise<T>;
  readonly keptMs: number;
}

interface Remembered<T> {
  /** Undefined: Slack has never answered. */
  readonly answer: T | undefined;
  readonly askAgainAt: number;
  readonly cause?: unknown;
}

/** Asks again when an answer is old; keeps the old one while there is no new. @throws PlatformUnavailable without any. */
function remembering<T>(
  { about, ask, keptMs }: Question<T>,
  { systemClock, log }: DirectoryDeps,
): (key: string) => Promise<T> {
  const known = new Map<string, Remembered<T>>();

  const askAnew = async (key: string, now: number): Promise<Remembered<T>> => {
    try {
      return { answer: await ask(key), askAgainAt: now + keptMs };
    } catch (cause) {
      const failure = classify(cause);
      const reason = 'reason' in failure ? failure.reason : failure.kind;
      log.warn({ about, reason }, 'Slack does not say who somebody is: its last answer holds');
      return { answer: known.get(key)?.answer, askAgainAt: now + afterFailureMs, cause };
    }
  };

  return async (key) => {
    const now = systemClock.now().getTime();
    const kept = known.get(key);
    const current = kept && now < kept.askAgainAt ? kept : await askAnew(key, now);
    known.set(key, current);
    if (current.answer === undefined) {
      throw new PlatformUnavailable('Slack cannot be asked who somebody is', { cause: current.cause });
    }
    return current.answer;
  };
}

/** The id of whom Slack does not know. */
async function nameOf(client: WebClient, user: string): Promise<string> {
  try {
    const { user: found } = await client.users.info({ user });
    const { display_name, real_name } = found?.profile ?? {};
    return [display_name, real_name, found?.name].find((name) => name !== undefined && name !== '') ?? user;
  } catch (error) {
    if (classify(error).kind === 'refused') return user;
    throw error;
  }
}

async function membersOf(client: WebClient, channel: string): Promise<Set<string>> {
  const members = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await client.conversations.members({
      channel,
      limit: membersPerPage,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const member of page.members ?? []) members.add(member);
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return members;
}

export function createDirectory(deps: DirectoryDeps): Directory {
  const { client, desk, ownUser } = deps;
  const nameFor = remembering(
    { about: 'a person', ask: (user) => nameOf(client, user), keptMs: personKeptMs },
    deps,
  );
  const membersFor = remembering(
    { about: 'the desk', ask: (channel) => membersOf(client, channel), keptMs: membersKeptMs },
    deps,
  );

  const describe = async (id: PersonId): Promise<Person> => ({
    id,
    name: await nameFor(userOf(id)),
    section: null,
  });

  const isDesk = async (id: PersonId): Promise<boolean> => {
    if (desk.home !== 'slack') return false;
    if (id === personId('slack', desk.manager)) return true;
    if (desk.members.length > 0) return desk.members.includes(userOf(id));
    return (await membersFor(desk.channel)).has(userOf(id));
  };

  const knownMembers = async (): Promise<readonly string[]> => {
    if (desk.members.length > 0) return desk.members;
    try {
      return [...(await membersFor(desk.channel))].filter((user) => user !== ownUser());
    } catch (error) {
      if (error instanceof PlatformUnavailable) return [];
      throw error;
    }
  };

  const deskMembers = async (): Promise<readonly PersonId[]> =>
    desk.home === 'slack' ? (await knownMembers()).map((user) => personId('slack', user)) : [];

  return { describe, isDesk, deskMembers };
}
