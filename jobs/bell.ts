/**
 * Rings jobs: on the queue, and in this process when the queue does not take them. What is not rung at all is
 * found by the sweep.
 */
import type { Metrics } from '../src/ports.js';
import type { Job } from './job.js';
import type { InProcess } from './performer.js';
import type { BellQueue } from './queues.js';

export interface Bell {
  /** Never waits and never throws. Without jobs it only looks whether Redis is there. */
  readonly ring: (...jobs: Job[]) => void;
  /** Redis has become available: until then, work runs in this process. */
  readonly useQueue: (queue: BellQueue) => void;
  /** True while work runs without Redis. */
  readonly isDegraded: () => boolean;
  readonly close: () => Promise<void>;
}

interface BellParts {
  /** Null: this process only rings, others work. */
  readonly inProcess: InProcess | null;
  readonly metrics: Metrics;
}

/** What is for later than this is left to the sweep when there is no queue. */
const hungHereMs = 60_000;

export function createBell({ inProcess, metrics }: BellParts): Bell {
  let queue: BellQueue | null = null;
  /** The last bell was not taken, though Redis may answer to a ping. */
  let refused = false;
  let gathered: Job[] = [];
  let ringing: Promise<void> = Promise.resolve();

  /** For later, in this process; as on the queue, each id once. */
  const hanging = new Map<string, NodeJS.Timeout>();

  const isDegraded = () => refused || !queue?.isConnected();

  const hangHere = (job: Job) => {
    if (hanging.has(job.id) || job.delayMs > hungHereMs) return;
    const start = () => {
      hanging.delete(job.id);
      inProcess?.start(job);
    };
    // A timer may be a millisecond early, and what is not due yet would wait for a sweep.
    hanging.set(job.id, setTimeout(start, job.delayMs + 1).unref());
  };

  const workHere = (jobs: readonly Job[]) => {
    if (!inProcess) return;
    for (const job of jobs) {
      if (job.delayMs > 0) hangHere(job);
      else inProcess.start(job);
    }
  };

  const ringGathered = async () => {
    const jobs = gathered;
    gathered = [];
    const rung = queue !== null && (await queue.ring(jobs));
    refused = !rung;
    metrics.degraded(refused);
    if (!rung) workHere(jobs);
  };

  const ring = (...jobs: Job[]) => {
    if (jobs.length === 0) {
      metrics.degraded(isDegraded());
      return;
    }
    const first = gathered.length === 0;
    gathered.push(...jobs);
    // One trip to Redis for everything rung in the meantime.
    if (first) ringing = ringing.then(ringGathered);
  };

  const useQueue = (opened: BellQueue) => {
    queue = opened;
  };

  const close = async () => {
    await ringing;
    for (const timer of hanging.values()) clearTimeout(timer);
    await queue?.close();
  };

  return { ring, useQueue, isDegraded, close };
}
