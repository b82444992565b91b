/** Performs what is rung. Stalled or failed jobs are forgotten: the sweep rings again. */
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../src/ports.js';
import { within } from './deadline.js';
import { parseTask, type Task } from './job.js';
import { closeDeadlineMs, keyPrefix, queueName, retryStrategy } from './queues.js';

export interface BellWorker {
  readonly close: () => Promise<void>;
}

/**
 * MongoDB's fences and leases decide who works; a lock only says how soon the bell of a killed worker rings again,
 * after 11 seconds as measured (facts/store-and-queue.md §6). Losing it to a blocked event loop does no harm.
 */
const settings = { concurrency: 10, lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 100 };

export function openBellWorker(
  redisUrl: string,
  log: Log,
  perform: (task: Task) => Promise<void>,
): BellWorker {
  // A half-open connection is noticed by the time-out only; blocking reads last at most ten seconds.
  const connection = new Redis(redisUrl, {
    maxRetriesPerRequest: null,
    socketTimeout: 15_000,
    retryStrategy,
  });
  const worker = new Worker(
    queueName,
    async (job) => {
      const task = parseTask(job.name, job.data);
      if (task) await perform(task);
    },
    { connection, prefix: keyPrefix, ...settings },
  );
  const complain = (error: Error) => {
    log.debug({ err: error }, 'the worker has trouble with Redis');
  };
  connection.on('error', complain);
  worker.on('error', complain);
  worker.on('failed', (job, error) => {
    log.warn({ task: job?.name, err: error }, 'a task failed and will be swept up');
  });
  return {
    close: async () => {
      // With Redis away close() never resolves unless it is forced from the first call on.
      const force = connection.status !== 'ready';
      await within(closeDeadlineMs, worker.close(force).catch(complain));
      connection.disconnect();
    },
  };
}
