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
/** Slack does not know the person or does not show us the channel: an invitation may change that. */
const afterRefusalMs = 60_000;

interface Question<T> {
  readonly ask: (key: string) => Promise<T>;
  readonly keptMs: number;
  /** What holds when Slack says that there is nobody, or nothing for us to see, and never said anything else. */
  readonly untold: T;
}

interface Remembered<T> {
  /** Undefined: Slack has never answered. */
  readonly answer: T | undefined;
  readonly askAgainAt: number;
  readonly cause?: unknown;
}

/** Asks again when an answer is old; keeps the old one while there is no new. @throws PlatformUnavailable without any. */
function remembering<T>(
  { ask, keptMs, untold }: Question<T>,
  { systemClock, log }: DirectoryDeps,
): (key: string) => Promise<T> {
  const known = new Map<string, Remembered<T>>();

  const askAnew = async (key: string, now: number): Promise<Remembered<T>> => {
    try {
      return { answer: await ask(key), askAgainAt: now + keptMs };
    } catch (cause) {
      const failure = classify(cause);
      const old = known.get(key)?.answer;
      const reason = 'reason' in failure ? failure.reason : failure.kind;
      log.warn({ reason }, 'Slack did not say who somebody is: the last answer holds');
      return failure.kind === 'refused'
        ? { answer: old ?? untold, askAgainAt: now + afterRefusalMs }
        : { answer: old, askAgainAt: now + afterFailureMs, cause };
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

async function nameOf(client: WebClient, user: string): Promise<string> {
  const { user: found } = await client.users.info({ user });
  const { display_name, real_name } = found?.profile ?? {};
  return [display_name, real_name, found?.name].find((name) => name !== undefined && name !== '') ?? user;
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
  /** Null: Slack does not know them. */
  const nameFor = remembering<string | null>(
    { ask: (user) => nameOf(client, user), keptMs: personKeptMs, untold: null },
    deps,
  );
  const membersFor = remembering<ReadonlySet<string>>(
    { ask: (channel) => membersOf(client, channel), keptMs: membersKeptMs, untold: new Set() },
    deps,
  );

  const describe = async (id: PersonId): Promise<Person> => ({
    id,
    name: (await nameFor(userOf(id))) ?? userOf(id),
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
