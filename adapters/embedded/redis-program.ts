/** Finds a redis-server on this machine, and gets one where that is allowed (contract §1, `npm start`). */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type ProgramSearch =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unusable'; readonly reason: string };

/** Whether a command ended well. A command that does not exist did not. */
export type RunCommand = (command: string, args: readonly string[], timeoutMs: number) => Promise<boolean>;

/** Contract §2, REDIS_URL. */
const oldest = { major: 6, minor: 2 };

/** `program` is looked up on the PATH of this process. */
export function findRedisProgram(program: string): Promise<ProgramSearch> {
  return new Promise((resolve) => {
    execFile(program, ['--version'], { timeout: 5_000 }, (error, stdout) => {
      if (error) {
        const missing = error.code === 'ENOENT';
        resolve(missing ? { kind: 'missing' } : { kind: 'unusable', reason: `${program} --version failed` });
        return;
      }
      const [, major, minor] = /v=(\d+)\.(\d+)/.exec(stdout) ?? [];
      const version = Number(major) * 1_000 + Number(minor);
      const recent = version >= oldest.major * 1_000 + oldest.minor;
      const reason = `${program} is older than ${oldest.major}.${oldest.minor}; install a newer one or set REDIS_URL`;
      resolve(recent ? { kind: 'found' } : { kind: 'unusable', reason });
    });
  });
}

/** Only root of a Debian or Ubuntu can install without asking anybody. */
export const mayInstallRedis = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/**
 * Installs the distribution's redis-server, within about five minutes. Its system service is kept from running: the
 * program is what is wanted, and a Redis on port 6379 that nobody asked for would stay for good.
 */
export async function installRedis(
  announce: (line: string) => void,
  run: RunCommand = runCommand,
): Promise<boolean> {
  announce('Installing redis-server with apt-get (YAMABIKO_NO_INSTALL=1 forbids it) …');
  const installed =
    (await install(run)) || ((await run('apt-get', ['update', '-q'], 60_000)) && (await install(run)));
  // systemd does not look at RUNLEVEL.
  if (installed && existsSync('/run/systemd/system')) {
    await run('systemctl', ['disable', '--now', 'redis-server'], 20_000);
  }
  return installed;
}

function install(run: RunCommand): Promise<boolean> {
  // Through `env`, since only config/environment.ts may read the environment that a child would need a copy of.
  // RUNLEVEL=1 makes invoke-rc.d leave the service alone.
  const command = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', 'install', '-y', '-q'];
  const options = ['--no-install-recommends', '-o', 'DPkg::Lock::Timeout=60'];
  return run('env', [...command, ...options, 'redis-server'], 120_000);
}

async function runCommand(command: string, args: readonly string[], timeoutMs: number): Promise<boolean> {
  const ended = new Promise<boolean>((resolve) => {
    execFile(command, args, { timeout: timeoutMs, maxBuffer: 16 * 1_048_576 }, (error) => {
      resolve(error === null);
    });
  });
  // A grandchild of apt-get can keep its pipes open after apt-get itself was ended.
  return Promise.race([ended, sleep(timeoutMs + 5_000, false, { ref: false })]);
}
