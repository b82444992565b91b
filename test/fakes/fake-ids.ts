import type { Ids } from '../../src/ports.js';

/** `id-000001`, `id-000002`, …: sortable like the real ones, and the same in every run. */
export function createFakeIds(): Ids {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `id-${String(count).padStart(6, '0')}`;
    },
  };
}
