/** A temporary folder with a town, its data and every process that works on them. Whatever happens, all of it goes. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHolder, isProcessAlive } from '../../adapters/embedded/mongodb/lock.js';
import { openMongo } from '../../adapters/mongodb/index.js';
import { silentLog } from '../builders/embedded-store.js';

/** A real MongoDB to run on, instead of the embedded one. */
const realMongo = process.env.TEST_MONGODB_URI;

/** Stories that stop or kill the store itself need one that is theirs. */
export const hasOwnStore = realMongo === undefined;

export interface FolderOptions {
  /** The whole `municipality.yaml`, instead of the town on the local chat. */
  readonly town?: string;
  /** How long a further text is an addition. `0s`: every message is a proposal of its own. */
  readonly addition?: string;
  readonly settle?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Folder {
  readonly dataDir: string;
  /** Everything a service is configured by; nothing of the environment of the tests leaks in. */
  readonly env: Readonly<Record<string, string>>;
  /** Process ids of the embedded servers, as they are noted in the data directory; undefined: none runs. */
  readonly storePid: () => number | undefined;
  readonly redisPid: () => number | undefined;
  /** This process is ended with the folder, if it has not ended before. */
  readonly adopt: (child: ChildProcess) => void;
}

const townOf = ({ addition = '0s', settle = '1s', town }: FolderOptions): string =>
  town ??
  `
municipality: { name: 耐久町, timezone: Asia/Tokyo, locale: ja, fiscalYearStartMonth: 4 }
intake: { settle: ${settle}, addition: ${addition} }
desk: { name: DX推進課, home: web, channel: desk, members: [], manager: manager }
digest: { slot: { weekday: mon, time: '09:00' }, places: [{ platform: web, channel: all }] }
`;

function databaseOf(uri: string): string {
  const name = `faults_${randomBytes(4).toString('hex')}`;
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}

async function dropDatabase(uri: string): Promise<void> {
  const mongo = await openMongo(uri, { log: silentLog });
  await mongo.connection.dropDatabase();
  await mongo.close(2_000);
}

function alive(pid: number | undefined): number | undefined {
  return pid !== undefined && pid > 0 && isProcessAlive(pid) ? pid : undefined;
}

function storePidOf(dataDir: string): number | undefined {
  const directory = join(dataDir, 'mongodb');
  return existsSync(directory) ? alive(findHolder(directory)?.pid) : undefined;
}

function redisPidOf(dataDir: string): number | undefined {
  const note = join(dataDir, 'redis', 'redis.pid');
  return existsSync(note) ? alive(Number(readFileSync(note, 'utf8'))) : undefined;
}

async function endChildren(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

/** Runs `play` in a new folder and takes everything down afterwards. */
export async function inFolder(
  options: FolderOptions,
  play: (folder: Folder) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'yamabiko-faults-'));
  const dataDir = join(root, 'data');
  const config = join(root, 'municipality.yaml');
  await mkdir(dataDir);
  await writeFile(config, townOf(options));
  const mongodbUri = realMongo === undefined ? undefined : databaseOf(realMongo);
  const children: ChildProcess[] = [];
  const storePid = () => storePidOf(dataDir);
  const redisPid = () => redisPidOf(dataDir);
  const folder: Folder = {
    dataDir,
    env: {
      PATH: process.env.PATH ?? '',
      YAMABIKO_DATA_DIR: dataDir,
      YAMABIKO_CONFIG: config,
      YAMABIKO_NO_INSTALL: '1',
      ...(mongodbUri !== undefined && { MONGODB_URI: mongodbUri }),
      ...options.env,
    },
    storePid,
    redisPid,
    adopt: (child) => children.push(child),
  };
  try {
    await play(folder);
  } finally {
    await endChildren(children);
    for (const pid of [storePid(), redisPid()]) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    if (mongodbUri !== undefined) await dropDatabase(mongodbUri);
    await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
