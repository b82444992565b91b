/** Told to stop, whatever is away: exit 0 within ten seconds, nothing acknowledged lost, no process left behind. */
import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasOwnStore, inFolder, type Folder } from './folder.js';
import { startService, type ServiceProcess, type Word } from './service-process.js';
import { expectEverythingOnce } from './truth.js';
import { until } from './until.js';
import { sayAll, word, wordsOf } from './words.js';

const mostSeconds = 10;

async function expectStops(service: ServiceProcess): Promise<void> {
  const { seconds, ...ending } = await service.end('SIGTERM');
  expect(ending).toEqual({ code: 0, signal: null });
  expect(seconds).toBeLessThan(mostSeconds);
}

/** Servers of ours end by themselves when nobody uses them any more. */
const leavesNothing = (folder: Folder): Promise<true> =>
  until('the end of the embedded servers', () =>
    folder.storePid() === undefined && folder.redisPid() === undefined ? true : undefined,
  );

/** Posts without a pause until nobody answers; what was acknowledged. */
async function sayUntilGone(service: ServiceProcess, person: Word['person']): Promise<Word[]> {
  const acknowledged: Word[] = [];
  for (let n = 1; ; n++) {
    const said = word(person, n);
    try {
      if ((await service.post(said)) === 202) acknowledged.push(said);
    } catch {
      return acknowledged;
    }
  }
}

function pidOf(pid: number | undefined): number {
  if (pid === undefined) throw new Error('There is no such process');
  return pid;
}

describe('a service that is told to stop', () => {
  it.concurrent('under load answers what it took, and nothing of that is lost', () =>
    inFolder({}, async (folder) => {
      const service = await startService(folder);
      const saying = [sayUntilGone(service, 'suzuki'), sayUntilGone(service, 'sato')];
      await until('some load', async () =>
        (await service.room('dm:suzuki')).length > 20 ? true : undefined,
      );
      await expectStops(service);
      await leavesNothing(folder);
      const acknowledged = (await Promise.all(saying)).flat();
      await expectEverythingOnce(folder, await startService(folder), acknowledged);
    }),
  );

  it.concurrent('with Redis gone stops all the same', () =>
    inFolder({}, async (folder) => {
      const service = await startService(folder);
      const words = wordsOf('suzuki', 3);
      process.kill(pidOf(folder.redisPid()), 'SIGKILL');
      await sayAll(service, words);
      await expectStops(service);
      await leavesNothing(folder);
      await expectEverythingOnce(folder, await startService(folder), words);
    }),
  );

  it.concurrent('with Redis frozen stops all the same', () =>
    inFolder({}, async (folder) => {
      const service = await startService(folder);
      const words = wordsOf('suzuki', 3);
      const redis = pidOf(folder.redisPid());
      process.kill(redis, 'SIGSTOP');
      try {
        await sayAll(service, words);
        await expectStops(service);
      } finally {
        process.kill(redis, 'SIGCONT');
      }
      await expectEverythingOnce(folder, await startService(folder), words);
    }),
  );

  (hasOwnStore ? it.concurrent : it.skip)('with the store frozen stops all the same', () =>
    inFolder({}, async (folder) => {
      const service = await startService(folder);
      const words = wordsOf('suzuki', 4);
      const repeated = words.at(-1) as Word;
      await sayAll(service, words.slice(0, -1));
      const store = pidOf(folder.storePid());
      process.kill(store, 'SIGSTOP');
      try {
        // By then a sweep hangs too.
        await sleep(1_500);
        const refused = service.post(repeated).catch(() => 'cut off');
        await expectStops(service);
        expect([503, 'cut off']).toContain(await refused);
      } finally {
        process.kill(store, 'SIGCONT');
      }
      await leavesNothing(folder);
      const next = await startService(folder);
      await sayAll(next, [repeated]);
      await expectEverythingOnce(folder, next, words);
    }),
  );
});
