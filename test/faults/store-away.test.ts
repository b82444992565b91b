/** The store stops answering, or dies, under a running service. The service itself goes on. */
import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasOwnStore, inFolder, type Folder } from './folder.js';
import { startService, type ServiceProcess, type Word } from './service-process.js';
import { expectEverythingOnce } from './truth.js';
import { until } from './until.js';
import { sayAll, sayUntilAcknowledged, wordsOf } from './words.js';

/** Slack repeats an event after three seconds. */
const patienceMs = 3_000;

function storePidOf(folder: Folder): number {
  const pid = folder.storePid();
  if (pid === undefined) throw new Error('The store does not run');
  return pid;
}

async function expectRefused(service: ServiceProcess, said: Word): Promise<void> {
  const began = performance.now();
  expect(await service.post(said)).toBe(503);
  expect(performance.now() - began).toBeLessThan(patienceMs);
}

const becomesReady = (service: ServiceProcess): Promise<true> =>
  until('readiness', async () => ((await service.readiness()).status === 200 ? true : undefined), {
    timeoutMs: 30_000,
  });

(hasOwnStore ? describe : describe.skip)('a service whose store', () => {
  it.concurrent('hangs for five seconds answers 503 meanwhile and goes on afterwards', () =>
    inFolder({}, async (folder) => {
      const service = await startService(folder);
      const [before, meanwhile, after] = wordsOf('suzuki', 3) as [Word, Word, Word];
      await sayAll(service, [before]);
      const pid = storePidOf(folder);
      process.kill(pid, 'SIGSTOP');
      try {
        const hang = sleep(5_000);
        await expectRefused(service, meanwhile);
        expect(await service.readiness()).toEqual({ status: 503, reasons: ['the store does not answer'] });
        await hang;
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      await becomesReady(service);
      await sayUntilAcknowledged(() => service, meanwhile);
      await sayAll(service, [after]);
      await expectEverythingOnce(folder, service, [before, meanwhile, after]);
    }),
  );

  it.concurrent('is killed starts it again, and goes on', () =>
    inFolder({}, async (folder) => {
      const service = await startService(folder);
      const words = wordsOf('suzuki', 6);
      await sayAll(service, words.slice(0, 3));
      const pid = storePidOf(folder);
      process.kill(pid, 'SIGKILL');
      for (const said of words.slice(3)) await sayUntilAcknowledged(() => service, said);
      await becomesReady(service);
      expect(folder.storePid()).not.toBe(pid);
      await expectEverythingOnce(folder, service, words);
    }),
  );
});
