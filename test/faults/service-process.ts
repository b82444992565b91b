/** The real service as a child process, on a data directory of its own: started, spoken to, killed, started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Folder } from './folder.js';

const entries = {
  cli: fileURLToPath(new URL('../../dist/config/cli.js', import.meta.url)),
  faulty: fileURLToPath(new URL('./faulty-service.mjs', import.meta.url)),
};

const readyMs = 30_000;
const linesKept = 30;

export interface Start {
  /** `faulty` opens decorated stores (faulty-service.mjs). */
  readonly entry?: keyof typeof entries;
  readonly only?: 'bot' | 'worker';
  /** 0, the default: any free one. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const roomMessageSchema = z.object({
  id: z.string(),
  from: z.string(),
  text: z.string(),
  replyTo: z.string().nullable(),
});
export type RoomMessage = z.infer<typeof roomMessageSchema>;

const readinessSchema = z.object({ reasons: z.array(z.string()) });

/** What somebody writes. The same ids again are the same message. */
export interface Word {
  readonly person: 'suzuki' | 'sato' | 'tanaka' | 'manager';
  readonly text: string;
  readonly eventId: string;
  readonly messageId: string;
}

export interface ServiceProcess {
  readonly port: number;
  readonly ended: Promise<Ending>;
  /** The status of the answer. Rejects when there is none. */
  readonly post: (word: Word, timeoutMs?: number) => Promise<number>;
  readonly room: (room: string) => Promise<RoomMessage[]>;
  readonly readiness: () => Promise<{ status: number; reasons: string[] }>;
  readonly metric: (name: string) => Promise<number>;
  readonly advance: (by: string) => Promise<void>;
  /** Sends the signal and waits for the end. */
  readonly end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<Ending & { seconds: number }>;
  /** Its latest words, for whoever has to find out what went wrong. */
  readonly lastLines: () => string;
}

const readyLine = z.object({ msg: z.literal('ready'), address: z.string() });

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  readonly ready: Promise<string>;
  readonly lines: string[];
}

/** Begins to start. Whoever wants to kill it before it is ready uses this; the folder ends it in any case. */
export function spawnService(folder: Folder, { entry = 'cli', only, port = 0, env = {} }: Start): Started {
  const args = [entries[entry], 'start', ...(only ? ['--only', only] : [])];
  const child = spawn(process.execPath, args, {
    env: { ...folder.env, LOG_LEVEL: 'info', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  folder.adopt(child);
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > linesKept) lines.shift();
  };
  createInterface({ input: child.stderr }).on('line', keep);
  const ended = once(child, 'exit').then((): Ending => ({ code: child.exitCode, signal: child.signalCode }));
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      const announced = readyLine.safeParse(parseLine(line));
      if (announced.success) resolve(announced.data.address);
    });
    void Promise.race([ended, sleep(readyMs, undefined, { ref: false })]).then((ending) => {
      reject(new Error(`The service did not get ready: ${JSON.stringify(ending)}\n${lines.join('\n')}`));
    });
  });
  ready.catch(() => undefined);
  return { child, ended, ready, lines };
}

async function readJson<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await response.json());
}

function requested(response: Response): Response {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}

export async function startService(folder: Folder, start: Start = {}): Promise<ServiceProcess> {
  const { child, ended, ready, lines } = spawnService(folder, start);
  const address = await ready;
  const get = (path: string, timeoutMs = 15_000) =>
    fetch(`${address}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
  const send = (path: string, body: object, timeoutMs: number) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  return {
    port: Number(new URL(address).port),
    ended,
    post: async ({ person, ...word }, timeoutMs = 15_000) => {
      const event = { ...word, person, room: `dm:${person}`, kind: 'message' };
      const response = await send('/chat/events', event, timeoutMs);
      await response.arrayBuffer();
      return response.status;
    },
    room: async (room) => {
      const viewer = room.startsWith('dm:') ? room.slice(3) : 'tanaka';
      const response = requested(await get(`/chat/rooms/${room}/messages?person=${viewer}`));
      return readJson(response, z.array(roomMessageSchema));
    },
    readiness: async () => {
      const response = await get('/readyz');
      return { status: response.status, ...(await readJson(response, readinessSchema)) };
    },
    metric: async (name) => {
      const page = await requested(await get('/metrics')).text();
      const line = page.split('\n').find((one) => one.startsWith(`${name} `));
      if (line === undefined) throw new Error(`There is no metric ${name}`);
      return Number(line.slice(name.length + 1));
    },
    advance: async (by) => {
      await requested(await send('/chat/clock', { advance: by }, 60_000)).arrayBuffer();
    },
    end: async (signal) => {
      const began = performance.now();
      child.kill(signal);
      const ending = await ended;
      return { ...ending, seconds: (performance.now() - began) / 1_000 };
    },
    lastLines: () => lines.join('\n'),
  };
}
