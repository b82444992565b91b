import { placeKey } from '../../src/places.js';
import type { ConversationReference, ConversationReferences } from '../../src/ports.js';
import type { AtOnce } from './answering.js';

/** Where places are reached, without a database. */
export function createMemoryReferences(): AtOnce<ConversationReferences> {
  const references = new Map<string, ConversationReference>();
  return {
    find: (place) => references.get(placeKey(place)),
    latestOn: (platform) =>
      [...references.values()]
        .filter(({ place }) => place.platform === platform)
        .sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime())[0],
    remember: (reference) => {
      references.set(placeKey(reference.place), reference);
    },
    forget: (place) => {
      references.delete(placeKey(place));
    },
  };
}
