/** Who people are, and who is of the desk, as Slack says. While it is away, what it said last holds. */
import type { WebClient } from '@slack/web-api';
import { unlessUnavailable } from '../../src/errors.js';
import type { DeskSettings } from '../../src/municipality.js';
import { personId, userOf, type Person, type PersonId } from '../../src/places.js';
import type { Directory, Log, SystemClock } from '../../src/ports.js';
import { remembering, type Memory } from '../../src/remembering.js';
import { classify, failureReason } from './errors.js';
import type { NameBook } from './names.js';
import { pagesOf } from './pages.js';

export interface DirectoryDeps {
  readonly client: WebClient;
  readonly desk: Pick<DeskSettings, 'home' | 'channel' | 'members' | 'manager'>;
  /** Null until Slack has said who we are. */
  readonly ownUser: () => string | null;
  readonly systemClock: SystemClock;
  readonly log: Log;
}

const nameKeptMs = 3_600_000;
const membersKeptMs = 600_000;
const membersPerPage = 200;

/** Slack understood the question: asking again would bring nothing. */
async function unlessRefused<T>(answer: Promise<T>, instead: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (classify(error).kind === 'refused') return instead;
    throw error;
  }
}

async function nameOf(client: WebClient, user: string): Promise<string> {
  const { user: found } = await client.users.info({ user });
  const { display_name, real_name } = found?.profile ?? {};
  return [display_name, real_name, found?.name].find((name) => name !== undefined && name !== '') ?? user;
}

async function channelNameOf(client: WebClient, channel: string): Promise<string | null> {
  const { channel: found } = await client.conversations.info({ channel });
  return found?.name ?? null;
}

async function membersOf(client: WebClient, channel: string): Promise<Set<string>> {
  const members = new Set<string>();
  const pages = pagesOf((cursor) =>
    client.conversations.members({ channel, limit: membersPerPage, ...cursor }),
  );
  for await (const page of pages) for (const member of page.members ?? []) members.add(member);
  return members;
}

/** User groups would need one more scope; all the others say by their first letter what they are. */
const isPerson = (id: string): boolean => /^[UW]/.test(id);
const isChannel = (id: string): boolean => /^[CG]/.test(id);

const bookOf = (memory: Memory<string | null>): NameBook => ({
  ask: async (id) => (await unlessUnavailable(memory.ask(id))) ?? undefined,
  lastKnown: (id) => memory.lastKnown(id) ?? undefined,
});

const nobody: NameBook = { ask: () => Promise.resolve(undefined), lastKnown: () => undefined };

export interface SlackDirectory extends Directory {
  /** By Slack's ids. */
  readonly names: NameBook;
}

export function createDirectory(deps: DirectoryDeps): SlackDirectory {
  const { client, desk, ownUser, systemClock, log } = deps;
  const slack = { platform: 'Slack', failureReason, systemClock, log };
  // Null: Slack knows nobody of that id, or does not tell us.
  const people = remembering<string | null>(
    {
      about: 'a person',
      ask: (user) => unlessRefused<string | null>(nameOf(client, user), null),
      keptMs: nameKeptMs,
    },
    slack,
  );
  const channels = remembering<string | null>(
    {
      about: 'a channel',
      ask: (channel) => unlessRefused(channelNameOf(client, channel), null),
      keptMs: nameKeptMs,
    },
    slack,
  );
  const members = remembering(
    { about: 'the desk', ask: (channel) => membersOf(client, channel), keptMs: membersKeptMs },
    slack,
  );

  const describe = async (id: PersonId): Promise<Person> => ({
    id,
    name: (await people.ask(userOf(id))) ?? userOf(id),
    section: null,
  });

  const isDesk = async (id: PersonId): Promise<boolean> => {
    if (desk.home !== 'slack') return false;
    if (id === personId('slack', desk.manager)) return true;
    if (desk.members.length > 0) return desk.members.includes(userOf(id));
    return (await members.ask(desk.channel)).has(userOf(id));
  };

  const knownMembers = async (): Promise<readonly string[]> => {
    if (desk.members.length > 0) return desk.members;
    const found = (await unlessUnavailable(members.ask(desk.channel))) ?? new Set();
    return [...found].filter((user) => user !== ownUser());
  };

  const names = (id: string): NameBook => {
    if (isPerson(id)) return bookOf(people);
    return isChannel(id) ? bookOf(channels) : nobody;
  };

  return {
    describe,
    isDesk,
    deskMembers: async () =>
      desk.home === 'slack' ? (await knownMembers()).map((user) => personId('slack', user)) : [],
    names: { ask: (id) => names(id).ask(id), lastKnown: (id) => names(id).lastKnown(id) },
  };
}
