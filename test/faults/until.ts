import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** 20 seconds unless given. */
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/**
 * Looks again and again until something is the case. A look that fails counts as "not yet".
 * @throws Error that says what was waited for, and what was seen last.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = 20_000, everyMs = 100 }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let lastFailure: unknown;
  while (performance.now() < deadline) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      lastFailure = undefined;
    } catch (error) {
      lastFailure = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`Waited ${timeoutMs / 1_000} seconds for: ${what}`, { cause: lastFailure });
}
