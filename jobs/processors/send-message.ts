/** One message to its platform: claimed, looked up if it may have left before, sent, and its outcome recorded. */
import type { Stored } from '../../src/bot/changes.js';
import type { Delivery } from '../../src/bot/delivery.js';
import { markedAsResent } from '../../src/messages/to-proposer.js';
import type { Messenger, Post, SendOutcome } from '../../src/ports.js';
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
/** Processes that took it and died: the message itself is to blame. */
const mostCutOff = 5;
const platformRestMs = 15_000;

const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
const backoffMs = (attempts: number): number => Math.min(1_000 * 2 ** attempts, 60_000);

async function platformIdOf(work: Workplace, deliveryId: string | null): Promise<string | null> {
  if (deliveryId === null) return null;
  return (await work.store.deliveries.find(deliveryId))?.value.platformMessageId ?? null;
}

async function toPost(work: Workplace, { value: delivery }: Stored<Delivery>): Promise<Post> {
  return {
    key: delivery.id,
    place: delivery.place,
    message: delivery.resent ? markedAsResent(delivery.message, work.town.say) : delivery.message,
    replyTo: await platformIdOf(work, delivery.replyTo),
    updates: await platformIdOf(work, delivery.updates),
    onlyFor: delivery.onlyFor,
  };
}

async function end(work: Workplace, claimed: Stored<Delivery>, how: DeliveryEnd): Promise<SendResult> {
  await commitRecomputed(work, () => recordDelivery(work, claimed, how, work.townClock.now()));
  if (how.kind !== 'sent') {
    work.log.error({ delivery: claimed.value.id, end: how.kind }, 'a message did not arrive');
  }
  return { kind: 'next' };
}

/** What is known of a request that may have left before. */
async function reconcile(
  work: Workplace,
  messenger: Messenger,
  claimed: Stored<Delivery>,
): Promise<DeliveryEnd | 'absent' | 'send-again'> {
  const found = await messenger.lookUp(await toPost(work, claimed));
  switch (found.kind) {
    case 'found':
      return { kind: 'sent', platformMessageId: found.platformMessageId };
    case 'absent':
      return 'absent';
    case 'cannot-tell': {
      // Silence is worse than a repeat for a person, a repeat is worse for everybody at once (design §4, Out).
      const mayRepeat = claimed.value.purpose !== 'digest' && !claimed.value.resent;
      return mayRepeat ? 'send-again' : { kind: 'unknown', reason: 'nobody can tell whether it arrived' };
    }
  }
}

/** The request may have arrived: it is looked up before the next try. */
async function outcomeUnknown(
  work: Workplace,
  claimed: Stored<Delivery>,
  reason: string,
): Promise<SendResult> {
  const now = work.systemClock.now();
  const { createdAt, attempts } = claimed.value;
  if (now > after(createdAt, parkAfterMs)) return end(work, claimed, { kind: 'unknown', reason });
  const nextAt = after(now, backoffMs(attempts));
  await work.outbox.defer(claimed, { nextAt, maybeSent: true, error: reason });
  return { kind: 'rest', until: nextAt };
}

/** Not this message's fault: it waits, and so does what is behind it. */
async function rest(
  work: Workplace,
  claimed: Stored<Delivery>,
  outcome: Extract<SendOutcome, { kind: 'rate-limited' | 'unavailable' }>,
): Promise<SendResult> {
  const now = work.systemClock.now();
  const { place, maybeSent } = claimed.value;
  const away = outcome.kind === 'unavailable';
  const until = after(now, away ? platformRestMs : outcome.retryAfterMs);
  await work.outbox.defer(claimed, { nextAt: now, maybeSent, error: away ? outcome.reason : 'rate limited' });
  if (away) {
    work.log.error({ platform: place.platform }, 'the platform is away: its messages wait');
    await work.lanes.restPlatform(place.platform, until);
  }
  return { kind: 'rest', until };
}

async function post(work: Workplace, messenger: Messenger, claimed: Stored<Delivery>): Promise<SendResult> {
  const outcome = await messenger.post(await toPost(work, claimed));
  work.metrics.delivered(messenger.platform, outcome.kind);
  switch (outcome.kind) {
    case 'sent':
    case 'refused':
      return end(work, claimed, outcome);
    case 'unknown':
      return outcomeUnknown(work, claimed, outcome.reason);
    case 'rate-limited':
    case 'unavailable':
      return rest(work, claimed, outcome);
  }
}

export async function sendMessage(work: Workplace, head: Stored<Delivery>): Promise<SendResult> {
  const claimed = await work.outbox.claim(head);
  if (!claimed) return { kind: 'lost' };
  const messenger = work.messengers[head.value.place.platform];
  if (!messenger)
    return rest(work, claimed, { kind: 'unavailable', reason: 'this platform is switched off' });
  const { claims, attempts, maybeSent } = claimed.value;
  if (claims - attempts > mostCutOff) {
    return end(work, claimed, { kind: 'refused', reason: 'every try to send it was cut off' });
  }
  if (claims <= attempts + 1 && !maybeSent) return post(work, messenger, claimed);
  const known = await reconcile(work, messenger, claimed);
  if (known === 'absent') return post(work, messenger, claimed);
  if (known !== 'send-again') return end(work, claimed, known);
  const marked = await work.outbox.markResent(claimed);
  return marked ? post(work, messenger, marked) : { kind: 'lost' };
}
