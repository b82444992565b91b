/** What the inbox keeps of a payload, and the keys that tell the same thing sent twice (facts §4). */
import { conversationKey } from '../../src/bot/conversation.js';
import { messageKey, placeKey, type Place } from '../../src/places.js';
import type { Envelope, Ids, TownClock } from '../../src/ports.js';
import type { Kept, Keys } from './reading.js';

export interface EnvelopeDeps {
  readonly ids: Ids;
  readonly townClock: TownClock;
}

/** `body`: the JSON that `kept` was read from, as Slack sent it. */
export const envelopeOf = (kept: Kept, body: string, { ids, townClock }: EnvelopeDeps): Envelope => ({
  id: ids.next(),
  platform: 'slack',
  eventId: kept.eventId,
  dedupKey: kept.dedupKey,
  conversation: conversationKey(kept.event.place, kept.event.person),
  receivedAt: townClock.now(),
  body,
});

/** One post came up to 11 times with different event ids; `message` and `app_mention` of one post share its ts. */
export const messageDedupKey = (place: Place, ts: string): string => `${messageKey(place, ts)}|message`;

/** `editedTs`: when it was edited. The same edit is the same thing, a second edit is not. */
export const editDedupKey = (place: Place, ts: string, editedTs: string): string =>
  `${messageKey(place, ts)}|edit|${editedTs}`;

export const deletionDedupKey = (place: Place, ts: string): string => `${messageKey(place, ts)}|delete`;

/** Interactivity brings no event id of its own. `parts`: what tells one press from another. */
export const interactionKeys = (place: Place, kind: string, ...parts: (string | null)[]): Keys => {
  const same = [kind, ...parts.map((part) => part ?? '-')].join('|');
  return { eventId: same, dedupKey: `${placeKey(place)}|${same}` };
};
