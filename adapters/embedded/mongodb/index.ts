import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findHolder } from './lock.js';
import { Presence } from './presence.js';
import { fitsSocketPath } from './socket-path.js';

const pollMs = 20;
const startDeadlineMs = 60_000;
const exitDeadlineMs = 5_000;

/** What `openEmbeddedMongo` takes. */
export interface EmbeddedMongoOptions {
  /**
   * The service's data directory; the server keeps everything in its subdirectory `mongodb`, which only this
   * user can open.
   */
  readonly dataDir: string;
  /** True is refused: this server is for trying out and for tests. */
  readonly production: boolean;
  /** Called once if the server ends before `close()`; it is not started again. */
  readonly onExit?: (reason: string) => void;
}

/** A running server, seen from one client process. */
export interface EmbeddedMongo {
  /**
   * For mongoose. The same whenever this process opens the directory. Its `retryWrites=false` must not be
   * overridden: the server refuses retryable writes.
   */
  readonly uri: string;
  /** True if another process had started it. */
  readonly joined: boolean;
  readonly pid: number;
  /** Leaves. The server ends when its last client has left; close mongoose first. */
  close(): Promise<void>;
}

/** tsc puts the program beside this file. Under jest this file is TypeScript, which node 20 cannot run. */
function findProgram(): string {
  const here = import.meta.url;
  const program = here.endsWith('.ts')
    ? new URL('../../../dist/adapters/embedded/mongodb/server-process.js', here)
    : new URL('./server-process.js', here);
  const path = fileURLToPath(program);
  if (!existsSync(path))
    throw new Error(`The program of the embedded MongoDB is missing: ${path}. Run "npm run build".`);
  return path;
}

function startServer(directory: string): ChildProcess {
  const log = openSync(join(directory, 'server.log'), 'a', 0o600);
  // Detached: Ctrl-C goes to the process group, and the service still has to write while it shuts down.
  const child = spawn(process.execPath, [findProgram(), directory], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** The last words of a server; undefined if it left none. */
function findLastWords(directory: string, pid: number | undefined): string | undefined {
  const lines = readFileSync(join(directory, 'server.log'), 'utf8').trimEnd().split('\n');
  return pid === undefined
    ? undefined
    : lines.findLast((line) => line.startsWith(`${pid} `))?.slice(`${pid} `.length);
}

function describeEnd(directory: string, pid: number | undefined, child: ChildProcess | undefined): string {
  const signal = child?.signalCode ? ` by ${child.signalCode}` : '';
  const words = findLastWords(directory, pid);
  return `The embedded MongoDB (process ${pid ?? 'not started'}) ended${signal}${words ? `: ${words}` : ''}`;
}

/** Waits until a server has closed its journal; its process ends right after. */
async function waitForRelease(directory: string, pid: number): Promise<void> {
  const deadline = Date.now() + exitDeadlineMs;
  while (findHolder(directory)?.pid === pid && Date.now() < deadline) await delay(pollMs);
}

/** For directories too deep for a socket's path: where their names are, for the life of this process. */
const shortNames = new Map<string, string>();

function nameIn(directory: string): string {
  const inside = join(directory, 'mongodb.sock');
  if (fitsSocketPath(inside)) return inside;
  const known = shortNames.get(directory);
  if (known) return known;
  const parent = mkdtempSync(join(tmpdir(), 'yamabiko-'));
  process.once('exit', () => {
    rmSync(parent, { recursive: true, force: true });
  });
  const short = join(parent, 'mongodb.sock');
  shortNames.set(directory, short);
  return short;
}

/**
 * Every server of a directory listens on a socket of its own. The link to the present one keeps its name, so that
 * mongoose finds a server that was started again.
 */
function linkTo(socket: string, directory: string): string {
  const name = nameIn(directory);
  const draft = `${name}.${randomBytes(8).toString('hex')}`;
  symlinkSync(socket, draft);
  renameSync(draft, name);
  return name;
}

interface Connected {
  readonly presence: Presence;
  readonly pid: number;
  /** Set if this process started the server. */
  readonly child: ChildProcess | undefined;
}

async function connectOrStart(directory: string): Promise<Connected> {
  let child: ChildProcess | undefined;
  const deadline = Date.now() + startDeadlineMs;
  while (Date.now() < deadline) {
    const holder = findHolder(directory);
    const opened = holder && (await Presence.open(holder.socket));
    if (opened && opened.pid === child?.pid) return { ...opened, child };
    if (opened) {
      // Ours came too late, and must not become a server without clients should the other one end soon.
      child?.kill();
      return { ...opened, child: undefined };
    }
    // An end with 0 means that another one was faster, and perhaps has gone again since.
    if (child && hasEnded(child) && child.exitCode !== 0)
      throw new Error(describeEnd(directory, child.pid, child));
    if (!child || hasEnded(child)) child = startServer(directory);
    await delay(pollMs);
  }
  throw new Error(
    `The embedded MongoDB in ${directory} did not answer within ${startDeadlineMs / 1000} seconds`,
  );
}

/**
 * Starts the embedded server for a data directory as a process of its own, or joins the one that another
 * process started.
 * @throws Error in production, if the program is not built, or with the server's own words if it cannot
 * start.
 */
export async function openEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  if (options.production)
    throw new Error('The embedded MongoDB is for trying out and for tests: in production set MONGODB_URI');
  const directory = join(resolve(options.dataDir), 'mongodb');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const { presence, pid, child } = await connectOrStart(directory);
  const name = linkTo(presence.path, directory);
  let isClosed = false;
  void presence.ended.then(async () => {
    if (isClosed) return;
    if (child && !hasEnded(child)) await once(child, 'exit');
    options.onExit?.(describeEnd(directory, pid, child));
  });
  return {
    uri: `mongodb://${encodeURIComponent(name)}/yamabiko?directConnection=true&retryWrites=false`,
    joined: child === undefined,
    pid,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if (await presence.release()) await waitForRelease(directory, pid);
    },
  };
}
