import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import mongoose from 'mongoose';
import { openEmbeddedMongo, type EmbeddedMongo } from '../../../../adapters/embedded/mongodb/index.js';
import { isProcessAlive } from '../../../../adapters/embedded/mongodb/lock.js';
import { encode } from '../../../../adapters/embedded/mongodb/values.js';
import { encodeMessage } from '../../../../adapters/embedded/mongodb/wire.js';
import { connectionOptions } from '../../../contracts/mongodb.contract.js';
import { closeAfterCrash, createDirectory, inTransaction, removeDirectories } from './direct-engine.js';

const launcher = join(process.cwd(), 'dist/adapters/embedded/mongodb/index.js');
const program = `
  import { openEmbeddedMongo } from ${JSON.stringify(launcher)};
  const { pid, joined } = await openEmbeddedMongo({ dataDir: process.argv[1], production: false });
  console.log(JSON.stringify({ pid, joined }));
  setInterval(() => undefined, 1000);
`;

interface Client {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly joined: boolean;
}

const clients: ChildProcess[] = [];
const servers: EmbeddedMongo[] = [];

/** Another process of the service, until it is killed. */
async function startClient(dataDir: string): Promise<Client> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  clients.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { pid: number; joined: boolean }) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function open(dataDir: string, onExit?: (reason: string) => void): Promise<EmbeddedMongo> {
  const server = await openEmbeddedMongo({ dataDir, production: false, ...(onExit && { onExit }) });
  servers.push(server);
  return server;
}

const connect = (server: EmbeddedMongo) =>
  mongoose.createConnection(server.uri, connectionOptions).asPromise();

const socketOf = (server: EmbeddedMongo) => decodeURIComponent(/mongodb:\/\/([^/]+)/.exec(server.uri)![1]!);

async function waitUntilGone(pid: number): Promise<void> {
  while (isProcessAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map(kill));
  for (const server of servers.splice(0)) {
    await server.close();
    await waitUntilGone(server.pid);
  }
  await removeDirectories();
});

