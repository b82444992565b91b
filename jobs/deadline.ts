import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The promise's outcome, or `undefined` once `ms` have passed. It cancels nothing: what was late may still happen
 * (facts/store-and-queue.md §6), so whatever is waited for must be harmless when repeated.
 */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise,
      sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
  } finally {
    timer.abort();
  }
}
