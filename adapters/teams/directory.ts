/** Who people are, and who is of the desk, as Teams says. While it is away, what it said last holds. */
import { PlatformUnavailable } from '../../src/errors.js';
import type { DeskSettings } from '../../src/municipality.js';
import { directPlace, personId, userOf, type Person, type PersonId, type Place } from '../../src/places.js';
import type { ConversationReferences, Directory, Log, SystemClock } from '../../src/ports.js';
import { remembering } from '../../src/remembering.js';
import type { Connector, Spot } from './connector.js';
import { classify, failureReason } from './errors.js';

export interface DirectoryDeps {
  readonly connector: Pick<Connector, 'members' | 'member'>;
  readonly references: Pick<ConversationReferences, 'find' | 'latestOn'>;
  readonly desk: Pick<DeskSettings, 'home' | 'channel' | 'members' | 'manager'>;
  readonly systemClock: SystemClock;
  readonly log: Log;
}

const personKeptMs = 3_600_000;
const membersKeptMs = 600_000;

/** Object ids are written in either case. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Teams answered, and does not know them there. */
const isNobody = (error: unknown): boolean =>
  ['conversation-gone', 'not-installed', 'refused', 'our-bug'].includes(classify(error).kind);

export function createDirectory(deps: DirectoryDeps): Directory {
  const { connector, references, desk, systemClock, log } = deps;
  const teams = { platform: 'Teams', failureReason, systemClock, log };
  const deskPlace: Place = { platform: 'teams', id: desk.channel };

  const deskSpot = async (): Promise<Spot | undefined> => {
    if (desk.home !== 'teams') return undefined;
    const known = (await references.find(deskPlace)) ?? (await references.latestOn('teams'));
    return known && { ...known, conversationId: desk.channel };
  };

  /** Their id, where nobody can be asked or nobody knows them. */
  const askName = async (person: PersonId): Promise<string> => {
    const user = userOf(person);
    const spot = (await deskSpot()) ?? (await references.find(directPlace(person)));
    if (!spot) return user;
    try {
      return (await connector.member(spot, user)).name ?? user;
    } catch (error) {
      if (isNobody(error)) return user;
      throw error;
    }
  };

  const askMembers = async (): Promise<readonly string[]> => {
    const spot = await deskSpot();
    if (!spot) throw new PlatformUnavailable('Teams has not told yet how the desk is reached');
    return (await connector.members(spot)).map(({ user }) => user);
  };

  const names = remembering({ about: 'a person', ask: askName, keptMs: personKeptMs }, teams);
  const listed = remembering({ about: 'the desk', ask: askMembers, keptMs: membersKeptMs }, teams);
  const members = (): Promise<readonly string[]> =>
    desk.members.length > 0 ? Promise.resolve(desk.members) : listed.ask(desk.channel);

  return {
    describe: async (id): Promise<Person> => {
      const toldByThemselves = (await references.find(directPlace(id)))?.user?.name ?? '';
      return { id, name: toldByThemselves || (await names.ask(id)), section: null };
    },
    isDesk: async (id) => {
      if (desk.home !== 'teams') return false;
      if (isSame(userOf(id), desk.manager)) return true;
      return (await members()).some((member) => isSame(userOf(id), member));
    },
    deskMembers: async () => {
      if (desk.home !== 'teams') return [];
      const known = await members().catch(() => []);
      return known.map((user) => personId('teams', user));
    },
  };
}
