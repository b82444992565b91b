// Servers under measurement, each a process of its own, and how two of them are compared.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts a program and waits for its JSON line `ready`. */
export async function startServer(args, env = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line);
    if (entry.msg !== 'ready') continue;
    child.stdout.resume();
    return {
      address: entry.address,
      stop: async () => {
        child.kill('SIGTERM');
        await once(child, 'exit');
      },
    };
  }
  throw new Error(`${args[0]} ended before it was ready`);
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The median time of one request, with so many under way at once. */
export async function p50(post, address, concurrency, requests) {
  const times = [];
  let next = 0;
  const client = async () => {
    while (next < requests) times.push(await post(address, next++));
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return median(times);
}

/** Ours against theirs in turns: the median of five rounds. */
export async function medianRatio(post, ours, theirs, concurrency) {
  const ratios = [];
  for (let round = 0; round < 5; round++) {
    const a = await p50(post, ours, concurrency, 160);
    const b = await p50(post, theirs, concurrency, 160);
    ratios.push(a / b);
  }
  return median(ratios);
}
