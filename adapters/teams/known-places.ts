/** Conversation references that are written when they are new, not with every activity. */
import { placeKey, type Place } from '../../src/places.js';
import type { ConversationReferences, SystemClock } from '../../src/ports.js';
import type { NewReference } from './reading.js';

export interface KnownPlaces extends Pick<ConversationReferences, 'find' | 'latestOn'> {
  /** Resolves when it is durable. `anew`: also when it is known already. @throws StoreUnavailable */
  readonly see: (reference: NewReference, anew?: 'anew') => Promise<void>;
  readonly forget: (place: Place) => Promise<void>;
}

/** After so long it is written again though nothing changed: another process may have forgotten it. */
const trustedForMs = 10 * 60_000;
/** More than a town has people: who is left out costs one more write. */
const mostRemembered = 10_000;

export function createKnownPlaces(references: ConversationReferences, systemClock: SystemClock): KnownPlaces {
  const written = new Map<string, { readonly as: string; readonly at: number }>();

  const note = (key: string, as: string, at: number) => {
    // Set anew it is the youngest; the oldest is the first to go.
    written.delete(key);
    written.set(key, { as, at });
    const [oldest] = written.keys();
    if (written.size > mostRemembered && oldest !== undefined) written.delete(oldest);
  };

  return {
    find: references.find,
    latestOn: references.latestOn,
    see: async (reference, anew) => {
      const seenAt = systemClock.now();
      const key = placeKey(reference.place);
      const as = JSON.stringify(reference);
      const last = written.get(key);
      const isKnown = last?.as === as && seenAt.getTime() - last.at < trustedForMs;
      if (isKnown && !anew) return;
      await references.remember({ ...reference, seenAt });
      note(key, as, seenAt.getTime());
    },
    forget: async (place) => {
      written.delete(placeKey(place));
      await references.forget(place);
    },
  };
}
