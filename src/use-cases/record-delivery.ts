/**
 * What became of a message. The transaction that records `sent` is the one in which a human word counts (P5);
 * a refusal becomes a task for a named human.
 */
import { changes, type Changes, type ProposalChange, type Stored } from '../bot/changes.js';
import { soleProposalOf, type Delivery, type DeliveryStatus, type Outgoing } from '../bot/delivery.js';
import type { Instant } from '../calendar/instant.js';
import { arrivedNotice, botWordRefused, humanTask, plainTask } from '../messages/desk-notices.js';
import { telling, type Telling } from '../messages/telling.js';
import { directPlace, isDirect, placeKey, type Place } from '../places.js';
import type { Store } from '../ports.js';
import { arrive, refuse } from '../proposals/human-word.js';
import type { Spoken } from '../proposals/next-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { deskPlace, managerOf, type Town } from '../town.js';
import { tellDesk, underCard } from './tell-desk.js';

export type DeliveryEnd =
  | { kind: 'sent'; platformMessageId: string }
  /** For good. */
  | { kind: 'refused'; reason: string }
  /** It may have arrived, and nobody can look. */
  | { kind: 'unknown'; reason: string };

const statuses: { readonly [Kind in DeliveryEnd['kind']]: DeliveryStatus } = {
  sent: 'sent',
  refused: 'undeliverable',
  unknown: 'unknown',
};

interface Consequences {
  readonly proposals: ProposalChange[];
  readonly messages: Outgoing[];
}

const none: Consequences = { proposals: [], messages: [] };

/** The human word that this delivery carries, if it carries one. */
const spokenIn = (proposal: Proposal, delivery: Delivery): Spoken | undefined =>
  proposal.sending.find((spoken) => spoken.deliveryId === delivery.id);

function wordArrived(stored: Stored<Proposal>, delivery: Delivery, now: Telling): Consequences {
  const proposal = arrive(stored.value, delivery.id, now.now, now.town);
  if (!proposal) return none;
  const said = proposal.thread.find((entry) => entry.id === `${delivery.id}-said`);
  const key = `${delivery.id}-arrived`;
  return {
    proposals: [{ proposal, basedOn: stored.version }],
    messages: [
      ...tellDesk(key, proposal, null, now),
      ...underCard(key, proposal, arrivedNotice(said, now), now),
    ],
  };
}

function wordRefused(
  stored: Stored<Proposal>,
  delivery: Delivery,
  spoken: Spoken,
  reason: string,
  now: Telling,
): Consequences {
  const proposal = refuse(stored.value, delivery.id, now.now, now.town);
  if (!proposal) return none;
  const key = `${delivery.id}-refused`;
  return {
    proposals: [{ proposal, basedOn: stored.version }],
    messages: [
      ...tellDesk(key, proposal, null, now),
      {
        id: `${key}-task`,
        place: deskPlace(now.town),
        to: 'desk',
        purpose: 'human-task',
        proposalIds: [proposal.id],
        message: humanTask(proposal, spoken, reason, now),
      },
    ],
  };
}

/** Where somebody is told that a place does not take the bot's messages; null when nobody is left to tell. */
function fallbackFor(place: Place, town: Town): Place | null {
  const desk = deskPlace(town);
  const manager = directPlace(managerOf(town));
  if (placeKey(place) === placeKey(manager)) return null;
  return placeKey(place) === placeKey(desk) ? manager : desk;
}

function botWordWasRefused(proposal: Proposal | undefined, delivery: Delivery, now: Telling): Consequences {
  const place = fallbackFor(delivery.place, now.town);
  if (!place || delivery.purpose === 'private' || delivery.purpose === 'courtesy') return none;
  const message =
    proposal && delivery.to === 'proposer'
      ? botWordRefused(proposal, now)
      : plainTask(delivery.place, delivery.message, now);
  return {
    proposals: [],
    messages: [
      {
        id: `${delivery.id}-refused-notice`,
        place,
        to: isDirect(place) ? 'manager' : 'desk',
        purpose: 'human-task',
        proposalIds: proposal ? [proposal.id] : [],
        message,
      },
    ],
  };
}

function consequences(
  delivery: Delivery,
  end: DeliveryEnd,
  stored: Stored<Proposal> | undefined,
  now: Telling,
): Consequences {
  if (end.kind === 'sent') return stored ? wordArrived(stored, delivery, now) : none;
  const spoken = stored && spokenIn(stored.value, delivery);
  return stored && spoken
    ? wordRefused(stored, delivery, spoken, end.reason, now)
    : botWordWasRefused(stored?.value, delivery, now);
}

/** A courtesy, a private word or a correction in place does not push a question away. */
const isNewWord = ({ place, onlyFor, updates, purpose, proposalIds }: Delivery): boolean =>
  isDirect(place) &&
  onlyFor === null &&
  updates === null &&
  (purpose !== 'courtesy' || proposalIds.length > 0);

const latestIn = (delivery: Delivery): Changes['latestWords'] =>
  isNewWord(delivery)
    ? [
        {
          place: delivery.place,
          word: { purpose: delivery.purpose, proposalId: soleProposalOf(delivery) ?? null },
        },
      ]
    : [];

/** @param at town clock. */
export async function recordDelivery(
  ports: { readonly store: Pick<Store, 'proposals'>; readonly town: Town },
  stored: Stored<Delivery>,
  end: DeliveryEnd,
  at: Instant,
): Promise<Changes> {
  const { value: delivery, version } = stored;
  const proposalId = soleProposalOf(delivery);
  const about = proposalId === undefined ? undefined : await ports.store.proposals.find(proposalId);
  const { proposals, messages } = consequences(delivery, end, about, telling(ports.town, at));
  return changes({
    proposals,
    messages,
    outcomes: [
      {
        deliveryId: delivery.id,
        basedOn: version,
        from: 'pending',
        status: statuses[end.kind],
        at,
        platformMessageId: end.kind === 'sent' ? end.platformMessageId : null,
        error: end.kind === 'sent' ? null : end.reason,
      },
    ],
    latestWords: end.kind === 'sent' ? latestIn(delivery) : [],
  });
}
