/**
 * A real Redis for trying out and for tests: one redis-server for each data directory, on a Unix socket. Whoever
 * opens the same directory joins it, also one that a killed process left behind; the last one to close stops it.
 */
import { chmod, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callRedis } from './redis-line.js';
import type { Call, RedisLine } from './redis-line.js';
import { findRedisProgram, installRedis, mayInstallRedis } from './redis-program.js';
import { endRedis, hasEnded, notedRedis, spawnRedis } from './redis-process.js';
import { withLock } from './start-lock.js';

export interface EmbeddedRedisOptions {
  readonly dataDir: string;
  /** Never install a system package (YAMABIKO_NO_INSTALL). */
  readonly noInstall: boolean;
  /** Hears one line before anything is installed. */
  readonly announce: (line: string) => void;
  /** Looked up on the PATH; `redis-server` when left out. */
  readonly program?: string;
}

export type EmbeddedRedis =
  | {
      readonly kind: 'started';
      /** The Unix socket. */
      readonly path: string;
      /** The same as ioredis understands it in the place of a URL. */
      readonly url: string;
      readonly pid: number;
      /** Stops Redis, its data safe on disk, unless another process has opened it too. Close own connections before. */
      readonly close: () => Promise<void>;
    }
  /** `reason` is for people: one line, what is the case and what can be done. */
  | { readonly kind: 'absent'; readonly reason: string };

/** This process in a Redis: the connection shows the others that it is in use. */
interface Presence {
  readonly path: string;
  readonly pid: number;
  readonly line: RedisLine;
}

type Opening =
  | { readonly kind: 'present'; readonly presence: Presence }
  | { readonly kind: 'failed'; readonly reason: string };

/** One that runs answers at once, if it ever does. */
const joinTimeoutMs = 4_000;
const startTimeoutMs = 10_000;
const orphanTimeoutMs = 2_000;
const pollMs = 20;
const presenceName = 'yamabiko-presence';
/** The shortest limit is that of macOS, 104 bytes with the closing zero. */
const longestSocketPath = 100;

/** Never rejects for what a machine may lack: then Redis is absent, and the service goes on without. */
export async function openEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const { dataDir, program = 'redis-server' } = options;
  const dir = resolve(dataDir, 'redis');
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    // Redis has no password here: who may enter the directory may read everything.
    await chmod(dir, 0o700);
    const lacking = await lackingProgram(program, options);
    if (lacking !== undefined) return { kind: 'absent', reason: lacking };

    const opening = await withLock(join(dir, 'lock'), async () =>
      joinOrStart(program, dir, await socketPath(dir)),
    );
    return opening.kind === 'failed'
      ? { kind: 'absent', reason: opening.reason }
      : started(opening.presence, dir);
  } catch (error) {
    if (!(typeof error === 'object' && error !== null && 'code' in error)) throw error;
    return {
      kind: 'absent',
      reason: `${dir} cannot be used (${String(error.code)}); check YAMABIKO_DATA_DIR`,
    };
  }
}

function started(presence: Presence, dir: string): EmbeddedRedis {
  const { path, pid } = presence;
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= withLock(join(dir, 'lock'), () => leave(presence)));
  return { kind: 'started', path, url: path, pid, close };
}

/** Undefined when there is a program to start. */
async function lackingProgram(
  program: string,
  { noInstall, announce }: EmbeddedRedisOptions,
): Promise<string | undefined> {
  let search = await findRedisProgram(program);
  if (search.kind === 'missing' && !noInstall && mayInstallRedis()) {
    if (!(await installRedis(announce)))
      return 'redis-server could not be installed; install it or set REDIS_URL';
    search = await findRedisProgram(program);
  }
  if (search.kind === 'missing') return `${program} is not on the PATH; install it or set REDIS_URL`;
  return search.kind === 'unusable' ? search.reason : undefined;
}

/** The same for every process that opens this directory. */
async function socketPath(dir: string): Promise<string> {
  const inside = join(dir, 'redis.sock');
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
  const note = join(dir, 'socket-path');
  try {
    const path = await readFile(note, 'utf8');
    await stat(dirname(path));
    return path;
  } catch {
    // Nobody was here before, or the system has cleaned up its temporary directory.
    const path = join(await mkdtemp(join(tmpdir(), 'yamabiko-redis-')), 'redis.sock');
    await writeFile(note, path);
    return path;
  }
}

async function joinOrStart(program: string, dir: string, path: string): Promise<Opening> {
  const running =
    (await presenceWithin(joinTimeoutMs, path, isNobody)) ?? (await presenceOfOrphan(dir, path));
  if (running) return { kind: 'present', presence: running };
  if ((await callRedis(path)).kind !== 'nobody' || (await notedRedis(dir)) !== undefined) {
    // Two on the same files would destroy them.
    const reason = `the Redis of ${dir} runs but does not answer; end that process, or set REDIS_URL`;
    return { kind: 'failed', reason };
  }

  const child = spawnRedis(program, dir, path);
  const presence = await presenceWithin(startTimeoutMs, path, () => hasEnded(child));
  if (presence) return { kind: 'present', presence };
  child.kill('SIGKILL');
  return { kind: 'failed', reason: `${program} did not start; see ${join(dir, 'redis.log')}` };
}

/**
 * Our predecessor may have been killed between starting a Redis and its first answer, or somebody may have removed
 * its socket. The first will answer soon; the second is ended, which loses nothing, so that one can be started.
 */
async function presenceOfOrphan(dir: string, path: string): Promise<Presence | undefined> {
  const pid = await notedRedis(dir);
  // One that listens without answering may only be stuck, and in use by others.
  if (pid === undefined || !isNobody(await callRedis(path))) return undefined;
  const presence = await presenceWithin(orphanTimeoutMs, path, () => false);
  if (!presence && isNobody(await callRedis(path))) {
    await endRedis(pid, async () => (await notedRedis(dir)) === undefined);
  }
  return presence;
}

/** Undefined when time is up, or as soon as there is nothing to wait for. */
async function presenceWithin(
  timeoutMs: number,
  path: string,
  isHopeless: (call: Call) => boolean,
): Promise<Presence | undefined> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const call = await callRedis(path);
    const presence = call.kind === 'answered' ? await presenceOn(path, call.line) : undefined;
    if (presence || isHopeless(call)) return presence;
    await sleep(pollMs);
  }
  return undefined;
}

const isNobody = ({ kind }: Call): boolean => kind === 'nobody';

async function presenceOn(path: string, line: RedisLine): Promise<Presence | undefined> {
  try {
    await line.ask(`CLIENT SETNAME ${presenceName}`);
    const [, pid] = /^process_id:(\d+)/m.exec(await line.ask('INFO server')) ?? [];
    return { path, pid: Number(pid), line };
  } catch {
    // It was about to end.
    line.leave();
    return undefined;
  }
}

async function leave({ line, path, pid }: Presence): Promise<void> {
  const present = await countPresent(line);
  line.leave();
  // No answer: it has ended already, or it is stuck and others may still need it.
  if (present === 1) await endRedis(pid, async () => isNobody(await callRedis(path)));
}

async function countPresent(line: RedisLine): Promise<number> {
  try {
    const clients = await line.ask('CLIENT LIST');
    return clients.split('\n').filter((client) => client.includes(` name=${presenceName} `)).length;
  } catch {
    return 0;
  }
}
