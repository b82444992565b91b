import { afterAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { openEmbeddedMongo, type EmbeddedMongo } from '../../../../adapters/embedded/mongodb/index.js';
import { connectionOptions } from '../../../contracts/mongodb.contract.js';
import { closeAfterCrash, createDirectory, removeDirectories } from './direct-engine.js';

// Money is moved between accounts by 16 workers while the server is killed and started again. Every transfer
// changes two accounts and writes one entry; if any of the three were lost, doubled or visible alone, the
// sums would not agree.

interface Account {
  readonly _id: number;
  readonly balance: number;
}

interface Entry {
  readonly transfer: string;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

const accountCount = 12;
const workerCount = 16;
const kills = 3;
const betweenKillsMs = 900;

interface Bank {
  readonly server: EmbeddedMongo;
  readonly connection: mongoose.Connection;
  readonly accounts: mongoose.mongo.Collection<Account>;
  readonly entries: mongoose.mongo.Collection<Entry>;
}

async function openBank(dataDir: string): Promise<Bank> {
  const server = await openEmbeddedMongo({ dataDir, production: false });
  const connection = await mongoose
    .createConnection(server.uri, { ...connectionOptions, serverSelectionTimeoutMS: 300 })
    .asPromise();
  const db = connection.db!;
  return {
    server,
    connection,
    accounts: db.collection<Account>('accounts'),
    entries: db.collection<Entry>('entries'),
  };
}

async function transfer({ connection, accounts, entries }: Bank, entry: Entry): Promise<void> {
  await connection.transaction(
    async (session) => {
      const from = await accounts.findOne({ _id: entry.from }, { session });
      const to = await accounts.findOne({ _id: entry.to }, { session });
      await accounts.updateOne(
        { _id: entry.from },
        { $set: { balance: from!.balance - entry.amount } },
        { session },
      );
      await accounts.updateOne(
        { _id: entry.to },
        { $set: { balance: to!.balance + entry.amount } },
        { session },
      );
      // A fresh _id: if this ran and committed twice, the entry would be there twice.
      await entries.insertOne({ ...entry }, { session });
    },
    { readConcern: { level: 'snapshot' } },
  );
}

async function work(bank: Bank, name: string, done: string[]): Promise<void> {
  for (let n = 0; ; n += 1) {
    const from = (n * 5 + name.length + Number(name.slice(1))) % accountCount;
    const entry = {
      transfer: `${name}-${n}`,
      from,
      to: (from + 1 + (n % 5)) % accountCount,
      amount: 1 + (n % 7),
    };
    await transfer(bank, entry);
    done.push(entry.transfer);
  }
}

async function verifyBooks({ accounts, entries }: Bank, acknowledged: readonly string[]): Promise<void> {
  const ids = Array.from({ length: accountCount }, (_, _id) => _id);
  const balances = new Map(
    (await accounts.find({ _id: { $in: ids } }).toArray()).map(({ _id, balance }) => [_id, balance]),
  );
  const booked = await entries.find({ transfer: { $gte: '' } }).toArray();
  const expected = new Map(ids.map((id) => [id, 1000]));
  for (const { from, to, amount } of booked) {
    expected.set(from, expected.get(from)! - amount);
    expected.set(to, expected.get(to)! + amount);
  }
  const names = new Set(booked.map((entry) => entry.transfer));

  expect(balances).toEqual(expected);
  expect(names.size).toBe(booked.length);
  expect(acknowledged.filter((name) => !names.has(name))).toEqual([]);
}

describe('a ledger on the embedded MongoDB', () => {
  afterAll(removeDirectories);

  it('stays exact when the server is killed in the middle', async () => {
    const dataDir = await createDirectory();
    const acknowledged: string[] = [];
    let bank = await openBank(dataDir);
    await bank.accounts.insertMany(
      Array.from({ length: accountCount }, (_, _id) => ({ _id, balance: 1000 })),
    );
    await bank.entries.createIndexes([{ key: { transfer: 1 } }]);
    for (let round = 0; round < kills; round += 1) {
      const before = acknowledged.length;
      const current = bank;
      const workers = Array.from({ length: workerCount }, (_, worker) =>
        work(current, `${'abc'[round] ?? 'x'}${worker}`, acknowledged).catch(() => undefined),
      );
      await new Promise((resolve) => setTimeout(resolve, betweenKillsMs));
      process.kill(bank.server.pid, 'SIGKILL');
      await closeAfterCrash(bank.connection);
      await Promise.all(workers);
      await bank.server.close();
      bank = await openBank(dataDir);
      await verifyBooks(bank, acknowledged);
      expect(acknowledged.length).toBeGreaterThan(before);
    }
    await bank.connection.close();
    await bank.server.close();
  }, 15_000);
});
