import type { Collection } from './collection.js';
import type { Engine } from './engine.js';
import type { Index } from './indexes.js';
import { parseFilter } from './query.js';
import { select } from './select.js';

// Like MongoDB's, this sweep is slow and late by design: expiry tidies up, nothing may depend on its moment.

const documentsPerStatement = 100;

async function deleteExpiredBy(
  engine: Engine,
  collection: Collection,
  index: Index,
  nowMs: number,
): Promise<void> {
  const [field] = index.fields;
  if (!field || index.expireAfterSeconds === undefined) return;
  const due = parseFilter({ [field.path]: { $lt: new Date(nowMs - index.expireAfterSeconds * 1000) } });
  const filter = { ...due, conditions: [...due.conditions, ...(index.partial?.conditions ?? [])] };
  for (let found = documentsPerStatement; found === documentsPerStatement;)
    found = await engine.store.runAlone((transaction) => {
      const expired = select(transaction, collection, {
        filter,
        sort: [],
        skip: 0,
        limit: documentsPerStatement,
      });
      for (const { id } of expired) transaction.stage(collection, id, undefined);
      engine.commit(transaction);
      return expired.length;
    });
}

/**
 * Deletes what has expired by `nowMs` (milliseconds since 1970) under any index with `expireAfterSeconds`.
 */
export async function deleteExpired(engine: Engine, nowMs: number): Promise<void> {
  for (const collection of engine.store.collections.values())
    for (const index of collection.indexes.values()) await deleteExpiredBy(engine, collection, index, nowMs);
}
