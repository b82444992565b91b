/** The bell: BullMQ over Redis. Redis holds nothing that MongoDB does not know better. */
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../src/ports.js';
import { within } from './deadline.js';
import type { Job } from './job.js';

export const queueName = 'yamabiko';
/** In braces, so that a cluster keeps all keys of the queue on one node. */
export const keyPrefix = '{yamabiko}';
const addDeadlineMs = 1_000;
export const closeDeadlineMs = 2_000;

export const retryStrategy = (tries: number): number => Math.min(100 * 2 ** tries, 2_000);

export interface BellQueue {
  /** False: Redis did not take them in time. It may have, so ids are stable. Never throws. */
  readonly ring: (jobs: readonly Job[]) => Promise<boolean>;
  readonly isConnected: () => boolean;
  readonly close: () => Promise<void>;
}

/** Fails fast while Redis is away, instead of piling up calls (facts/store-and-queue.md §6). */
export function openBellQueue(redisUrl: string, log: Log): BellQueue {
  const connection = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: addDeadlineMs,
    retryStrategy,
  });
  const queue = new Queue(queueName, { connection, prefix: keyPrefix });
  const complain = (error: Error) => {
    log.debug({ err: error }, 'the queue has trouble with Redis');
  };
  connection.on('error', complain);
  queue.on('error', complain);
  const options = { attempts: 1, removeOnComplete: true, removeOnFail: true };
  const bulk = (jobs: readonly Job[]) =>
    jobs.map(({ name, data, id, delayMs }) => ({
      name,
      data,
      opts: { ...options, jobId: id, delay: delayMs },
    }));
  return {
    ring: async (jobs) => {
      if (connection.status !== 'ready') return false;
      try {
        return (await within(addDeadlineMs, queue.addBulk(bulk(jobs)))) !== undefined;
      } catch (error) {
        complain(error instanceof Error ? error : new Error(String(error)));
        return false;
      }
    },
    isConnected: () => connection.status === 'ready',
    close: async () => {
      await within(closeDeadlineMs, queue.close().catch(complain));
      connection.disconnect();
    },
  };
}
