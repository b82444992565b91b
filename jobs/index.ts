/** The durable work of one process. `bot` only rings; `worker` sweeps, works and audits; one process may be both. */
import { createAuditor, type Auditor } from './auditor.js';
import { createBell } from './bell.js';
import { within } from './deadline.js';
import type { Job } from './job.js';
import { createClockMover, type MovableClock, type MoveOutcome } from './move-town-clock.js';
import { createInProcess, performTask } from './performer.js';
import { openBellQueue } from './queues.js';
import { createRelay } from './relay.js';
import { openBellWorker, type BellWorker } from './worker.js';
import type { Workplace } from './workplace.js';

export { turnJob } from './job.js';
export type { Workplace } from './workplace.js';
export type { MoveOutcome } from './move-town-clock.js';

export interface Jobs {
  readonly ring: (...jobs: Job[]) => void;
  /** Begins to sweep. Nothing of Redis is needed for it. */
  readonly start: () => void;
  /** Rings on this Redis from now on. Call it once, whenever Redis is known. */
  readonly useRedis: (url: string) => void;
  readonly isDegraded: () => boolean;
  readonly auditor: Auditor | null;
  /** For trying out (contract §8). */
  readonly advanceClock: (clock: MovableClock, by: string) => Promise<MoveOutcome>;
  /** Begins nothing new, waits for what runs. Resolves within seconds, whatever is away. */
  readonly stop: () => Promise<void>;
}

const stopDeadlineMs = 2_500;

export type JobParts = Omit<Workplace, 'ring' | 'stopping'>;

export function createJobs(parts: JobParts, role: { worker: boolean }): Jobs {
  let isStopping = false;
  let worker: BellWorker | null = null;
  const work: Workplace = {
    ...parts,
    stopping: () => isStopping,
    ring: (...jobs) => {
      bell.ring(...jobs);
    },
  };
  const inProcess = createInProcess(work, parts.log);
  const bell = createBell({ inProcess: role.worker ? inProcess : null, metrics: parts.metrics });
  const relay = createRelay(work, bell, inProcess);
  const auditor = role.worker ? createAuditor(work, inProcess) : null;
  const mover = createClockMover({ work, relay, inProcess });

  return {
    ring: work.ring,
    auditor,
    isDegraded: bell.isDegraded,
    start: () => {
      if (!role.worker) return;
      relay.start();
      auditor?.start();
    },
    useRedis: (url) => {
      if (isStopping) return;
      bell.useQueue(openBellQueue(url, parts.log));
      if (role.worker) worker = openBellWorker(url, parts.log, (task) => performTask(work, task));
    },
    advanceClock: mover.advance,
    stop: async () => {
      isStopping = true;
      const stopped = Promise.all([relay.stop(), auditor?.stop(), worker?.close()]);
      // What hangs with the store is left behind: it is fenced, and whoever starts next does it again.
      await within(
        stopDeadlineMs,
        stopped.then(() => inProcess.stop()),
      );
      await bell.close();
    },
  };
}
