import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { placeKey, type PersonId, type Place } from '../../src/places.js';
import type { Messenger, Post, SendOutcome, TownClock } from '../../src/ports.js';

/** A message as people see it now. */
export interface Shown {
  readonly id: string;
  /** The delivery that brought it. */
  readonly key: string;
  readonly place: Place;
  readonly onlyFor: PersonId | null;
  readonly replyTo: string | null;
  /** Newest last: an update takes the place of the text, it is no new message. */
  readonly versions: readonly OutgoingMessage[];
}

/** What arrived, in order: a message, or an update of one. */
export interface Arrival {
  readonly kind: 'posted' | 'updated';
  readonly at: Date;
  readonly shown: Shown;
  readonly message: OutgoingMessage;
}

/** What a platform does with the next posts to a place, one after another; then all is well again. */
export type Trouble =
  | Extract<SendOutcome, { kind: 'rate-limited' | 'unavailable' | 'refused' }>
  /** The answer of the platform got lost. */
  | { kind: 'unknown'; arrived: boolean };

export interface FakeMessenger extends Messenger {
  readonly arrivals: readonly Arrival[];
  /** In order of their first arrival. */
  readonly shownIn: (place: Place) => readonly Shown[];
  readonly meet: (place: Place, ...troubles: Trouble[]) => void;
  /** From now on this place takes nothing (a person who blocked the bot), until it is allowed again. */
  readonly refuse: (place: Place) => void;
  readonly allow: (place: Place) => void;
  /** The whole platform is away. */
  away: boolean;
  canLookUp: boolean;
}

const reason = { refused: 'このアカウントは受け取りを止めています', away: 'away', lost: 'no answer came' };

export function createFakeMessenger(clock: TownClock): FakeMessenger {
  const arrivals: Arrival[] = [];
  const shown = new Map<string, Shown>();
  const keysOf = new Map<string, string[]>();
  const refusing = new Set<string>();
  const troubles = new Map<string, Trouble[]>();

  const record = (kind: Arrival['kind'], one: Shown, message: OutgoingMessage): SendOutcome => {
    shown.set(one.id, one);
    arrivals.push({ kind, at: clock.now(), shown: one, message });
    return { kind: 'sent', platformMessageId: one.id };
  };

  const arrive = ({ key, place, message, replyTo, updates, onlyFor }: Post): SendOutcome => {
    const old = updates === null ? undefined : shown.get(updates);
    if (old) return record('updated', { ...old, versions: [...old.versions, message] }, message);
    // A platform knows nothing of our keys: what is sent twice is there twice.
    const again = keysOf.get(key) ?? [];
    const id = `b-${key}${again.length > 0 ? `-again-${again.length}` : ''}`;
    keysOf.set(key, [...again, id]);
    return record('posted', { id, key, place, onlyFor, replyTo, versions: [message] }, message);
  };

  const troubled = (post: Post, trouble: Trouble): SendOutcome => {
    if (trouble.kind !== 'unknown') return trouble;
    if (trouble.arrived) arrive(post);
    return { kind: 'unknown', reason: reason.lost };
  };

  const outcomeOf = (post: Post): SendOutcome => {
    if (messenger.away) return { kind: 'unavailable', reason: reason.away };
    const key = placeKey(post.place);
    if (refusing.has(key)) return { kind: 'refused', reason: reason.refused };
    const trouble = troubles.get(key)?.shift();
    return trouble ? troubled(post, trouble) : arrive(post);
  };

  const messenger: FakeMessenger = {
    platform: 'web',
    paceMs: 0,
    away: false,
    canLookUp: true,
    arrivals,
    shownIn: (place) => [...shown.values()].filter((one) => placeKey(one.place) === placeKey(place)),
    meet: (place, ...more) => {
      troubles.set(placeKey(place), [...(troubles.get(placeKey(place)) ?? []), ...more]);
    },
    refuse: (place) => refusing.add(placeKey(place)),
    allow: (place) => refusing.delete(placeKey(place)),
    post: (post) => Promise.resolve(outcomeOf(post)),
    lookUp: ({ key }) => {
      if (!messenger.canLookUp) return Promise.resolve({ kind: 'cannot-tell' });
      const [id] = keysOf.get(key) ?? [];
      return Promise.resolve(
        id === undefined ? { kind: 'absent' } : { kind: 'found', platformMessageId: id },
      );
    },
  };
  return messenger;
}
