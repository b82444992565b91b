/**
 * Which parts of a long message have arrived. Teams has no look-up: this memory lives as long as the process, and
 * without it a message that was cut off starts again from its beginning.
 */
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';

export interface Progress {
  /** In order; the ones to come may still be cut smaller. */
  readonly parts: OutgoingMessage[];
  /** The ids of those that arrived. */
  readonly arrived: string[];
  /** Nobody knows whether the one after them arrived too. */
  isDoubtful: boolean;
}

export interface PartMemory {
  /** What an earlier try of this delivery has come to; a new beginning when nothing of it arrived. */
  readonly progressOf: (key: string, whole: OutgoingMessage) => Progress;
  /** The one that is under way; undefined when nothing of it arrived. */
  readonly begun: (key: string) => Progress | undefined;
  /** The delivery is over. */
  readonly drop: (key: string) => void;
  /** The ids of a message's parts, for when it is updated. */
  readonly keep: (messageId: string, ids: readonly string[]) => void;
  readonly idsOf: (messageId: string) => readonly string[];
}

const mostKept = 500;

/** The oldest goes when there is no room. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostKept && oldest !== undefined) map.delete(oldest);
}

export function createPartMemory(): PartMemory {
  const underWay = new Map<string, Progress>();
  const known = new Map<string, readonly string[]>();
  const begun = (key: string): Progress | undefined => {
    const progress = underWay.get(key);
    return progress && progress.arrived.length > 0 ? progress : undefined;
  };

  return {
    begun,
    progressOf: (key, whole) => {
      const earlier = begun(key);
      if (earlier) return earlier;
      const progress: Progress = { parts: [whole], arrived: [], isDoubtful: false };
      put(underWay, key, progress);
      return progress;
    },
    drop: (key) => {
      underWay.delete(key);
    },
    keep: (messageId, ids) => {
      if (ids.length > 1) put(known, messageId, ids);
      else known.delete(messageId);
    },
    idsOf: (messageId) => known.get(messageId) ?? [],
  };
}
