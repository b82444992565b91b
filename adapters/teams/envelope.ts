/** What the inbox keeps of an activity, and the keys that tell the same thing sent twice (facts §3). */
import { createHash } from 'node:crypto';
import { conversationKey } from '../../src/bot/conversation.js';
import { messageKey, placeKey, type Place } from '../../src/places.js';
import type { Envelope, Ids, TownClock } from '../../src/ports.js';
import type { Kept, Keys } from './reading.js';

export interface EnvelopeDeps {
  readonly ids: Ids;
  readonly townClock: TownClock;
}

/** `body`: the JSON that `kept` was read from, as Teams sent it. */
export const envelopeOf = (kept: Kept, body: string, { ids, townClock }: EnvelopeDeps): Envelope => ({
  id: ids.next(),
  platform: 'teams',
  eventId: kept.eventId,
  dedupKey: kept.dedupKey,
  conversation: conversationKey(kept.event.place, kept.event.person),
  receivedAt: townClock.now(),
  body,
});

/** Activities have no id but that of the message they are about: both keys are the same. */
const keys = (key: string): Keys => ({ eventId: key, dedupKey: key });

export const messageKeys = (place: Place, activityId: string): Keys =>
  keys(`${messageKey(place, activityId)}|message`);

/**
 * `stamp`: when it was changed; the same change is the same thing, a second one is not. Where Teams does not say when,
 * the new words tell changes apart.
 */
export const changeKeys = (
  place: Place,
  activityId: string,
  { kind, stamp, text }: { kind: 'edit' | 'delete'; stamp: string | null; text: string },
): Keys =>
  keys(
    `${messageKey(place, activityId)}|${kind}|${stamp ?? createHash('sha256').update(text).digest('base64url')}`,
  );

/** `parts`: what tells one press from another. */
export const interactionKeys = (place: Place, kind: string, ...parts: (string | null)[]): Keys =>
  keys([placeKey(place), kind, ...parts.map((part) => part ?? '-')].join('|'));
