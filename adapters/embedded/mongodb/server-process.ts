import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Engine } from './engine.js';
import { deleteExpired } from './expiry.js';
import { acquireLock } from './lock.js';
import { Server } from './server.js';
import { fitsSocketPath } from './socket-path.js';

// The program of the server's own process: node server-process.js <directory>. Its output goes to
// <directory>/server.log. It ends with 0 when its last client has gone or when another process serves the
// directory, with 1 for what went wrong.

const sweepMs = 60_000;

function log(line: string): void {
  process.stderr.write(`${process.pid} ${line}\n`);
}

function fail(error: unknown): never {
  log(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

function chooseSocketPath(directory: string): string {
  const path = join(directory, `${randomBytes(6).toString('hex')}.sock`);
  if (fitsSocketPath(path)) return path;
  return join(mkdtempSync(join(tmpdir(), 'yamabiko-')), 'mongodb.sock');
}

function removeSocket(directory: string, path: string): void {
  rmSync(path, { force: true });
  if (dirname(path) !== directory) rmSync(dirname(path), { recursive: true, force: true });
}

async function serve(directory: string): Promise<void> {
  process.umask(0o077);
  const engine = new Engine();
  const socketPath = chooseSocketPath(directory);
  let announceReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (announceReady = resolve));
  let release: () => void = () => undefined;
  const stop = async (): Promise<void> => {
    server.disconnectAll();
    await engine.close();
    release();
    removeSocket(directory, socketPath);
    process.exit(0);
  };
  const server = new Server({ engine, ready, log, onDeserted: () => void stop().catch(fail) });
  // Whoever stops the service (Ctrl-C, a service manager) may signal this process too: it outlives the last
  // client.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      server.requestStop();
    });
  await server.listen(socketPath);
  const acquired = await acquireLock(directory, { pid: process.pid, socket: socketPath });
  if (!acquired) return stop();
  release = acquired;
  await engine.open({ directory, onFailure: fail });
  setInterval(() => {
    engine.cursors.closeIdle(Date.now());
    deleteExpired(engine, Date.now()).catch((error: unknown) => {
      log(`expired documents stay: ${String(error)}`);
    });
  }, sweepMs);
  announceReady();
}

serve(process.argv[2] ?? '').catch(fail);
