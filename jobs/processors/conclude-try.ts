/** What becomes of a message after one try: it is over, or it waits, and its lane with it. */
import type { Stored } from '../../src/bot/changes.js';
import type { Delivery } from '../../src/bot/delivery.js';
import type { SendOutcome } from '../../src/ports.js';
import { isDeskUnreachable, isDeskWord } from '../../src/use-cases/reach-desk.js';
import { recordDelivery, type DeliveryEnd } from '../../src/use-cases/record-delivery.js';
import { commitRecomputed } from '../commit.js';
import type { Workplace } from '../workplace.js';

/** What the lane does next. */
export type SendResult =
  | { kind: 'next' }
  /** Nothing can be sent here before then. */
  | { kind: 'rest'; until: Date }
  /** Somebody else works on this message. */
  | { kind: 'lost' };

/** A head that fails for its own sake for this long is parked as a human task, so that the lane goes on. */
const parkAfterMs = 15 * 60_000;
const platformRestMs = 15_000;

const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
/** As long again as it has been failing (about 1, 1, 2, 4 seconds), however often the platform said "later" before. */
const backoffMs = (failingMs: number): number => Math.min(Math.max(failingMs, 1_000), 60_000);

/** It will not be tried again, however it ended. */
export async function end(work: Workplace, claimed: Stored<Delivery>, how: DeliveryEnd): Promise<SendResult> {
  await commitRecomputed(work, () => recordDelivery(work, claimed, how, work.townClock.now()));
  if (how.kind !== 'sent') await raiseAlarm(work, claimed.value, how.kind);
  return { kind: 'next' };
}

async function raiseAlarm(work: Workplace, delivery: Delivery, end: DeliveryEnd['kind']): Promise<void> {
  work.log.error({ delivery: delivery.id, end }, 'a message did not arrive');
  const { home } = work.town.settings.desk;
  if (isDeskWord(delivery, work.town) && (await isDeskUnreachable(work)))
    work.log.error({ platform: home }, 'nobody of the desk can be reached');
}

/** The request may have arrived: it is looked up before the next try. */
async function outcomeUnknown(
  work: Workplace,
  claimed: Stored<Delivery>,
  reason: string,
): Promise<SendResult> {
  const now = work.systemClock.now();
  const { failingSince } = claimed.value;
  if (failingSince && now > after(failingSince, parkAfterMs)) {
    return end(work, claimed, { kind: 'unknown', reason });
  }
  const nextAt = after(now, backoffMs(failingSince ? now.getTime() - failingSince.getTime() : 0));
  const deferred = { nextAt, maybeSent: true, error: reason, failingSince: failingSince ?? now };
  await work.outbox.defer(claimed, deferred);
  return { kind: 'rest', until: nextAt };
}

/** This place takes nothing for a while. */
async function tooMany(
  work: Workplace,
  claimed: Stored<Delivery>,
  { retryAfterMs, begun }: Extract<SendOutcome, { kind: 'rate-limited' }>,
): Promise<SendResult> {
  const now = work.systemClock.now();
  const { maybeSent, failingSince } = claimed.value;
  const deferred = {
    nextAt: now,
    maybeSent: maybeSent || begun === true,
    error: 'rate limited',
    failingSince,
  };
  await work.outbox.defer(claimed, deferred);
  return { kind: 'rest', until: after(now, retryAfterMs) };
}

/** Not this message's fault, however long it takes: it waits, and so does everything else on this platform. */
async function platformAway(
  work: Workplace,
  claimed: Stored<Delivery>,
  { reason, begun }: Extract<SendOutcome, { kind: 'unavailable' }>,
): Promise<SendResult> {
  const now = work.systemClock.now();
  const until = after(now, platformRestMs);
  const { place, maybeSent } = claimed.value;
  const deferred = { nextAt: now, maybeSent: maybeSent || begun === true, error: reason, failingSince: null };
  await work.outbox.defer(claimed, deferred);
  work.log.error({ platform: place.platform, reason }, 'the platform is away: its messages wait');
  await work.lanes.restPlatform(place.platform, until);
  return { kind: 'rest', until };
}

export function concludeTry(
  work: Workplace,
  claimed: Stored<Delivery>,
  outcome: SendOutcome,
): Promise<SendResult> {
  switch (outcome.kind) {
    case 'sent':
    case 'refused':
      return end(work, claimed, outcome);
    case 'unknown':
      return outcomeUnknown(work, claimed, outcome.reason);
    case 'rate-limited':
      return tooMany(work, claimed, outcome);
    case 'unavailable':
      return platformAway(work, claimed, outcome);
  }
}
