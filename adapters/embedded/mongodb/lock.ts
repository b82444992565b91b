import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

// Who serves a data directory is written in the file `lock.<n>` with the highest n. It names a socket on
// which its process listens from before the file exists until after the journal is closed: while that socket
// takes connections the lock is held, and when it refuses them the holder is dead, whatever has become of its
// process id. A stale lock is never removed first: the successor creates the next number, which only one can,
// and gives way to a higher one.

/** The process that serves a directory. */
export interface Holder {
  readonly pid: number;
  /** Path of its Unix socket. */
  readonly socket: string;
}

interface Lock extends Holder {
  readonly number: number;
  /** Set when the holder has closed the journal and left. */
  readonly isReleased?: boolean;
}

function lockPath(directory: string, number: number): string {
  return join(directory, `lock.${number}`);
}

function listNumbers(directory: string): number[] {
  const names = readdirSync(directory).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []);
  return names.map(Number).sort((a, b) => b - a);
}

function findLock(directory: string): Lock | undefined {
  for (const number of listNumbers(directory))
    try {
      const content = JSON.parse(readFileSync(lockPath(directory, number), 'utf8')) as Omit<Lock, 'number'>;
      return { ...content, number };
    } catch (error) {
      // Removed between listing and reading: a higher one exists.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      return findLock(directory);
    }
  return undefined;
}

/** False once the process has ended; a process of another user counts as alive. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    // Where nobody collects orphans (a container without init), a dead process stays in the table as Z.
    return !(existsSync(stat) && readFileSync(stat, 'utf8').includes(') Z '));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Connects to a Unix socket; the error code if it cannot. */
export function tryConnect(path: string): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? 'UNKNOWN');
    });
  });
}

async function isHeld(directory: string, lock: Lock): Promise<boolean> {
  if (lock.isReleased) return false;
  const outcome = await tryConnect(lock.socket);
  if (typeof outcome !== 'string') {
    outcome.destroy();
    return true;
  }
  if (outcome === 'ECONNREFUSED') return false;
  if (outcome !== 'ENOENT') return true;
  if (!isProcessAlive(lock.pid)) return false;
  throw new Error(
    `${lockPath(directory, lock.number)} says that process ${lock.pid} serves this directory, but its socket ` +
      `${lock.socket} is gone. Stop that process, or, if it is another program, delete the lock file.`,
  );
}

/** The process that serves `directory`, if its lock is not released; it may be dead. */
export function findHolder(directory: string): Holder | undefined {
  const lock = findLock(directory);
  return lock?.isReleased ? undefined : lock;
}

function createLockFile(directory: string, number: number, content: object): boolean {
  const temporary = join(directory, `new-lock.${randomBytes(8).toString('hex')}`);
  writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(temporary, lockPath(directory, number));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary);
  }
}

/**
 * Makes `holder`, which listens on its socket already, the one that serves `directory`; undefined if another
 * one does. The result releases the lock, to be called after the journal is closed.
 * @throws Error with what to do if a lock is neither surely held nor surely stale.
 */
export async function acquireLock(directory: string, holder: Holder): Promise<(() => void) | undefined> {
  const stale = findLock(directory);
  if (stale && (await isHeld(directory, stale))) return undefined;
  const number = (stale?.number ?? 0) + 1;
  if (!createLockFile(directory, number, holder)) return acquireLock(directory, holder);
  if (listNumbers(directory)[0] !== number) {
    rmSync(lockPath(directory, number));
    return acquireLock(directory, holder);
  }
  for (const older of listNumbers(directory))
    if (older < number) rmSync(lockPath(directory, older), { force: true });
  if (stale) rmSync(stale.socket, { force: true });
  return () => {
    const path = lockPath(directory, number);
    writeFileSync(`${path}.released`, JSON.stringify({ ...holder, isReleased: true }), { mode: 0o600 });
    renameSync(`${path}.released`, path);
  };
}
