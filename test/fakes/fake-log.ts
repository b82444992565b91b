import type { Log } from '../../src/ports.js';

export interface FakeLog extends Log {
  /** What was logged together with an error: in a test nothing is expected to fail unseen. */
  readonly failures: readonly unknown[];
}

export function createFakeLog(): FakeLog {
  const failures: unknown[] = [];
  const note = (facts: object) => {
    if ('err' in facts) failures.push(facts.err);
  };
  return { failures, debug: note, info: note, warn: note, error: note };
}
