import { changes, type Changes, type SlotChange } from '../bot/changes.js';
import type { Outgoing } from '../bot/delivery.js';
import type { OutgoingMessage } from '../bot/outgoing-message.js';
import type { Instant } from '../calendar/instant.js';
import { isoWeekOf, type IsoWeek } from '../calendar/local-date.js';
import { composeDigest } from '../digest/compose-digest.js';
import { digestWeek, latestSlot, weekBefore } from '../digest/digest-week.js';
import { placeKey, type Place } from '../places.js';
import type { Archive, Deliveries, Proposals, Schedules } from '../ports.js';
import { digestPlaces, type Town } from '../town.js';

export interface DigestPorts {
  readonly archive: Pick<Archive, 'registeredBetween' | 'answeredBetween' | 'endedBetween'>;
  readonly proposals: Pick<Proposals, 'listOpen'>;
  readonly town: Town;
}

/** Everything open is looked at: the digest is where a forgotten proposal must not hide. */
const allOpen = 100_000;

/** The digest about a week, as it would be posted at `now` (town clock). */
export async function digestAbout(ports: DigestPorts, week: IsoWeek, now: Instant): Promise<OutgoingMessage> {
  const { archive, proposals, town } = ports;
  const about = digestWeek(week, town.calendar.timezone);
  const open = await proposals.listOpen(allOpen);
  const facts = {
    registered: await archive.registeredBetween(about.from, about.to),
    answered: await archive.answeredBetween(about.from, about.to),
    ended: await archive.endedBetween(about.from, about.to),
    // Only a word that arrived leads out of this state: an answer that was refused hides nothing.
    unanswered: open.filter((proposal) => proposal.state === 'received'),
  };
  return composeDigest(facts, about, now, town);
}

/** Made of channel, week and part: a second try is a duplicate key, whoever makes it. */
export const digestId = (place: Place, week: IsoWeek): string => `digest|${placeKey(place)}|${week}|1`;

const posts = (message: OutgoingMessage, week: IsoWeek, places: readonly Place[]): Outgoing[] =>
  places.map((place) => ({
    id: digestId(place, week),
    place,
    to: 'everyone',
    purpose: 'digest',
    proposalIds: [],
    message,
  }));

async function placesWithout(
  deliveries: Pick<Deliveries, 'find'>,
  week: IsoWeek,
  places: readonly Place[],
): Promise<Place[]> {
  const missing: Place[] = [];
  for (const place of places) {
    if (!(await deliveries.find(digestId(place, week)))) missing.push(place);
  }
  return missing;
}

export type PostOutcome = { kind: 'post'; changes: Changes } | { kind: 'already-posted' };

interface PostPorts extends DigestPorts {
  readonly deliveries: Pick<Deliveries, 'find'>;
}

/** The digest about a week, to every place that does not have it yet. */
export async function postDigest(
  ports: PostPorts,
  week: IsoWeek,
  now: Instant,
  slots: readonly SlotChange[] = [],
): Promise<PostOutcome> {
  const places = await placesWithout(ports.deliveries, week, digestPlaces(ports.town));
  if (places.length === 0 && slots.length === 0) return { kind: 'already-posted' };
  const message = await digestAbout(ports, week, now);
  return { kind: 'post', changes: changes({ messages: posts(message, week, places), slots }) };
}

export const digestSlot = 'digest';

/** The scheduled digest, if a slot has come that was not worked off. Nothing from before the installation. */
export async function postScheduledDigest(
  ports: PostPorts & { readonly schedules: Schedules },
  now: Instant,
): Promise<Changes | undefined> {
  const { settings, calendar } = ports.town;
  const slot = latestSlot(now, settings.digest, calendar);
  const last = await ports.schedules.lastSlot(digestSlot);
  if (last && last >= slot.at) return undefined;
  if (slot.at < (await ports.schedules.installedAt(now))) return undefined;
  const worked = { name: digestSlot, slot: slot.at, basedOn: last ?? null };
  const outcome = await postDigest(ports, slot.about, now, [worked]);
  return outcome.kind === 'post' ? outcome.changes : undefined;
}

/** The week that a digest is about unless one is named: the one before this. */
export const lastWeek = (now: Instant, { calendar }: Town): IsoWeek =>
  weekBefore(isoWeekOf(calendar.localDateOf(now)));
