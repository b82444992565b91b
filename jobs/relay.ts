/**
 * About each second every working process looks into MongoDB for what is due and rings it. What is overdue by
 * half a minute and still nobody's is done here: a dead worker hides behind a Redis that answers (design §4).
 */
import type { Instant } from '../src/calendar/instant.js';
import type { Bell } from './bell.js';
import { askJob, laneJob, turnJob, wakeJob, type Job } from './job.js';
import type { InProcess } from './performer.js';
import type { Workplace } from './workplace.js';

const tickMs = 1_000;
/** Lanes are rung this long ahead, so that they do not wait for a tick. */
const horizonMs = 10_000;
const overdueMs = 30_000;
const mostAtOnce = 500;

export interface Relay {
  readonly start: () => void;
  /** One sweep now. */
  readonly sweep: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Due {
  readonly job: Job;
  /** System clock; what waits on the town clock is due since now. */
  readonly since: Instant;
}

const plus = (at: Instant, ms: number): Instant => new Date(at.getTime() + ms);

async function findDue(work: Workplace, now: Instant): Promise<Due[]> {
  const townNow = work.townClock.now();
  const waiting = await work.inbox.waiting(now, mostAtOnce);
  const lanes = await work.lanes.due(now, plus(now, horizonMs), mostAtOnce);
  const proposals = await work.store.proposals.dueForWaking(townNow, mostAtOnce);
  const conversations = await work.store.conversations.dueForWaking(townNow, mostAtOnce);
  const lateness = (wakeAt: Instant) => plus(now, wakeAt.getTime() - townNow.getTime());
  return [
    ...waiting.map(({ key, rowId, since }) => ({ job: turnJob(key, rowId), since })),
    ...lanes.map(({ key, version, nextAt }) => ({
      job: laneJob(key, `v${version}`, Math.max(0, nextAt.getTime() - now.getTime())),
      since: nextAt,
    })),
    ...proposals.map(({ id, version, wakeAt }) => ({ job: wakeJob(id, version), since: lateness(wakeAt) })),
    ...conversations.map(({ id, version, wakeAt }) => ({
      job: askJob(id, version),
      since: lateness(wakeAt),
    })),
  ];
}

export function createRelay(work: Workplace, bell: Bell, inProcess: InProcess): Relay {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  let stopped = false;

  const lookAround = async () => {
    const now = work.systemClock.now();
    const due = await findDue(work, now);
    const isOverdue = ({ since, job }: Due) => job.delayMs === 0 && since < plus(now, -overdueMs);
    for (const { job } of due.filter(isOverdue)) inProcess.start(job);
    bell.ring(...due.filter((one) => !isOverdue(one)).map(({ job }) => job));
    inProcess.start({ name: 'post-digest', data: {} });
  };

  const sweep = async () => {
    try {
      await lookAround();
    } catch (error) {
      work.log.warn({ err: error }, 'a sweep failed; the next one follows');
    }
  };

  const plan = () => {
    if (stopped) return;
    // Jittered, so that many processes do not sweep in step.
    timer = setTimeout(
      () => {
        sweeping = sweep().then(plan);
      },
      tickMs * (0.75 + Math.random() / 2),
    );
  };

  return {
    start: plan,
    sweep,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}
