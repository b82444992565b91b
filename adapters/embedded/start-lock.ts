import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** No work under the lock takes this long; an older one was left behind, even if its process id is in use again. */
const leftBehindAfterMs = 60_000;

/**
 * Runs `work` while no other process of this machine that uses the same `file` runs its own. A lock whose process
 * was killed is taken over.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mark = `${process.pid} ${randomUUID()}`;
  while (!(await take(file, mark))) {
    await breakLeftBehind(file);
    await sleep(20);
  }
  try {
    return await work();
  } finally {
    if ((await read(file)) === mark) await rm(file, { force: true });
  }
}

/** The file appears together with its content, so that nobody ever reads an unfinished mark. */
async function take(file: string, mark: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, mark, { mode: 0o600 });
  try {
    return await linked(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function breakLeftBehind(file: string): Promise<void> {
  const seen = await read(file);
  if (seen === undefined || !(await isLeftBehind(file, seen))) return;
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  // Another process may have broken it and taken the lock between our look and our move: give that one back.
  if ((await read(aside)) !== seen) await linked(aside, file);
  await rm(aside, { force: true });
}

async function isLeftBehind(file: string, mark: string): Promise<boolean> {
  if (!isAlive(Number(mark.split(' ')[0]))) return true;
  try {
    return Date.now() - (await stat(file)).mtimeMs > leftBehindAfterMs;
  } catch {
    return false;
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return codeOf(error) === 'EPERM';
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