describe('openEmbeddedMongo', () => {
  it('refuses production', async () => {
    await expect(openEmbeddedMongo({ dataDir: '/nowhere', production: true })).rejects.toThrow('MONGODB_URI');
  });

  it('keeps everything in a directory that only this user can open', async () => {
    const dataDir = await createDirectory();
    const server = await open(dataDir);
    const directory = join(dataDir, 'mongodb');

    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readdirSync(directory).sort()).toEqual([
      expect.stringMatching('.sock$'),
      'journal',
      'lock.1',
      'mongodb.sock',
      'server.log',
    ]);
    await server.close();
    await waitUntilGone(server.pid);
  });

  it('puts the socket elsewhere when the path of the data directory is long', async () => {
    const dataDir = join(await createDirectory(), 'long'.repeat(30));
    await mkdir(dataDir);
    const server = await open(dataDir);
    const connection = await connect(server);
    const socket = realpathSync(socketOf(server));

    expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
    await connection.close();
    await server.close();
    await waitUntilGone(server.pid);
    expect(existsSync(join(socket, '..'))).toBe(false);
    // The name is removed when this process ends, of which jest does not tell.
    rmSync(join(socketOf(server), '..'), { recursive: true });
  });

  it('joins a server that is there, which outlives the one who started it', async () => {
    const dataDir = await createDirectory();
    const owner = await startClient(dataDir);
    const server = await open(dataDir);
    await kill(owner.child);
    const connection = await connect(server);
    await connection.collection('rows').insertOne({ n: 1 });
    await connection.close();

    expect(owner.joined).toBe(false);
    expect(server).toMatchObject({ joined: true, pid: owner.pid });
    await server.close();
    await waitUntilGone(owner.pid);
  });

  it('stays when its owner closes while another client is there', async () => {
    const dataDir = await createDirectory();
    const owner = await open(dataDir);
    const other = await startClient(dataDir);
    await owner.close();

    expect(isProcessAlive(other.pid)).toBe(true);
    await kill(other.child);
    await waitUntilGone(other.pid);
  });

  it('starts one server when several processes come at the same time, also after a crash', async () => {
    const dataDir = await createDirectory();
    for (let round = 0; round < 2; round += 1) {
      const started = await Promise.all(Array.from({ length: 4 }, () => startClient(dataDir)));
      const [pid] = new Set(started.map((client) => client.pid));

      expect(new Set(started.map((client) => client.pid)).size).toBe(1);
      expect(started.filter(({ joined }) => !joined)).toHaveLength(1);
      process.kill(pid!, 'SIGKILL');
      await waitUntilGone(pid!);
      await Promise.all(clients.splice(0).map(kill));
    }
  });

  it('tells when the server dies, and a new one finds what was acknowledged', async () => {
    const dataDir = await createDirectory();
    const reason = new Promise<string>((resolve) => void open(dataDir, resolve));
    while (servers.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const first = servers[0]!;
    const connection = await connect(first);
    await connection.collection('rows').insertOne({ n: 1 });
    process.kill(first.pid, 'SIGKILL');

    expect(await reason).toBe(`The embedded MongoDB (process ${first.pid}) ended by SIGKILL`);
    await closeAfterCrash(connection);
    const second = await connect(await open(dataDir));
    expect(await second.collection('rows').countDocuments({})).toBe(1);
    await second.close();
  });

  it('keeps its name, so that mongoose finds the server that follows', async () => {
    const dataDir = await createDirectory();
    const first = await open(dataDir);
    const connection = await connect(first);
    const rows = connection.collection('rows');
    await rows.insertOne({ n: 1 });
    process.kill(first.pid, 'SIGKILL');
    await waitUntilGone(first.pid);
    const second = await open(dataDir);
    await rows.insertOne({ n: 2 }).catch(() => undefined);

    expect(second.uri).toBe(first.uri);
    expect(await rows.countDocuments({})).toBeGreaterThanOrEqual(1);
    await closeAfterCrash(connection);
  });

  it('gives up the open transaction of a client that has gone', async () => {
    const server = await open(await createDirectory());
    const connection = await connect(server);
    const rows = connection.collection<{ _id: number }>('rows');
    await rows.insertOne({ _id: 1 });
    const socket = connectSocket(socketOf(server));
    const update = { update: 'rows', updates: [{ q: { _id: 1 }, u: { $set: { n: 1 } } }], $db: 'yamabiko' };
    socket.write(encodeMessage(encode({ ...update, ...inTransaction(1, 1, true) }), 0));
    await once(socket, 'data');
    socket.destroy();

    expect(await rows.updateOne({ _id: 1 }, { $set: { n: 2 } })).toMatchObject({ modifiedCount: 1 });
    await connection.close();
  });

  it('takes over from a lock whose process is gone', async () => {
    const dataDir = await createDirectory();
    await mkdir(join(dataDir, 'mongodb'));
    const { pid } = spawnSync('true');
    await writeFile(
      join(dataDir, 'mongodb', 'lock.7'),
      JSON.stringify({ pid, socket: '/nowhere/mongodb.sock' }),
    );
    await open(dataDir);

    expect(readdirSync(join(dataDir, 'mongodb')).filter((name) => name.startsWith('lock'))).toEqual([
      'lock.8',
    ]);
  });

  it('does not touch the data when it cannot know whether a lock is stale', async () => {
    const dataDir = await createDirectory();
    await mkdir(join(dataDir, 'mongodb'));
    const lock = { pid: process.pid, socket: '/nowhere/mongodb.sock' };
    await writeFile(join(dataDir, 'mongodb', 'lock.7'), JSON.stringify(lock));

    await expect(open(dataDir)).rejects.toThrow(
      /process \d+ serves this directory, but its socket .* is gone/,
    );
  });

  it('says what is wrong with a damaged journal', async () => {
    const dataDir = await createDirectory();
    const server = await open(dataDir);
    const connection = await connect(server);
    await connection.collection('rows').insertOne({ text: 'first' });
    await connection.collection('rows').insertOne({ text: 'second' });
    await connection.close();
    await server.close();
    const path = join(dataDir, 'mongodb', 'journal');
    const bytes = await readFile(path);
    bytes[bytes.indexOf('first')]! ^= 1;
    writeFileSync(path, bytes);

    await expect(open(dataDir)).rejects.toThrow(/journal is damaged at byte/);
  });

  it('works on through SIGINT and SIGTERM until its last client has left', async () => {
    const server = await open(await createDirectory());
    const connection = await connect(server);
    process.kill(server.pid, 'SIGINT');
    process.kill(server.pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await connection.collection('rows').insertOne({ n: 1 });
    await connection.close();
    await server.close();
    await waitUntilGone(server.pid);
  });

  it('loses nothing when it is killed while it rewrites the journal', async () => {
    const dataDir = await createDirectory();
    const text = 'x'.repeat(200_000);
    const acknowledged = new Map<number, number>();
    for (let round = 1; round <= 4; round += 1) {
      const server = await open(dataDir);
      const connection = await connect(server);
      const rows = connection.collection<{ _id: number }>('rows');
      const write = async (_id: number) => {
        for (let n = (acknowledged.get(_id) ?? 0) + 1; ; n += 1) {
          await rows.updateOne({ _id }, { $set: { n, text } }, { upsert: true });
          acknowledged.set(_id, n);
        }
      };
      const writers = [1, 2, 3, 4].map((row) => write(row).catch(() => undefined));
      const isRewriting = () => existsSync(join(dataDir, 'mongodb', 'journal.new'));
      while (!isRewriting()) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setTimeout(resolve, round));
      process.kill(server.pid, 'SIGKILL');
      await waitUntilGone(server.pid);
      await closeAfterCrash(connection);
      await Promise.all(writers);

      const restarted = await open(dataDir);
      const check = await connect(restarted);
      for (const [_id, n] of acknowledged) {
        const found = await check.collection<{ _id: number; n: number }>('rows').findOne({ _id });
        expect([n, n + 1]).toContain(found?.n);
        acknowledged.set(_id, found!.n);
      }
      await check.close();
      await restarted.close();
    }
  }, 20_000);
});
