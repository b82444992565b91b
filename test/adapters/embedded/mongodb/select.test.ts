import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Collection } from '../../../../adapters/embedded/mongodb/collection.js';
import { CommandError } from '../../../../adapters/embedded/mongodb/errors.js';
import { Index } from '../../../../adapters/embedded/mongodb/indexes.js';
import { matches, parseFilter } from '../../../../adapters/embedded/mongodb/query.js';
import { select } from '../../../../adapters/embedded/mongodb/select.js';
import { parseSort } from '../../../../adapters/embedded/mongodb/shape.js';
import { latest } from '../../../../adapters/embedded/mongodb/transaction.js';
import { encode, encodeKey, type Fields } from '../../../../adapters/embedded/mongodb/values.js';

const value = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('a', 'b', null));
const item = fc.oneof(value, fc.record({ c: value }));
const direction = fc.constantFrom(1, -1);
const name = fc.constantFrom('a', 'b', 'a.c', 'b.c');
const documents = fc.array(
  fc.record({ a: fc.oneof(item, fc.array(item, { maxLength: 3 })), b: item }, { requiredKeys: [] }),
  { maxLength: 25 },
);
const operand = fc.integer({ min: 0, max: 4 });
const condition = fc.oneof(
  value,
  fc.record({ $in: fc.array(value, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $gt: operand, $lte: operand }),
  fc.record({ $gte: operand }),
  fc.record({ $lt: operand, $ne: value }),
  fc.record({ $exists: fc.boolean() }),
);
const simpleFilter: fc.Arbitrary<Fields> = fc.dictionary(name, condition, { minKeys: 1, maxKeys: 3 });
const filter: fc.Arbitrary<Fields> = fc.oneof(
  simpleFilter,
  fc.record({
    $or: fc.array(simpleFilter, { minLength: 1, maxLength: 3 }),
    $and: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }),
  }),
);
const indexes = fc.array(
  fc.record({
    key: fc.dictionary(name, direction, { minKeys: 1, maxKeys: 2 }),
    partialFilterExpression: fc.option(fc.record({ a: operand }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 4 },
);
const sort: fc.Arbitrary<Fields> = fc.dictionary(name, direction, { maxKeys: 2 });

function createCollection(definitions: readonly Fields[], rows: readonly Fields[]): Collection | undefined {
  const collection = new Collection('test.rows');
  try {
    for (const [at, { key, partialFilterExpression }] of definitions.entries())
      collection.addIndex(
        new Index({ key, name: `i${at}`, ...(partialFilterExpression ? { partialFilterExpression } : {}) }),
      );
    for (const [_id, row] of rows.entries()) {
      const document: Fields = { _id, ...row };
      collection.install(encodeKey(_id), { document, bytes: encode(document) }, 1);
    }
    return collection;
  } catch (error) {
    if (error instanceof CommandError && error.code === 171) return undefined;
    throw error;
  }
}

describe('select', () => {
  const find = (definition: object, rows: Fields[], source: Fields, order: Fields = {}) => {
    const collection = createCollection([{ key: definition }], rows)!;
    const query = { filter: parseFilter(source), sort: parseSort(order), skip: 0, limit: 0 };
    return select(latest, collection, query).map(({ document }) => document._id);
  };

  it('finds arrays of which different items satisfy the two ends of a range', () => {
    expect(find({ a: 1 }, [{ a: [0, 9] }, { a: 9 }, { a: 0 }], { a: { $gt: 3, $lt: 5 } })).toEqual([0]);
    expect(find({ a: -1 }, [{ a: [0, 9] }, { a: 9 }, { a: 0 }], { a: { $gt: 3, $lt: 5 } })).toEqual([0]);
  });

  it('sorts arrays by their smallest item, even one outside the range', () => {
    expect(find({ a: 1 }, [{ a: 6 }, { a: [9, 1] }], { a: { $gt: 5 } }, { a: 1 })).toEqual([1, 0]);
  });

  it('sorts across the values of $in', () => {
    const rows = [
      { a: 1, b: 3 },
      { a: 2, b: 2 },
      { a: 1, b: 1 },
    ];

    expect(find({ a: 1, b: 1 }, rows, { a: { $in: [1, 2] } }, { b: 1 })).toEqual([2, 1, 0]);
    expect(find({ a: 1, b: -1 }, rows, { a: { $in: [1, 2] } }, { b: -1 })).toEqual([0, 1, 2]);
  });

  it('finds through indexes exactly what a look at every document finds, in the order asked for', () => {
    let compared = 0;
    const property = fc.property(
      documents,
      indexes,
      filter,
      sort,
      fc.nat(3),
      fc.nat(5),
      (rows, definitions, source, order, skip, limit) => {
        const collection = createCollection(definitions, rows);
        const query = { filter: parseFilter(source), sort: parseSort(order), skip: 0, limit: 0 };
        if (!collection) return;
        let all: Fields[];
        try {
          all = select(latest, collection, query).map(({ document }) => document);
        } catch (error) {
          if (error instanceof CommandError && error.code === 238) return;
          throw error;
        }
        const everything = [...collection.heads.values()].flatMap(({ content }) =>
          content ? [content.document] : [],
        );
        const expected = everything
          .filter((document) => matches(query.filter, document))
          .map(({ _id }) => Number(_id));
        expect(all.map(({ _id }) => Number(_id)).sort((a, b) => a - b)).toEqual(expected);
        const part = select(latest, collection, { ...query, skip, limit }).map(({ document }) => document);
        const end = limit === 0 ? all.length : skip + limit;
        // Documents with equal sort keys may stand in any order, so the keys are compared.
        const keysOf = (list: Fields[]) =>
          list.map((document) => Object.keys(order).map((path) => sortKey(document, path, order[path])));
        expect(keysOf(part)).toEqual(keysOf(all.slice(skip, end)));
        const keys = keysOf(all);
        for (const [at, key] of keys.entries())
          if (at > 0) expect(isInOrder(keys[at - 1]!, key, Object.values(order))).toBe(true);
        compared += 1;
      },
    );
    fc.assert(property, { numRuns: 3000 });

    expect(compared).toBeGreaterThan(500);
  });
});

/** The smallest of what the path reaches, or the greatest if descending, as MongoDB sorts arrays. */
function sortKey(document: Fields, path: string, order: unknown): string {
  const [first = '', second] = path.split('.');
  const top = document[first];
  const found =
    second === undefined
      ? [top].flat()
      : [top]
          .flat()
          .flatMap((item) =>
            item === null || typeof item !== 'object'
              ? Array.isArray(top)
                ? []
                : [undefined]
              : [(item as Fields)[second]],
          );
  const keys = found.map(encodeKey).sort();
  return (order === 1 ? keys[0] : keys.at(-1)) ?? encodeKey(null);
}

function isInOrder(before: string[], after: string[], directions: unknown[]): boolean {
  for (const [at, key] of before.entries())
    if (key !== after[at]) return key < after[at]! === (directions[at] === 1);
  return true;
}
