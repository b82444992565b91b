import type { Changes } from '../src/bot/changes.js';
import { StoreConflict } from '../src/errors.js';
import { placeKey } from '../src/places.js';
import type { InboxRow } from '../src/ports.js';
import { laneJob } from './job.js';
import type { Workplace } from './workplace.js';

/** A turn that meets another version is computed again this often; then somebody else is to try (design §4). */
const mostTries = 5;

/** Reads and computes; undefined: there is nothing to write (any more). */
export type Compute = () => Promise<Changes | undefined>;

/**
 * Computes and commits, again when something changed meanwhile. True when something was written.
 * @throws StoreConflict after five tries; StoreUnavailable when the outcome is unknown.
 */
export async function commitRecomputed(
  { store, ring }: Pick<Workplace, 'store' | 'ring'>,
  compute: Compute,
  handled?: InboxRow,
): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const changes = await compute();
    if (!changes) return false;
    try {
      await store.commit(changes, handled);
    } catch (error) {
      if (error instanceof StoreConflict && tries < mostTries) continue;
      throw error;
    }
    for (const { place, id, delayMs } of changes.messages) ring(laneJob(placeKey(place), id, delayMs));
    return true;
  }
}
