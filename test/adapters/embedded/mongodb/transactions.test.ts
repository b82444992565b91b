import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteExpired } from '../../../../adapters/embedded/mongodb/expiry.js';
import {
  createDirectory,
  inTransaction,
  openEngine,
  readAll,
  removeDirectories,
  type DirectEngine,
} from './direct-engine.js';

afterAll(removeDirectories);

describe('the engine', () => {
  let engine: DirectEngine['engine'];
  let command: DirectEngine['command'];
  let client: DirectEngine['client'];

  beforeEach(async () => {
    ({ engine, command, client } = await openEngine(await createDirectory()));
    await command({
      createIndexes: 'rows',
      indexes: [{ key: { at: 1 }, name: 'byAt', expireAfterSeconds: 60 }],
    });
    await command({
      insert: 'rows',
      documents: [1, 2, 3].map((_id) => ({ _id, at: new Date(_id * 60_000) })),
    });
  });

  afterEach(() => engine.close());

  const increase = (_id: number) => ({ update: 'rows', updates: [{ q: { _id }, u: { $inc: { n: 1 } } }] });

  it('ends a transaction at its first error', async () => {
    await command({ ...increase(1), ...inTransaction(1, 1, true) });
    await command({ find: 'rows', filter: { $nor: [] }, ...inTransaction(1, 1) });

    expect(await command({ ...increase(2), ...inTransaction(1, 1) })).toMatchObject({ ok: 0, code: 251 });
    expect(await command(increase(1))).toMatchObject({ nModified: 1 });
  });

  it('ends a transaction at a refused statement of a batch', async () => {
    await command({ ...increase(1), ...inTransaction(1, 1, true) });
    const insert = { insert: 'rows', documents: [{ _id: 2 }], ...inTransaction(1, 1) };

    expect(await command(insert)).toMatchObject({ writeErrors: [{ code: 11000 }] });
    expect(await command({ commitTransaction: 1, ...inTransaction(1, 1) })).toMatchObject({
      ok: 0,
      code: 251,
    });
  });

  it('calls it a conflict, not a duplicate, while another transaction may free the key or has just taken it', async () => {
    await command({ createIndexes: 'keys', indexes: [{ key: { key: 1 }, name: 'byKey', unique: true }] });
    await command({ insert: 'keys', documents: [{ _id: 1, key: 'a' }] });
    await command({ delete: 'keys', deletes: [{ q: { _id: 1 }, limit: 1 }], ...inTransaction(1, 1, true) });
    const insert = (_id: number, key: string) => ({ insert: 'keys', documents: [{ _id, key }] });
    const whileOpen = await command({ ...insert(2, 'a'), ...inTransaction(2, 1, true) });
    const waiting = command(insert(2, 'a'));
    await command({ commitTransaction: 1, ...inTransaction(1, 1) });
    await command({ find: 'keys', filter: { _id: 1 }, ...inTransaction(3, 1, true) });
    await command(insert(4, 'd'));

    expect(whileOpen).toMatchObject({ ok: 0, code: 112 });
    expect(await waiting).toMatchObject({ n: 1 });
    expect(await command({ ...insert(5, 'd'), ...inTransaction(3, 1) })).toMatchObject({ ok: 0, code: 112 });
  });

  it('gives up the transactions of a client whose connection breaks', async () => {
    await command({ ...increase(1), ...inTransaction(1, 1, true) });
    const waiting = command(increase(1));
    engine.sessions.abortAllOf(client);

    expect(await waiting).toMatchObject({ nModified: 1 });
  });

  it('forgets old versions when the last reader has gone', async () => {
    await command({ find: 'rows', filter: { _id: 1 }, ...inTransaction(1, 1, true) });
    for (let n = 0; n < 5; n += 1) await command(increase(1));
    await command({ delete: 'rows', deletes: [{ q: { _id: 1 }, limit: 1 }] });
    const before = await command({ find: 'rows', filter: { _id: 1 }, ...inTransaction(1, 1) });
    await command({ commitTransaction: 1, ...inTransaction(1, 1) });
    const collection = engine.store.collections.get('test.rows')!;

    expect(before).toMatchObject({ cursor: { firstBatch: [{ _id: 1 }] } });
    expect(collection.heads.size).toBe(2);
    expect([...collection.indexes.get('_id_')!.entries.range('', undefined)]).toHaveLength(2);
  });

  it('sees its own changes through every index', async () => {
    await command({ ...increase(1), ...inTransaction(1, 1, true) });
    const move = { update: 'rows', updates: [{ q: { _id: 3 }, u: { $set: { at: new Date(0) } } }] };
    await command({ ...move, ...inTransaction(1, 1) });
    const range = {
      find: 'rows',
      filter: { at: { $lte: new Date(120_000) } },
      sort: { at: 1 },
      projection: { _id: 1 },
    };

    expect(await command({ ...range, ...inTransaction(1, 1) })).toMatchObject({
      cursor: { firstBatch: [{ _id: 3 }, { _id: 1 }, { _id: 2 }] },
    });
    expect(await command(range)).toMatchObject({ cursor: { firstBatch: [{ _id: 1 }, { _id: 2 }] } });
  });

  it('builds an index only when no transaction is open', async () => {
    await command({ ...increase(1), ...inTransaction(1, 1, true) });
    const build = command({ createIndexes: 'rows', indexes: [{ key: { n: 1 }, name: 'byN' }] });
    await command({ commitTransaction: 1, ...inTransaction(1, 1) });

    expect(await build).toMatchObject({ numIndexesAfter: 3 });
    expect(await command({ find: 'rows', filter: { n: 1 } })).toMatchObject({
      cursor: { firstBatch: [{ _id: 1 }] },
    });
  });

  it('deletes what has expired', async () => {
    await deleteExpired(engine, 180_001);

    expect(await readAll(command, 'rows')).toMatchObject([{ _id: 3 }].map(({ _id }) => ({ _id })));
  });
});
