import { afterEach, describe, expect, it } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { Redis } from 'ioredis';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedRedis } from '../../../adapters/embedded/redis.js';
import type { EmbeddedRedis } from '../../../adapters/embedded/redis.js';
import { findRedisProgram, installRedis } from '../../../adapters/embedded/redis-program.js';

type Started = Extract<EmbeddedRedis, { kind: 'started' }>;

const hasRedis = (await findRedisProgram('redis-server')).kind === 'found';
if (!hasRedis)
  console.warn('SKIPPED: the embedded Redis is not tested, since there is no redis-server on the PATH.');
const describeWithRedis = hasRedis || process.env.CI === 'true' ? describe : describe.skip;

const silent = { noInstall: true, announce: () => undefined };
const folders: string[] = [];
const opened: Started[] = [];
const processes: ChildProcess[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'yamabiko-test-'));
  folders.push(path);
  return path;
}

async function open(dataDir: string): Promise<Started> {
  const redis = await openEmbeddedRedis({ ...silent, dataDir });
  if (redis.kind === 'absent') throw new Error(redis.reason);
  opened.push(redis);
  return redis;
}

async function ask<T>(redis: Started, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url);
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
}

/** A zombie, which a container may keep for want of an init process, has ended. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 150 && isAlive(pid); tries++) await sleep(20);
  return !isAlive(pid);
}

/** The module as another Node process can run it, which knows no TypeScript. */
function compiled(): string {
  const target = folder();
  writeFileSync(join(target, 'package.json'), '{"type":"module"}');
  const source = new URL('../../../adapters/embedded/', import.meta.url).pathname;
  for (const name of readdirSync(source).filter((file) => file.endsWith('.ts'))) {
    const { code } = transformFileSync(join(source, name), {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(join(target, name.replace('.ts', '.js')), code);
  }
  return target;
}

const program = `
  const { openEmbeddedRedis } = await import(process.argv[1]);
  const redis = await openEmbeddedRedis({ dataDir: process.argv[2], noInstall: true, announce: () => undefined });
  console.log(redis.pid);
  if (process.argv[3] === 'stay') {
    setInterval(() => undefined, 1000);
    process.on('SIGTERM', async () => { await redis.close(); process.exit(0); });
  }
`;

/** Another process that opens the same data; `leave` ends by itself as soon as nothing holds it. */
async function otherProcess(module: string, dataDir: string, then: 'stay' | 'leave') {
  const args = ['--input-type=module', '-e', program, join(module, 'redis.js'), dataDir, then];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ended, redisPid: Number(line.toString()) };
}

afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  for (const redis of opened.splice(0)) {
    await redis.close();
    if (isAlive(redis.pid) && redis.pid > 1) process.kill(redis.pid, 'SIGKILL');
  }
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

describeWithRedis('openEmbeddedRedis', () => {
  it('starts a Redis that keeps what it is told, on a socket that only we can reach', async () => {
    const dataDir = folder();
    const redis = await open(dataDir);

    expect(await ask(redis, (client) => client.ping())).toBe('PONG');
    const settings = await ask(redis, (client) =>
      client.config('GET', 'port', 'appendonly', 'appendfsync', 'maxmemory-policy', 'save'),
    );
    expect(settings).toEqual(
      expect.arrayContaining(['port', '0', 'appendonly', 'yes', 'everysec', 'noeviction', 'save', '']),
    );
    expect(redis.path.startsWith(dataDir)).toBe(true);
    expect(statSync(join(dataDir, 'redis')).mode & 0o777).toBe(0o700);
  });

  it('is joined by whoever opens the same data, and ends with the last one', async () => {
    const dataDir = folder();
    const [first, second] = await Promise.all([open(dataDir), open(dataDir)]);
    expect([second.path, second.pid]).toEqual([first.path, first.pid]);

    await first.close();
    expect(await ask(second, (client) => client.ping())).toBe('PONG');
    await second.close();
    expect(await hasEnded(first.pid)).toBe(true);
    expect(existsSync(first.path)).toBe(false);
  });

  it('keeps its data over a stop', async () => {
    const dataDir = folder();
    const before = await open(dataDir);
    await ask(before, (client) => client.set('word', 'こだま'));
    await before.close();

    const after = await open(dataDir);
    expect(after.pid).not.toBe(before.pid);
    expect(await ask(after, (client) => client.get('word'))).toBe('こだま');
  });

  it('closes once, and also when Redis has died by itself', async () => {
    const redis = await open(folder());
    process.kill(redis.pid, 'SIGKILL');
    await hasEnded(redis.pid);

    await Promise.all([redis.close(), redis.close()]);
    await redis.close();
  });

  it('starts anew after a crash that left socket, note and lock behind', async () => {
    const dataDir = folder();
    const crashed = await open(dataDir);
    process.kill(crashed.pid, 'SIGKILL');
    await hasEnded(crashed.pid);
    expect(existsSync(crashed.path)).toBe(true);
    const { child, ended } = await otherProcess(compiled(), folder(), 'stay');
    child.kill('SIGTERM');
    await ended;
    writeFileSync(join(dataDir, 'redis', 'lock'), `${child.pid ?? 0} left-behind`);

    expect(await ask(await open(dataDir), (client) => client.ping())).toBe('PONG');
  });

  it('takes the place of a socket that is none', async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, 'redis'));
    writeFileSync(join(dataDir, 'redis', 'redis.sock'), '');

    expect(await ask(await open(dataDir), (client) => client.ping())).toBe('PONG');
  });

  it('finds room for its socket when the path of the data is too long for one', async () => {
    const dataDir = join(folder(), 'とても長い名前のフォルダ'.repeat(5));
    const first = await open(dataDir);
    const second = await open(dataDir);

    folders.push(dirname(first.path));

    expect(Buffer.byteLength(first.path)).toBeLessThan(104);
    expect(second.pid).toBe(first.pid);
    expect(await ask(second, (client) => client.ping())).toBe('PONG');
  });

  it('survives the process that started it: the next one joins, and ends it at last', async () => {
    const dataDir = folder();
    const owner = await otherProcess(compiled(), dataDir, 'stay');
    owner.child.kill('SIGKILL');
    await owner.ended;
    expect(isAlive(owner.redisPid)).toBe(true);

    const heir = await open(dataDir);
    expect(heir.pid).toBe(owner.redisPid);
    await heir.close();
    expect(await hasEnded(owner.redisPid)).toBe(true);
  });

  it('takes over an orphan that lost its socket, so that two never share the files', async () => {
    const dataDir = folder();
    const orphan = await open(dataDir);
    await ask(orphan, (client) => client.set('word', 'やまびこ'));
    rmSync(orphan.path);

    const heir = await open(dataDir);
    expect(await hasEnded(orphan.pid)).toBe(true);
    expect(await ask(heir, (client) => client.get('word'))).toBe('やまびこ');
  });

  it('appears only once when many processes start at the same time', async () => {
    const dataDir = folder();
    const module = compiled();
    const all = await Promise.all([1, 2, 3, 4].map(() => otherProcess(module, dataDir, 'stay')));
    const pids = new Set(all.map(({ redisPid }) => redisPid));
    expect(pids.size).toBe(1);

    for (const { child } of all) child.kill('SIGTERM');
    await Promise.all(all.map(({ ended }) => ended));
    expect(await hasEnded(all[0]!.redisPid)).toBe(true);
  });

  it('holds nobody back from ending, and a Ctrl-C does not reach it', async () => {
    const dataDir = folder();
    const { ended, redisPid } = await otherProcess(compiled(), dataDir, 'leave');

    expect(await ended).toEqual([0, null]);
    const group = execFileSync('ps', ['-o', 'pgid=', '-p', String(redisPid)])
      .toString()
      .trim();
    expect(group).toBe(String(redisPid));
    expect((await open(dataDir)).pid).toBe(redisPid);
  });

  it('starts no second one beside one that is stuck, and leaves that one alone', async () => {
    const dataDir = folder();
    const stuck = await open(dataDir);
    process.kill(stuck.pid, 'SIGSTOP');
    const second = await openEmbeddedRedis({ ...silent, dataDir });
    process.kill(stuck.pid, 'SIGCONT');

    expect(second).toEqual({ kind: 'absent', reason: expect.stringContaining('runs but does not answer') });
    expect(await ask(stuck, (client) => client.ping())).toBe('PONG');
  }, 20_000);
});

