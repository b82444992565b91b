import { StoreUnavailable } from '../../src/errors.js';

/** A port without its promises: a store in memory has its answer at once. */
export type AtOnce<Port> = {
  readonly [Name in keyof Port]: Port[Name] extends (...parameters: infer Given) => Promise<infer Answer>
    ? (...parameters: Given) => Answer
    : Port[Name];
};

/** The port over it: every answer a promise, every error a rejection, `StoreUnavailable` while it is away. */
export function answering<Port extends object>(atOnce: AtOnce<Port>, isAway: () => boolean): Port {
  const answerOf =
    (work: (...given: unknown[]) => unknown) =>
    (...given: unknown[]): Promise<unknown> =>
      new Promise((resolve) => {
        if (isAway()) throw new StoreUnavailable('away');
        resolve(work(...given));
      });
  const members = Object.entries(atOnce) as [string, (...given: unknown[]) => unknown][];
  return Object.fromEntries(members.map(([name, work]) => [name, answerOf(work)])) as Port;
}

/** Changes that can be taken back together: what makes a commit all or nothing. */
export interface Rollback {
  readonly set: <Key, Value>(rows: Map<Key, Value>, key: Key, value: Value) => void;
  readonly remove: <Key>(rows: Map<Key, unknown>, key: Key) => void;
}

/** @throws what `work` throws, after everything it changed was taken back. */
export function allOrNothing(work: (rollback: Rollback) => void): void {
  const undo: (() => void)[] = [];
  const keep = <Key, Value>(rows: Map<Key, Value>, key: Key) => {
    const old = rows.get(key);
    const existed = rows.has(key);
    undo.push(() => {
      if (existed) rows.set(key, old as Value);
      else rows.delete(key);
    });
  };
  try {
    work({
      set: (rows, key, value) => {
        keep(rows, key);
        rows.set(key, value);
      },
      remove: (rows, key) => {
        keep(rows, key);
        rows.delete(key);
      },
    });
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}
