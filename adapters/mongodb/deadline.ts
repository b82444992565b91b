import { StoreUnavailable } from '../../src/errors.js';

/**
 * Waits at most `deadlineMs`. It cancels nothing: what was asked for may still happen later.
 * @throws StoreUnavailable when the time is over.
 */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new StoreUnavailable(`No answer from MongoDB within ${deadlineMs} ms`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