describe('openEmbeddedRedis without a redis-server', () => {
  it('is absent, with a reason, and installs nothing when that is forbidden', async () => {
    const announced: string[] = [];
    const redis = await openEmbeddedRedis({
      dataDir: folder(),
      noInstall: true,
      announce: (line) => announced.push(line),
      program: 'no-such-redis-server',
    });

    expect(redis).toEqual({
      kind: 'absent',
      reason: 'no-such-redis-server is not on the PATH; install it or set REDIS_URL',
    });
    expect(announced).toEqual([]);
  });

  it('is absent where the data directory cannot be', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');

    expect(await openEmbeddedRedis({ ...silent, dataDir: file })).toEqual({
      kind: 'absent',
      reason: expect.stringContaining('(ENOTDIR); check YAMABIKO_DATA_DIR'),
    });
  });

  it.each([
    ['Redis server v=6.0.16 sha=0', { kind: 'unusable', reason: expect.stringContaining('older than 6.2') }],
    ['Redis server v=6.2.0 sha=0', { kind: 'found' }],
    ['Valkey server v=8.0.1 sha=0', { kind: 'found' }],
  ])('knows from its version whether a program will do: %s', async (version, expected) => {
    const script = join(folder(), 'redis-server');
    writeFileSync(script, `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });

    expect(await findRedisProgram(script)).toEqual(expected);
  });
});

describe('installRedis', () => {
  it('says so first, keeps the service from starting, and refreshes the lists only when it has to', async () => {
    const heard: string[] = [];
    let lists = 'old';
    const installed = await installRedis(
      (line) => heard.push(line),
      (command, args) => {
        const whole = [command, ...args].join(' ');
        heard.push(whole);
        if (whole.includes('update')) lists = 'new';
        return Promise.resolve(!whole.includes('install') || lists === 'new');
      },
    );

    const install = expect.stringMatching(/RUNLEVEL=1 apt-get install -y .* redis-server$/);
    expect(installed).toBe(true);
    expect(heard.slice(0, 4)).toEqual([
      expect.stringContaining('Installing'),
      install,
      'apt-get update -q',
      install,
    ]);
  });

  it('gives up when that does not help', async () => {
    expect(
      await installRedis(
        () => undefined,
        () => Promise.resolve(false),
      ),
    ).toBe(false);
  });
});
