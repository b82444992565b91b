/** A redis-server of the test's own, on a TCP port, that keeps nothing: killed, it comes back empty. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';
import type { Folder } from './folder.js';
import { until } from './until.js';

export interface OwnRedis {
  readonly port: number;
  readonly url: string;
  readonly kill: () => Promise<void>;
  /** On the same port, empty. */
  readonly start: () => Promise<void>;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function listens(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (result: true | undefined) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(undefined);
    });
  });
}

function spawnRedis(folder: Folder, port: number): ChildProcess {
  const settings = { bind: '127.0.0.1', port: String(port), save: '', 'maxmemory-policy': 'noeviction' };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]);
  const child = spawn('redis-server', args, { cwd: folder.dataDir, stdio: 'ignore' });
  folder.adopt(child);
  return child;
}

export async function startOwnRedis(folder: Folder): Promise<OwnRedis> {
  const port = await freePort();
  let child: ChildProcess;
  const start = async () => {
    child = spawnRedis(folder, port);
    await until('an own Redis', () => listens(port));
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
