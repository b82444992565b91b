/** Words to the desk about a proposal: its card, kept up to date in place, and what happened, under the card. */
import type { Outgoing } from '../bot/delivery.js';
import type { OutgoingMessage } from '../bot/outgoing-message.js';
import { deskCard } from '../messages/desk-card.js';
import { happened, type Happening } from '../messages/desk-notices.js';
import type { Telling } from '../messages/telling.js';
import type { Proposal } from '../proposals/proposal.js';
import { deskPlace } from '../town.js';

/** `key` makes the ids of one turn's messages: the same turn computed again says the same once. */
export const card = (proposal: Proposal, id: string, telling: Telling): Outgoing => ({
  id,
  place: deskPlace(telling.town),
  to: 'desk',
  purpose: 'card',
  proposalIds: [proposal.id],
  message: deskCard(proposal, telling),
});

/** Nothing while the card has not left: it will hold everything when it does. */
export function cardUpdate(key: string, proposal: Proposal, telling: Telling): Outgoing[] {
  if (proposal.cardId === null) return [];
  return [
    {
      ...card(proposal, `${key}-card-${proposal.id}`, telling),
      purpose: 'card-update',
      updates: proposal.cardId,
    },
  ];
}

export function underCard(
  key: string,
  proposal: Proposal,
  message: OutgoingMessage,
  telling: Telling,
): Outgoing[] {
  if (proposal.cardId === null) return [];
  return [
    {
      id: `${key}-under-${proposal.id}`,
      place: deskPlace(telling.town),
      to: 'desk',
      purpose: 'thread',
      proposalIds: [proposal.id],
      message,
      replyTo: proposal.cardId,
    },
  ];
}

/** The card as it is now, and under it what happened. */
export const tellDesk = (
  key: string,
  proposal: Proposal,
  what: Happening | null,
  telling: Telling,
): Outgoing[] => [
  ...cardUpdate(key, proposal, telling),
  ...(what ? underCard(key, proposal, happened(proposal, what, telling), telling) : []),
];
