import { setTimeout as sleep } from 'node:timers/promises';

/** The outcome, or undefined once `ms` have passed. It cancels nothing. @throws what `promise` throws in time. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
