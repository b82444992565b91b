import { afterAll, describe, expect, it } from '@jest/globals';
import { copyFile, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Engine } from '../../../../adapters/embedded/mongodb/engine.js';
import { createDirectory, inTransaction, openEngine, readAll, removeDirectories } from './direct-engine.js';

afterAll(removeDirectories);

/** A journal with three frames: an index, then the documents 1 and 2, each after the other is on disk. */
async function createJournal(): Promise<string> {
  const directory = await createDirectory();
  const { engine, command } = await openEngine(directory);
  await command({ createIndexes: 'rows', indexes: [{ key: { key: 1 }, name: 'byKey', unique: true }] });
  for (const _id of [1, 2]) await command({ insert: 'rows', documents: [{ _id, key: `k${_id}` }] });
  await engine.close();
  return directory;
}

async function reopen(directory: string) {
  const { engine, command } = await openEngine(directory);
  const rows = await readAll(command, 'rows');
  await engine.close();
  return rows;
}

describe('the journal', () => {
  it('brings back documents, changes, deletions and indexes', async () => {
    const directory = await createJournal();
    const first = await openEngine(directory);
    await first.command({ update: 'rows', updates: [{ q: { _id: 1 }, u: { $set: { key: 'changed' } } }] });
    await first.command({ delete: 'rows', deletes: [{ q: { _id: 2 }, limit: 1 }] });
    await first.command({ insert: 'other', documents: [{ _id: 'x' }] });
    await first.command({ drop: 'other' });
    await first.engine.close();
    const { engine, command } = await openEngine(directory);

    expect(await readAll(command, 'rows')).toEqual([{ _id: 1, key: 'changed' }]);
    expect(await command({ insert: 'rows', documents: [{ _id: 3, key: 'changed' }] })).toMatchObject({
      writeErrors: [{ code: 11000, keyPattern: { key: 1 } }],
    });
    expect(await command({ listCollections: 1, filter: {} })).toMatchObject({
      cursor: { firstBatch: [{ name: 'rows' }] },
    });
    await engine.close();
  });

  it('cuts off a last record that was not written to its end', async () => {
    const directory = await createJournal();
    const path = join(directory, 'journal');
    const { size } = await stat(path);
    for (let cut = 1; cut < 60; cut += 7) {
      await truncate(path, size - cut);
      expect(await reopen(directory)).toEqual([{ _id: 1, key: 'k1' }]);
      const { engine, command } = await openEngine(directory);
      await command({ insert: 'rows', documents: [{ _id: 2, key: 'k2' }] });
      await engine.close();
      expect((await stat(path)).size).toBe(size);
    }
    await writeFile(path, Buffer.alloc(50), { flag: 'a' });
    expect(await reopen(directory)).toHaveLength(2);
  });

  it('refuses damage that sound records follow, and changes nothing', async () => {
    const directory = await createJournal();
    const path = join(directory, 'journal');
    const bytes = await readFile(path);
    for (const at of [0, 5, 20, bytes.indexOf('k1')]) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0xff;
      await writeFile(path, damaged);

      await expect(openEngine(directory)).rejects.toThrow(
        /is damaged at byte \d+, but sound data follows.*Nothing was changed/s,
      );
      expect(await readFile(path)).toEqual(damaged);
    }
  });

  it('refuses a file that is something else', async () => {
    const directory = await createDirectory();
    await writeFile(join(directory, 'journal'), 'certainly no journal');

    await expect(openEngine(directory)).rejects.toThrow('is no journal');
  });

  it('stays small, and complete, while the same documents change again and again', async () => {
    const directory = await createDirectory();
    const { engine, command } = await openEngine(directory, 20_000);
    const write = async (row: number) => {
      for (let n = 1; n <= 200; n += 1)
        await command({
          update: 'rows',
          updates: [{ q: { _id: row }, u: { $set: { n, text: 'x'.repeat(500) } }, upsert: true }],
        });
    };
    await Promise.all([write(1), write(2), write(3)]);
    await engine.close();

    expect((await stat(join(directory, 'journal'))).size).toBeLessThan(60_000);
    expect(await reopen(directory)).toMatchObject([1, 2, 3].map((_id) => ({ _id, n: 200 })));
  });

  it('is whole at every moment of its rewriting', async () => {
    const directory = await createDirectory();
    const { engine, command } = await openEngine(directory, 2_000);
    for (let n = 1; n <= 60; n += 1) {
      await command({ insert: 'rows', documents: [{ _id: n, text: 'x'.repeat(300) }] });
      // What a crash right now would leave behind.
      const crashed = await createDirectory();
      await copyFile(join(directory, 'journal'), join(crashed, 'journal'));
      await writeFile(join(crashed, 'journal.new'), 'half a journal');
      expect(await reopen(crashed)).toHaveLength(n);
    }
    await engine.close();
  });

  it('keeps what is committed while it is rewritten', async () => {
    const directory = await createDirectory();
    const { engine, command } = await openEngine(directory, 0);
    const write = async (worker: number) => {
      for (let n = 0; n < 100; n += 1)
        await command({ insert: 'rows', documents: [{ _id: worker * 100 + n, text: 'x'.repeat(300) }] });
    };
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write));
    await engine.close();

    expect(await reopen(directory)).toHaveLength(800);
  });

  it('reports that it cannot be written', async () => {
    const directory = await createDirectory();
    const engine = new Engine();
    const failure = new Promise(
      (resolve) => void engine.open({ directory, onFailure: resolve, slackBytes: 0 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await rm(directory, { recursive: true });
    engine.addIndexes('test.rows', []);

    expect(await failure).toMatchObject({ code: 'ENOENT' });
    await engine.close();
  });

  it('remembers a commit, so that asking again does not look like a failure', async () => {
    const directory = await createDirectory();
    const first = await openEngine(directory);
    await first.command({ insert: 'rows', documents: [{ _id: 1 }], ...inTransaction(7, 1, true) });
    expect(await first.command({ commitTransaction: 1, ...inTransaction(7, 1) })).toMatchObject({ ok: 1 });
    await first.command({ insert: 'rows', documents: [{ _id: 2 }], ...inTransaction(8, 1, true) });
    await first.engine.close();

    for (const slackBytes of [0, undefined]) {
      const { engine, command } = await openEngine(directory, slackBytes);
      expect(await command({ commitTransaction: 1, ...inTransaction(7, 1) })).toMatchObject({ ok: 1 });
      expect(await command({ commitTransaction: 1, ...inTransaction(8, 1) })).toMatchObject({
        ok: 0,
        code: 251,
        errorLabels: ['TransientTransactionError'],
      });
      expect(
        await command({ insert: 'rows', documents: [{ _id: 3 }], ...inTransaction(7, 1, true) }),
      ).toMatchObject({ code: 225 });
      expect(await readAll(command, 'rows')).toEqual([{ _id: 1 }]);
      await engine.close();
    }
  });
});
