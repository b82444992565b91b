import type { Delivery } from '../../src/bot/delivery.js';
import { message, paragraph } from '../../src/bot/outgoing-message.js';

let count = 0;

/** A receipt that was sent, unless something else is said; each call makes another one. */
export function aDelivery(given: Partial<Delivery> = {}): Delivery {
  count += 1;
  const at = new Date('2026-11-20T01:00:05Z');
  return {
    id: `delivery-row-${count}`,
    place: { platform: 'web', id: 'dm:suzuki' },
    to: 'proposer',
    purpose: 'receipt',
    proposalIds: [],
    message: message(paragraph('受け付けました。')),
    lines: [],
    replyTo: null,
    updates: null,
    onlyFor: null,
    seq: count,
    status: 'sent',
    nextAt: at,
    createdAt: at,
    attempts: 1,
    claims: 1,
    maybeSent: false,
    resent: false,
    failingSince: null,
    sentAt: at,
    platformMessageId: `m-${count}`,
    lastError: null,
    ...given,
  };
}
