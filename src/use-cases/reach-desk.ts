/** Whom a word to the desk reaches: its channel; if that refuses, the manager; if they cannot be reached, its members. */
import type { Delivery } from '../bot/delivery.js';
import { directPlace, samePlace, type Place } from '../places.js';
import type { Deliveries, Directory } from '../ports.js';
import { deskPlace, managerOf, type Town } from '../town.js';

export interface ReachPorts {
  readonly store: { readonly deliveries: Pick<Deliveries, 'find' | 'refusedLately'> };
  readonly directory: Pick<Directory, 'deskMembers'>;
  readonly town: Town;
}

/** Places that are tried together. */
type Group = readonly Place[];

const firstGroups = (town: Town): Group[] => [[deskPlace(town)], [directPlace(managerOf(town))]];

async function membersOf({ directory, town }: Pick<ReachPorts, 'directory' | 'town'>): Promise<Group> {
  const members = await directory.deskMembers();
  return members.filter((person) => person !== managerOf(town)).map(directPlace);
}

/** To the desk, wherever it goes: to its channel, or on from there to somebody of it. */
export const isDeskWord = ({ to, place }: Pick<Delivery, 'to' | 'place'>, town: Town): boolean =>
  to === 'desk' || samePlace(place, deskPlace(town));

/** Who comes after a place that refused: whoever is not of the desk is followed by the desk, its members by nobody. */
export async function groupsAfter(
  { to, place }: Pick<Delivery, 'to' | 'place'>,
  ports: Pick<ReachPorts, 'directory' | 'town'>,
): Promise<Group[]> {
  const groups = [...firstGroups(ports.town), await membersOf(ports)];
  if (!isDeskWord({ to, place }, ports.town)) return groups;
  const at = groups.findIndex((group) => group.some((one) => samePlace(one, place)));
  return groups.slice(at < 0 ? groups.length : at + 1);
}

async function takesNothing({ deliveries }: ReachPorts['store'], group: Group): Promise<boolean> {
  for (const place of group) if ((await deliveries.refusedLately(place, 1)).length === 0) return false;
  return true;
}

/**
 * True while every place of the desk has refused the last word to it. From the ledger, so it survives restarts; while
 * the desk's channel takes what comes it costs one read of an index.
 */
export async function isDeskUnreachable(ports: ReachPorts): Promise<boolean> {
  for (const group of firstGroups(ports.town)) if (!(await takesNothing(ports.store, group))) return false;
  return takesNothing(ports.store, await membersOf(ports));
}
