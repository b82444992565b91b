/** Who people are, and who is of the desk, as Slack says. While it is away, what it said last holds. */
import type { WebClient } from '@slack/web-api';
import type { DeskSettings } from '../../src/municipality.js';
import { personId, userOf, type Person, type PersonId } from '../../src/places.js';
import type { Directory, Log, SystemClock } from '../../src/ports.js';
import { classify } from './errors.js';
import type { NameBook } from './names.js';
import { pagesOf } from './pages.js';
import { reasonOf } from './take-in.js';

export interface DirectoryDeps {
  readonly client: WebClient;
  readonly desk: Pick<DeskSettings, 'home' | 'channel' | 'members' | 'manager'>;
  readonly systemClock: SystemClock;
  readonly log: Log;
}

const personKeptMs = 3_600_000;
const channelKeptMs = 3_600_000;
const membersKeptMs = 600_000;
const membersPerPage = 200;

interface Remembered<T> {
  readonly value: T;
  readonly at: number;
}

interface Memory<T> {
  /** Undefined: there is no answer, and never was one. Does not reject. */
  readonly ask: (key: string) => Promise<T | undefined>;
  /** However old. */
  readonly lastKnown: (key: string) => T | undefined;
}

/** Asks again when an answer is old; keeps the old one while there is no new. */
function remembering<T>(
  ask: (key: string) => Promise<T>,
  keptMs: number,
  { systemClock, log }: DirectoryDeps,
): Memory<T> {
  const known = new Map<string, Remembered<T>>();
  return {
    ask: async (key) => {
      const now = systemClock.now().getTime();
      const old = known.get(key);
      if (old && now - old.at < keptMs) return old.value;
      try {
        const value = await ask(key);
        known.set(key, { value, at: now });
        return value;
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'Slack did not say who somebody is: the last answer holds');
        return old?.value;
      }
    },
    lastKnown: (key) => known.get(key)?.value,
  };
}

async function nameOf(client: WebClient, user: string): Promise<string> {
  const { user: found } = await client.users.info({ user });
  const { display_name, real_name } = found?.profile ?? {};
  return [display_name, real_name, found?.name].find((name) => name !== undefined && name !== '') ?? user;
}

async function membersOf(client: WebClient, channel: string): Promise<Set<string>> {
  const members = new Set<string>();
  const pages = pagesOf((cursor) =>
    client.conversations.members({ channel, limit: membersPerPage, ...cursor }),
  );
  for await (const page of pages) for (const member of page.members ?? []) members.add(member);
  return members;
}

/** Undefined: it is private, and we are not in it. */
async function channelNameOf(client: WebClient, channel: string): Promise<string | undefined> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    return found?.name;
  } catch (error) {
    if (classify(error).kind === 'refused') return undefined;
    throw error;
  }
}

/** User groups would need one more scope; all the others say by their first letter what they are. */
const isPerson = (id: string): boolean => /^[UW]/.test(id);
const isChannel = (id: string): boolean => /^[CG]/.test(id);

const nobody: NameBook = { ask: () => Promise.resolve(undefined), lastKnown: () => undefined };

export interface SlackDirectory extends Directory {
  /** By Slack's ids. */
  readonly names: NameBook;
}

export function createDirectory(deps: DirectoryDeps): SlackDirectory {
  const { client, desk } = deps;
  const people = remembering((user) => nameOf(client, user), personKeptMs, deps);
  const channels = remembering((channel) => channelNameOf(client, channel), channelKeptMs, deps);
  const members = remembering((channel) => membersOf(client, channel), membersKeptMs, deps);

  const describe = async (id: PersonId): Promise<Person> => ({
    id,
    name: (await people.ask(userOf(id))) ?? userOf(id),
    section: null,
  });

  const isDesk = async (id: PersonId): Promise<boolean> => {
    if (desk.home !== 'slack') return false;
    if (id === personId('slack', desk.manager)) return true;
    if (desk.members.length > 0) return desk.members.includes(userOf(id));
    return (await members.ask(desk.channel))?.has(userOf(id)) ?? false;
  };

  const bookOf = (id: string): NameBook => {
    if (isPerson(id)) return people;
    return isChannel(id) ? channels : nobody;
  };

  const names: NameBook = {
    ask: (id) => bookOf(id).ask(id),
    lastKnown: (id) => bookOf(id).lastKnown(id),
  };

  return { describe, isDesk, names };
}
