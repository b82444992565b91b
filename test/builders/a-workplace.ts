import type { Task } from '../../jobs/job.js';
import type { InProcess } from '../../jobs/performer.js';
import type { Workplace } from '../../jobs/workplace.js';
import { createFakeClock } from '../fakes/fake-clock.js';
import { createFakeDirectory } from '../fakes/fake-directory.js';
import { createFakeIds } from '../fakes/fake-ids.js';
import { createFakeLog } from '../fakes/fake-log.js';
import { createFakeMessenger } from '../fakes/fake-messenger.js';
import { createMemoryStore } from '../fakes/memory-store.js';
import { aTown } from './town.js';

/** Counts what operators would see. */
function countingMetrics() {
  const seen = { silenceViolations: 0, degraded: [] as boolean[] };
  return {
    seen,
    metrics: {
      eventHandled: () => undefined,
      delivered: () => undefined,
      turnTook: () => undefined,
      silenceViolation: () => {
        seen.silenceViolations += 1;
      },
      degraded: (isDegraded: boolean) => {
        seen.degraded.push(isDegraded);
      },
    },
  };
}

/** A workplace over fakes, at one instant of both clocks. */
export function aWorkplace(now: Date) {
  const clock = createFakeClock(now);
  const memory = createMemoryStore(clock);
  const { seen, metrics } = countingMetrics();
  const work: Workplace = {
    ...memory,
    directory: createFakeDirectory(),
    ids: createFakeIds(),
    town: aTown(),
    townClock: clock,
    systemClock: clock,
    log: createFakeLog(),
    metrics,
    messengers: { web: createFakeMessenger(clock) },
    parsers: {},
    ring: () => undefined,
    holder: 'a-workplace',
    stopping: () => false,
  };
  return { work, clock, seen };
}

/** Remembers what it was asked to do, and does nothing. */
export function recordingInProcess(): InProcess & { readonly started: Task[] } {
  const started: Task[] = [];
  return {
    started,
    start: (task) => {
      started.push(task);
    },
    settled: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
