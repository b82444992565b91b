/** The redis-server process of a directory: started, known by a note even while it does not listen, and ended. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const stopTimeoutMs = 5_000;
const pollMs = 20;

const noteOf = (dir: string): string => join(dir, 'redis.pid');

/** Starts it and notes down that it was. Whether it will answer is another question. */
export function spawnRedis(program: string, dir: string, path: string): ChildProcess {
  const settings = {
    port: '0',
    unixsocket: path,
    unixsocketperm: '700',
    dir,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
    logfile: join(dir, 'redis.log'),
    loglevel: 'warning',
  };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]);
  // Its own process group: Ctrl-C must not end it before our own shutdown has.
  const child = spawn(program, args, { cwd: dir, detached: true, stdio: 'ignore' });
  // A program that vanished since it was found has ended; hasEnded sees that it never got a process id.
  child.on('error', () => undefined);
  child.unref();
  // At once and synchronously: should we be killed now, the next process must still know of it.
  if (child.pid !== undefined) writeFileSync(noteOf(dir), String(child.pid), { mode: 0o600 });
  return child;
}

export const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

/**
 * Process id of the one that was started last, while it runs. Undefined also where there is no /proc to tell a
 * redis-server from a process that got the same id later.
 */
export async function notedRedis(dir: string): Promise<number | undefined> {
  try {
    const pid = Number(await readFile(noteOf(dir), 'utf8'));
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('redis-server') ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** SIGTERM lets Redis write everything to its file first. */
export async function endRedis(pid: number, hasGone: () => Promise<boolean>): Promise<void> {
  signal(pid, 'SIGTERM');
  const deadline = Date.now() + stopTimeoutMs;
  while (!(await hasGone())) {
    if (Date.now() > deadline) {
      signal(pid, 'SIGKILL');
      return;
    }
    await sleep(pollMs);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}
