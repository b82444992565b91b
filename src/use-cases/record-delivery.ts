/**
 * What became of a message. The transaction that records `sent` is the one in which a human word counts (P5);
 * a refusal becomes a task for a named human.
 */
import { changes, type Changes, type Stored } from '../bot/changes.js';
import { soleProposalOf, type Delivery, type DeliveryStatus } from '../bot/delivery.js';
import type { Instant } from '../calendar/instant.js';
import { arrivedNotice, humanTask } from '../messages/desk-notices.js';
import { telling, type Telling } from '../messages/telling.js';
import { isDirect } from '../places.js';
import { arrive, refuse } from '../proposals/human-word.js';
import type { Spoken } from '../proposals/next-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { deskPlace } from '../town.js';
import { tellDesk, underCard } from './tell-desk.js';
import { noConsequences, tellInstead, type Consequences, type TellInsteadPorts } from './tell-instead.js';

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

/** The human word that this delivery carries, if it carries one. */
const spokenIn = (proposal: Proposal, delivery: Delivery): Spoken | undefined =>
  proposal.sending.find((spoken) => spoken.deliveryId === delivery.id);

function wordArrived(stored: Stored<Proposal>, delivery: Delivery, now: Telling): Consequences {
  const proposal = arrive(stored.value, delivery.id, now.now, now.town);
  if (!proposal) return noConsequences;
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
  if (!proposal) return noConsequences;
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

async function consequences(
  delivery: Delivery,
  end: DeliveryEnd,
  ports: TellInsteadPorts,
  now: Telling,
): Promise<Consequences> {
  const id = soleProposalOf(delivery);
  const about = id === undefined ? undefined : await ports.store.proposals.find(id);
  if (end.kind === 'sent') return about ? wordArrived(about, delivery, now) : noConsequences;
  const spoken = about && spokenIn(about.value, delivery);
  return about && spoken
    ? wordRefused(about, delivery, spoken, end.reason, now)
    : tellInstead({ delivery, about, reason: end.reason }, ports, now);
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
  ports: TellInsteadPorts,
  stored: Stored<Delivery>,
  end: DeliveryEnd,
  at: Instant,
): Promise<Changes> {
  const { value: delivery, version } = stored;
  const { proposals, messages } = await consequences(delivery, end, ports, telling(ports.town, at));
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
