import { personId, userOf, type Person, type PersonId } from '../../src/places.js';
import type { Directory } from '../../src/ports.js';

/** The people of the trial town (contract §8), and one more of the desk: some stories need two. */
export const people = {
  suzuki: { name: '鈴木', section: '市民課' },
  sato: { name: '佐藤', section: '税務課' },
  tanaka: { name: '田中', section: 'DX推進課' },
  kimura: { name: '木村', section: 'DX推進課' },
  manager: { name: '山本', section: '総務課' },
} as const;

export type User = keyof typeof people;

const desk: readonly User[] = ['tanaka', 'kimura', 'manager'];

export const isUser = (name: string): name is User => Object.hasOwn(people, name);

export const isOfDesk = (user: User): boolean => desk.includes(user);

export const idOf = (user: User): PersonId => personId('web', user);

function describe(id: PersonId): Person {
  const user = userOf(id);
  return isUser(user) ? { id, ...people[user] } : { id, name: user, section: null };
}

export function createFakeDirectory(): Directory {
  return {
    describe: (id) => Promise.resolve(describe(id)),
    isDesk: (id) => Promise.resolve(desk.some((user) => idOf(user) === id)),
    deskMembers: () => Promise.resolve(desk.map(idOf)),
  };
}
