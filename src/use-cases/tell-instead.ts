/**
 * A place refused one of the bot's own words: no promise is broken, but somebody has to know. What the desk's channel
 * misses is gathered, one message a person and half day; everything else is passed on as it is.
 */
import type { Changes, Stored } from '../bot/changes.js';
import type { Delivery, Outgoing } from '../bot/delivery.js';
import { botWordRefused } from '../messages/desk-notices.js';
import type { Telling } from '../messages/telling.js';
import { instead, missed, type Unreached } from '../messages/told-instead.js';
import { personIn, placeKey, samePlace, userOf, type Place } from '../places.js';
import type { Directory, Store } from '../ports.js';
import { cardRefused } from '../proposals/desk-work.js';
import type { Proposal } from '../proposals/proposal.js';
import { deskPlace, type Town } from '../town.js';
import { describeIfKnown } from './ask-directory.js';
import { groupsAfter, isDeskWord } from './reach-desk.js';

export interface TellInsteadPorts {
  readonly store: Pick<Store, 'proposals' | 'deliveries'>;
  readonly directory: Directory;
  readonly town: Town;
}

export interface Refused {
  readonly delivery: Delivery;
  /** The one proposal that it is about, if it is about one. */
  readonly about: Stored<Proposal> | undefined;
  readonly reason: string;
}

export type Consequences = Pick<Changes, 'proposals' | 'messages'>;

export const noConsequences: Consequences = { proposals: [], messages: [] };

/** So many of what was refused are looked through, and so many proposals are shown: 未回答 has the others. */
const lookedThrough = 100;
const shown = 10;

/** Said to one person about what they just did: elsewhere, or later, it makes no sense. */
const isPassing = ({ purpose }: Delivery): boolean => purpose === 'private' || purpose === 'courtesy';

const toDesk = (
  id: string,
  place: Place,
  about: Pick<Outgoing, 'purpose' | 'proposalIds' | 'message'>,
): Outgoing => ({ id, place, to: 'desk', ...about });

async function unreached({ place }: Delivery, { directory, town }: TellInsteadPorts): Promise<Unreached> {
  if (samePlace(place, deskPlace(town))) return { kind: 'desk' };
  const person = personIn(place);
  if (person === undefined) return { kind: 'place', place: place.id };
  return { kind: 'person', name: (await describeIfKnown(directory, person))?.name ?? userOf(person) };
}

/** A word that was passed on before says already why it stands there. */
const isPassedOn = ({ to, place }: Delivery): boolean => to === 'desk' && personIn(place) !== undefined;

async function passOn(
  { delivery, about }: Refused,
  ports: TellInsteadPorts,
  now: Telling,
): Promise<Outgoing[]> {
  const [next = []] = await groupsAfter(delivery, ports);
  const message = async () => {
    if (about && delivery.to === 'proposer') return botWordRefused(about.value, now);
    return isPassedOn(delivery)
      ? delivery.message
      : instead(await unreached(delivery, ports), delivery.message, now);
  };
  const said = {
    purpose: 'human-task',
    proposalIds: delivery.proposalIds,
    message: await message(),
  } as const;
  return next.map((place) => toDesk(`${delivery.id}-instead-${placeKey(place)}`, place, said));
}

/** About proposals, in the desk's channel; or about what was missed there. A task is passed on whole. */
const isGathered = ({ purpose, proposalIds }: Delivery): boolean =>
  purpose === 'missed' || (purpose !== 'human-task' && proposalIds.length > 0);

async function openOnes({ store }: TellInsteadPorts, ids: readonly string[]): Promise<Proposal[]> {
  const found = await Promise.all(ids.map((id) => store.proposals.find(id)));
  return found.flatMap((stored) => (stored ? [stored.value] : []));
}

/** One message a person and half day; what is missed later is added in place, and disturbs nobody again. */
async function gather(
  { delivery, reason }: Refused,
  ports: TellInsteadPorts,
  now: Telling,
): Promise<Outgoing[]> {
  const { deliveries } = ports.store;
  const before = await deliveries.refusedLately(deskPlace(ports.town), lookedThrough);
  const known = new Set(before.flatMap(({ proposalIds }) => proposalIds));
  const proposalIds = [...new Set([...delivery.proposalIds, ...known])].slice(0, shown);
  const said = {
    purpose: 'missed',
    proposalIds,
    message: missed(await openOnes(ports, proposalIds), reason, now),
  } as const;
  const idAt = (place: Place) => `missed|${placeKey(place)}|${now.town.calendar.halfDayOf(now.now)}`;
  for (const group of await groupsAfter(delivery, ports)) {
    const told = await Promise.all(
      group.map(async (place) => ({ place, first: (await deliveries.find(idAt(place)))?.value })),
    );
    const reachable = told.filter(({ first }) => first?.status !== 'undeliverable');
    if (reachable.length === 0) continue;
    return reachable.flatMap(({ place, first }) => {
      if (!first) return [toDesk(idAt(place), place, said)];
      if (delivery.proposalIds.every((id) => known.has(id))) return [];
      return [{ ...toDesk(`${delivery.id}-${idAt(place)}`, place, said), updates: first.id }];
    });
  }
  return [];
}

/** Cards and what stands under them: the card leaves again, so that the desk has it once its channel is back. */
function withCardAgain({ delivery, about }: Refused, now: Telling): Consequences['proposals'] {
  const isShown =
    delivery.purpose === 'card' || delivery.purpose === 'card-update' || delivery.purpose === 'thread';
  if (!about || !isShown) return [];
  const proposal = cardRefused(about.value, { card: delivery.purpose === 'card', now: now.now }, now.town);
  return [{ proposal, basedOn: about.version }];
}

export async function tellInstead(
  refused: Refused,
  ports: TellInsteadPorts,
  now: Telling,
): Promise<Consequences> {
  const { delivery } = refused;
  if (isPassing(delivery)) return noConsequences;
  if (!isDeskWord(delivery, ports.town) || !isGathered(delivery)) {
    return { ...noConsequences, messages: await passOn(refused, ports, now) };
  }
  return { proposals: withCardAgain(refused, now), messages: await gather(refused, ports, now) };
}
