/** The people of the trial town (contract §8). Invented; the page lets its reader be any of them. */
import type { DeskSettings } from '../../src/municipality.js';
import { personId, userOf, type Person, type PersonId } from '../../src/places.js';
import type { Directory } from '../../src/ports.js';

const people = {
  suzuki: { name: '鈴木', section: '市民課' },
  sato: { name: '佐藤', section: '税務課' },
  tanaka: { name: '田中', section: 'DX推進課' },
  manager: { name: '山本', section: '総務課' },
} as const;

/** A person's id on this platform; in the heart it is `web:<user>`. */
export type User = keyof typeof people;

export const users = ['suzuki', 'sato', 'tanaka', 'manager'] as const satisfies readonly User[];

export const isUser = (value: unknown): value is User => users.some((user) => user === value);

/** Who is in the desk's channel, and so reads it. */
export const deskRoomMembers: readonly User[] = ['tanaka', 'manager'];

/** Somebody who is not of the town keeps the user id as a name: what they once said must stay readable. */
function describe(id: PersonId): Person {
  const user = userOf(id);
  return isUser(user) ? { id, ...people[user] } : { id, name: user, section: null };
}

/** Desk rights follow the desk's settings (design §6); a town whose desk lives elsewhere has nobody here. */
export function createDirectory(desk: Pick<DeskSettings, 'home' | 'members' | 'manager'>): Directory {
  const members = desk.members.length > 0 ? desk.members : deskRoomMembers;
  const deskIds = desk.home === 'web' ? [...members, desk.manager].map((user) => personId('web', user)) : [];
  return {
    describe: (id) => Promise.resolve(describe(id)),
    isDesk: (id) => Promise.resolve(deskIds.includes(id)),
    deskMembers: () => Promise.resolve(deskIds),
  };
}
