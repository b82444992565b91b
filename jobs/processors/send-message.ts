/** One message to its platform: claimed, looked up if it may have left before, sent, and its outcome recorded. */
import type { Stored } from '../../src/bot/changes.js';
import type { Delivery } from '../../src/bot/delivery.js';
import { markedAsResent } from '../../src/messages/to-proposer.js';
import type { LookUp, Messenger, Post, SendOutcome } from '../../src/ports.js';
import type { Workplace } from '../workplace.js';
import { concludeTry, end, type SendResult } from './conclude-try.js';

/** Processes that took it and died: the message itself is to blame. */
const mostCutOff = 5;

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
    writtenAt: delivery.createdAt,
  };
}

/** A messenger does not reject. Should one do so all the same, its request may have left. */
async function askMessenger<T>(
  { log }: Workplace,
  { key }: Post,
  ask: () => Promise<T>,
): Promise<T | Extract<SendOutcome, { kind: 'unknown' }>> {
  try {
    return await ask();
  } catch (error) {
    log.error({ delivery: key, err: error }, 'a messenger failed: whether the message left is looked up');
    return { kind: 'unknown', reason: 'the messenger failed' };
  }
}

async function post(work: Workplace, messenger: Messenger, claimed: Stored<Delivery>): Promise<SendResult> {
  const message = await toPost(work, claimed);
  const outcome = await askMessenger(work, message, () => messenger.post(message));
  work.metrics.delivered(messenger.platform, outcome.kind);
  return concludeTry(work, claimed, outcome);
}

/** Nobody can tell whether it arrived. Silence is worse than a repeat for a person, not for everybody at once (design §4, Out). */
async function sendAgain(
  work: Workplace,
  messenger: Messenger,
  claimed: Stored<Delivery>,
): Promise<SendResult> {
  const { purpose, resent } = claimed.value;
  if (purpose === 'digest' || resent) {
    return end(work, claimed, { kind: 'unknown', reason: 'nobody can tell whether it arrived' });
  }
  const marked = await work.outbox.markResent(claimed);
  return marked ? post(work, messenger, marked) : { kind: 'lost' };
}

/** A request of it may have left before: what became of that comes first. */
async function reconcile(
  work: Workplace,
  messenger: Messenger,
  claimed: Stored<Delivery>,
): Promise<SendResult> {
  const message = await toPost(work, claimed);
  const known: LookUp = await askMessenger(work, message, () => messenger.lookUp(message));
  const { claims, attempts } = claimed.value;
  const isPoison = claims - attempts > mostCutOff;
  switch (known.kind) {
    case 'found':
      return end(work, claimed, { kind: 'sent', platformMessageId: known.platformMessageId });
    case 'absent':
    case 'cannot-tell':
      if (isPoison)
        return end(work, claimed, { kind: 'refused', reason: 'every try to send it was cut off' });
      return known.kind === 'absent' ? post(work, messenger, claimed) : sendAgain(work, messenger, claimed);
    default:
      return concludeTry(work, { ...claimed, value: { ...claimed.value, maybeSent: true } }, known);
  }
}

export async function sendMessage(work: Workplace, head: Stored<Delivery>): Promise<SendResult> {
  const claimed = await work.outbox.claim(head);
  if (!claimed) return { kind: 'lost' };
  const messenger = work.messengers[head.value.place.platform];
  if (!messenger) {
    return concludeTry(work, claimed, { kind: 'unavailable', reason: 'this platform is switched off' });
  }
  const { claims, attempts, maybeSent } = claimed.value;
  const isFirstTry = claims <= attempts + 1 && !maybeSent;
  return isFirstTry ? post(work, messenger, claimed) : reconcile(work, messenger, claimed);
}
