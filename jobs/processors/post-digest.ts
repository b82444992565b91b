import { postScheduledDigest } from '../../src/use-cases/post-digest.js';
import { commitRecomputed } from '../commit.js';
import type { Workplace } from '../workplace.js';

/** Words that have waited for so long came while nobody worked: what they are is not in the store yet. */
const backlogMs = 5_000;

/** After an outage a digest would say that nobody wrote, of people whose words still wait: the next sweep posts it. */
async function isBehind({ inbox, systemClock }: Workplace): Promise<boolean> {
  const now = systemClock.now();
  const [first] = await inbox.waiting(now, 1);
  return first !== undefined && first.since < new Date(now.getTime() - backlogMs);
}

/** The weekly digest, when a slot has come that was not worked off. */
export async function postDigest(work: Workplace): Promise<void> {
  const { archive, schedules, town, store } = work;
  const ports = { archive, schedules, town, proposals: store.proposals, deliveries: store.deliveries };
  await commitRecomputed(work, async () => {
    const changes = await postScheduledDigest(ports, work.townClock.now());
    return changes && (await isBehind(work)) ? undefined : changes;
  });
}
