import { setTimeout as after } from 'node:timers/promises';
import { reasonOf } from '../../src/errors.js';
import type { Log } from '../../src/ports.js';

/** What came of it; undefined when it failed or took longer than `deadlineMs`. Never rejects. */
export async function within<Result>(
  deadlineMs: number,
  log: Log,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const timer = new AbortController();
  const late = after(deadlineMs, undefined, { signal: timer.signal });
  late.catch(() => undefined);
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'Teams could not be answered at once');
    return undefined;
  } finally {
    timer.abort();
  }
}
