import { planQuery, type Query, type Scan, type SortKey } from './plan.js';
import { matches } from './query.js';
import type { Collection } from './collection.js';
import type { Content } from './indexes.js';
import type { View } from './transaction.js';
import { encodeKey, valuesAt, type Fields } from './values.js';

export interface Found extends Content {
  readonly id: string;
}

function* candidates(view: View, collection: Collection, scans: readonly Scan[]): Generator<Found> {
  const mine = view.staged.get(collection);
  // A document may have several entries: more than one item of an array, or older versions.
  const seen = new Set<string>();
  for (const { index, ranges, reverse } of scans)
    for (const { low, high } of ranges)
      for (const version of index.entries.range(low, high, reverse)) {
        if (seen.has(version.id) || mine?.has(version.id) || !version.content) continue;
        if (collection.findVersion(version.id, view.snapshot) !== version) continue;
        seen.add(version.id);
        yield { id: version.id, ...version.content };
      }
  for (const [id, content] of mine ?? []) if (content) yield { id, ...content };
}

/** Of an array, the smallest item sorts ascending and the greatest descending. */
function sortKeyOf(document: Fields, { steps, descending }: SortKey): string {
  const values = valuesAt(document, steps).flatMap((value: unknown) => value);
  const keys = values.map(encodeKey).sort();
  return (descending ? keys.at(-1) : keys[0]) ?? encodeKey(null);
}

function sortInMemory(found: readonly Found[], sort: readonly SortKey[]): Found[] {
  const keyed = found.map((item) => ({ item, keys: sort.map((key) => sortKeyOf(item.document, key)) }));
  keyed.sort((a, b) => {
    for (const [at, { descending }] of sort.entries()) {
      const left = a.keys[at] ?? '';
      const right = b.keys[at] ?? '';
      if (left !== right) return left < right === descending ? 1 : -1;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

/**
 * The documents of a query as `view` sees them, in the order asked for.
 * @throws CommandError 238 if no index fits the filter.
 */
export function select(view: View, collection: Collection, query: Query): Found[] {
  const scans = planQuery(collection, query);
  const end = query.limit === 0 ? Infinity : query.skip + query.limit;
  const isInOrder =
    query.sort.length === 0 ||
    (!view.staged.get(collection)?.size && scans.every(({ isSorted }) => isSorted));
  const found: Found[] = [];
  for (const candidate of candidates(view, collection, scans)) {
    if (!matches(query.filter, candidate.document)) continue;
    found.push(candidate);
    if (isInOrder && found.length >= end) break;
  }
  return (isInOrder ? found : sortInMemory(found, query.sort)).slice(query.skip, end);
}
