/** Performs tasks in this process, a few at a time, each at most once at a time. */
import type { Log } from '../src/ports.js';
import type { JobData, JobName, Task } from './job.js';
import { processors } from './registry.js';
import type { Workplace } from './workplace.js';

async function perform<Name extends JobName>(
  work: Workplace,
  name: Name,
  data: JobData[Name],
): Promise<void> {
  await processors[name](work, data);
}

/** @throws what the processor throws; nothing is lost by that, the next sweep rings again. */
export const performTask = (work: Workplace, task: Task): Promise<void> =>
  perform(work, task.name, task.data);

export interface InProcess {
  /** Starts it unless it runs already. Never throws; a failure is logged and left to the next sweep. */
  readonly start: (task: Task) => void;
  /** Resolves when everything started so far has ended. */
  readonly settled: () => Promise<void>;
  /** Forgets what has not begun, and waits for what has. */
  readonly stop: () => Promise<void>;
}

/** The same work without Redis: for when it is away, and for what it forgot. */
export function createInProcess(work: Workplace, log: Log, concurrency = 5): InProcess {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Task>();

  const run = async (key: string, task: Task) => {
    try {
      await performTask(work, task);
    } catch (error) {
      log.warn({ task: task.name, err: error }, 'a task failed and will be swept up');
    }
    running.delete(key);
    const [next] = waiting;
    if (!next) return;
    waiting.delete(next[0]);
    running.set(next[0], run(...next));
  };

  const start = (task: Task) => {
    const key = JSON.stringify(task.data) + task.name;
    if (running.has(key)) return;
    if (running.size < concurrency) running.set(key, run(key, task));
    else waiting.set(key, task);
  };

  const settled = async () => {
    while (running.size > 0) await Promise.allSettled(running.values());
  };

  const stop = async () => {
    waiting.clear();
    await Promise.allSettled(running.values());
  };

  return { start, settled, stop };
}
