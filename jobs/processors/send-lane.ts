/**
 * Everything that waits for one place, oldest first, at the pace its platform wants. Between two messages the lane
 * rests in the store, not here: every process keeps the pace, also one that starts in between, and a long lane
 * takes no worker from the others.
 */
import { parsePlaceKey } from '../../src/places.js';
import type { LaneLease } from '../../src/ports.js';
import { laneJob, type JobData } from '../job.js';
import type { Workplace } from '../workplace.js';
import type { SendResult } from './conclude-try.js';
import { sendMessage } from './send-message.js';

/** Renewed while the holder lives; a killed holder's lane is free again after this. */
const leaseMs = 10_000;
const renewEveryMs = 3_000;
/** A lane whose work failed rests for so long. */
const afterFailureMs = 5_000;

const leaseEnd = (work: Workplace): Date => new Date(work.systemClock.now().getTime() + leaseMs);

interface Hold {
  readonly isLost: () => boolean;
  readonly letGo: () => void;
}

/** Keeps the lease while the lane is worked on, however long a platform takes to answer. */
function keepLease(work: Workplace, lease: LaneLease): Hold {
  let lost = false;
  const renew = async () => {
    try {
      lost = !(await work.lanes.renew(lease, leaseEnd(work)));
    } catch (error) {
      // The store is away. Sending goes on: every record is fenced by its own row.
      work.log.warn({ err: error }, 'a lease could not be renewed');
    }
  };
  const timer = setInterval(() => void renew(), renewEveryMs);
  return {
    isLost: () => lost,
    letGo: () => {
      clearInterval(timer);
    },
  };
}

/** When the next request may leave. Undefined: at once. */
function restAfter(work: Workplace, { key }: LaneLease, result: SendResult): Date | undefined {
  const paceMs = work.messengers[parsePlaceKey(key).platform]?.paceMs ?? 0;
  const paced = new Date(work.systemClock.now().getTime() + paceMs);
  // A try that failed was a request too.
  if (result.kind === 'rest') return result.until > paced ? result.until : paced;
  return paceMs > 0 ? paced : undefined;
}

/** Sends until the lane is empty or has to rest. Answers when it may be worked on again; null: nothing waits. */
async function sendWaiting(work: Workplace, lease: LaneLease, hold: Hold): Promise<Date | null | 'lost'> {
  for (;;) {
    if (hold.isLost()) return 'lost';
    const head = await work.outbox.headOf(lease.key);
    if (!head) return null;
    const { nextAt } = head.value;
    if (work.stopping() || nextAt > work.systemClock.now()) return nextAt;
    const result = await sendMessage(work, head);
    if (result.kind === 'lost') return 'lost';
    const until = restAfter(work, lease, result);
    if (until) {
      await work.lanes.rest(lease.key, until);
      return until;
    }
  }
}

/**
 * Whoever takes the lane next looks up what was under way. While the store is away nothing can be given back: then
 * the lease runs out.
 */
async function giveUp(work: Workplace, lease: LaneLease): Promise<void> {
  const nextAt = new Date(work.systemClock.now().getTime() + afterFailureMs);
  try {
    await work.lanes.rest(lease.key, nextAt);
    await work.lanes.release(lease, nextAt);
  } catch (error) {
    work.log.debug({ err: error }, 'a lease runs out by itself');
  }
}

/** Nobody waits for a sweep when a lane has rested. What joined meanwhile is found then too. */
function ringAt(work: Workplace, { key, version }: LaneLease, at: Date): void {
  if (work.stopping()) return;
  const delayMs = at.getTime() - work.systemClock.now().getTime();
  work.ring(laneJob(key, `v${version}`, Math.max(0, delayMs)));
}

/** True when the lane was emptied: it may be due again already. */
async function workOff(work: Workplace, lease: LaneLease): Promise<boolean> {
  const hold = keepLease(work, lease);
  try {
    const nextAt = await sendWaiting(work, lease, hold);
    if (nextAt === 'lost') return false;
    await work.lanes.release(lease, nextAt);
    if (nextAt) ringAt(work, lease, nextAt);
    return nextAt === null;
  } catch (error) {
    await giveUp(work, lease);
    throw error;
  } finally {
    hold.letGo();
  }
}

export async function sendLane(work: Workplace, { key }: JobData['send-lane']): Promise<void> {
  while (!work.stopping()) {
    // Unique per claim, so that a lease that was lost is not mistaken for a later one of the same process.
    const holder = `${work.holder}-${work.ids.next()}`;
    const lease = await work.lanes.claim(key, holder, work.systemClock.now(), leaseEnd(work));
    // A message that joined between the last look and the release is found by this second claim.
    if (!lease || !(await workOff(work, lease))) return;
  }
}
