import { postScheduledDigest } from '../../src/use-cases/post-digest.js';
import { commitRecomputed } from '../commit.js';
import type { Workplace } from '../workplace.js';

/** The weekly digest, when a slot has come that was not worked off. */
export async function postDigest(work: Workplace): Promise<void> {
  const { archive, schedules, town, store } = work;
  const ports = { archive, schedules, town, proposals: store.proposals, deliveries: store.deliveries };
  await commitRecomputed(work, () => postScheduledDigest(ports, work.townClock.now()));
}
