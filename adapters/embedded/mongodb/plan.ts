import { createRefusal } from './errors.js';
import type { Index } from './indexes.js';
import { describeFilter, type Condition, type Filter } from './query.js';
import type { Collection } from './collection.js';
import { isArrayKey, isNullKey, mirrorKey, successorOf } from './values.js';

/** One sort key; `steps` is the path. */
export interface SortKey {
  readonly path: string;
  readonly steps: readonly string[];
  readonly descending: boolean;
}

/** Which part of an index to read: `low <= key < high`. */
export interface Scan {
  readonly index: Index;
  readonly ranges: readonly { readonly low: string; readonly high: string | undefined }[];
  readonly reverse: boolean;
  /** True if the documents come out in the order asked for. */
  readonly isSorted: boolean;
}

export interface Query {
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
  readonly skip: number;
  /** 0 = all. */
  readonly limit: number;
}

interface Candidate {
  readonly scan: Scan;
  readonly score: number;
}

/**
 * The condition is certain to hold for whatever satisfies `conditions`, as far as literal repetition shows
 * it.
 */
function isImplied(partial: Condition, conditions: readonly Condition[]): boolean {
  return conditions.some((condition) => {
    if (condition.path !== partial.path) return false;
    if (partial.operator === '$exists')
      return condition.operator === '$exists'
        ? condition.wanted
        : condition.operator !== '$ne' && !condition.keys.some(isNullKey);
    return condition.operator === partial.operator && condition.keys.join() === partial.keys.join();
  });
}

/** The bounds that range conditions put on one index field, as index keys. */
function findBounds(index: Index, position: number, conditions: readonly Condition[]) {
  const field = index.fields[position];
  const ranges = conditions.filter(
    ({ path, operator }) => path === field?.path && /^\$[gl]te?$/.test(operator),
  );
  const lower = ranges.find(({ operator }) => operator.startsWith('$g'));
  const upper = ranges.find(({ operator }) => operator.startsWith('$l'));
  const [bracket] = (lower ?? upper)?.keys.map((key) => key.charAt(0)) ?? [];
  if (!field || bracket === undefined) return undefined;
  // Of an array, one item may satisfy the lower and another the upper bound: only one of them narrows the
  // scan.
  const from = lower?.keys[0] ?? bracket;
  const to = (index.multikey && lower ? undefined : upper?.keys[0]) ?? bracket;
  return field.descending ? { from: mirrorKey(to), to: mirrorKey(from) } : { from, to };
}

/**
 * Whether the index fields from `position` on give the order: `forward`, `backward`, or undefined for
 * neither.
 */
function findDirection(
  index: Index,
  position: number,
  sort: readonly SortKey[],
): 'forward' | 'backward' | undefined {
  const fixed = index.fields.slice(0, position).map(({ path }) => path);
  const wanted = sort.filter(({ path }) => !fixed.includes(path));
  const turns = wanted.map((key, at) => {
    const field = index.fields[position + at];
    return field?.path === key.path ? field.descending !== key.descending : undefined;
  });
  if (turns.every((turn) => turn === false)) return 'forward';
  return turns.every((turn) => turn === true) ? 'backward' : undefined;
}

function findCandidate(index: Index, query: Query): Candidate | undefined {
  const { conditions, alternatives } = query.filter;
  const partial = index.partial?.conditions ?? [];
  if (!partial.every((condition) => isImplied(condition, conditions))) return undefined;
  let prefixes = [''];
  let position = 0;
  for (const { path, descending } of index.fields) {
    const equal = conditions.find(
      (condition) =>
        condition.path === path && /^\$(eq|in)$/.test(condition.operator) && !condition.keys.some(isArrayKey),
    );
    if (!equal) break;
    const keys = equal.keys.map((key) => (descending ? mirrorKey(key) : key));
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => prefix + key));
    position += 1;
  }
  const bounds = findBounds(index, position, conditions);
  const direction =
    prefixes.length === 1 && !index.multikey ? findDirection(index, position, query.sort) : undefined;
  // Walking the whole index is right only to take its first entries, with nothing left to test on each of
  // them.
  const isBounded = query.limit > 0 && query.sort.length > 0 && direction !== undefined;
  const isWholeWanted =
    alternatives.length === 0 && conditions.every((condition) => isImplied(condition, partial));
  if (position === 0 && !bounds && !(isBounded && isWholeWanted)) return undefined;
  const scan = {
    index,
    ranges: prefixes.map((prefix) => ({
      low: prefix + (bounds?.from ?? ''),
      high: successorOf(prefix + (bounds?.to ?? '')),
    })),
    reverse: direction === 'backward',
    isSorted: direction !== undefined,
  };
  const isOneDocument = index.unique && position === index.fields.length;
  const score =
    4 * (position + partial.length) + (bounds ? 2 : 0) + (direction ? 1 : 0) + (isOneDocument ? 100 : 0);
  return { scan, score };
}

function findScans(collection: Collection, query: Query): Scan[] | undefined {
  const candidates = [...collection.indexes.values()].flatMap((index) => findCandidate(index, query) ?? []);
  const [best] = candidates.sort((a, b) => b.score - a.score);
  if (best) return [best.scan];
  for (const branches of query.filter.alternatives) {
    const scans = branches.map((branch) => {
      const conditions = [...query.filter.conditions, ...branch.conditions];
      return findScans(collection, {
        ...query,
        limit: 0,
        filter: { conditions, alternatives: branch.alternatives },
      });
    });
    if (scans.every((found) => found !== undefined))
      return scans.flat().map((scan) => ({ ...scan, isSorted: false }));
  }
  return undefined;
}

/**
 * Chooses the index to read; several scans only for `$or`, whose results are to be united.
 * @throws CommandError 238 if no index fits: every query of this service has one, so a scan is a mistake.
 */
export function planQuery(collection: Collection, query: Query): Scan[] {
  const scans = findScans(collection, query);
  if (scans) return scans;
  throw createRefusal(
    `a query that would scan ${collection.namespace}: no index for ${describeFilter(query.filter)}`,
  );
}
