/** Redis holds nothing that the store does not know better: it may vanish, come back empty, hang, or never be there. */
import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { inFolder, type Folder } from './folder.js';
import { freePort, startOwnRedis } from './own-redis.js';
import { startService, type ServiceProcess, type Word } from './service-process.js';
import { expectSentOnce, postsFile } from './stories.js';
import { openTcpProxy } from './tcp-proxy.js';
import { expectEverythingOnce } from './truth.js';
import { until } from './until.js';
import { sayAll, wordsOf } from './words.js';

const watched = (folder: Folder, env: Readonly<Record<string, string>>): Promise<ServiceProcess> =>
  startService(folder, { entry: 'faulty', env: { POSTS_FILE: postsFile(folder), ...env } });

/** Two people at once. */
async function sayTogether(service: ServiceProcess, words: readonly Word[]): Promise<void> {
  const of = (person: Word['person']) => words.filter((word) => word.person === person);
  await Promise.all([sayAll(service, of('suzuki')), sayAll(service, of('sato'))]);
}

const isDegraded = (wanted: boolean, service: ServiceProcess): Promise<true> =>
  until(`degraded ${String(wanted)}`, async () =>
    (await service.metric('yamabiko_degraded')) === Number(wanted) ? true : undefined,
  );

const hasNoRedis = async (folder: Folder, service: ServiceProcess): Promise<void> => {
  const words = wordsOf('suzuki', 10);
  await sayAll(service, words);
  expect(await service.readiness()).toEqual({ status: 200, reasons: [expect.stringContaining('Redis')] });
  await expectEverythingOnce(folder, service, words);
  expectSentOnce(folder);
};

describe('a service whose Redis', () => {
  it('is killed and comes back empty during 200 follow-ups delivers each of them once', () =>
    inFolder({}, async (folder) => {
      const redis = await startOwnRedis(folder);
      const service = await watched(folder, { REDIS_URL: redis.url });
      // A word has two follow-ups: its receipt, and its card at the desk.
      const words = [...wordsOf('suzuki', 50), ...wordsOf('sato', 50)];
      const saying = sayTogether(service, words);
      for (let times = 0; times < 3; times++) {
        await sleep(700);
        await redis.kill();
        await sleep(400);
        await redis.start();
      }
      await saying;
      await isDegraded(false, service);
      await expectEverythingOnce(folder, service, words);
      expectSentOnce(folder);
    }));

  it.concurrent('was never there delivers all the same', () =>
    inFolder({}, async (folder) => {
      const closed = await freePort();
      await hasNoRedis(folder, await watched(folder, { REDIS_URL: `redis://127.0.0.1:${closed}` }));
    }),
  );

  it.concurrent('cannot be had delivers all the same', () =>
    inFolder({}, async (folder) => {
      await hasNoRedis(folder, await watched(folder, { YAMABIKO_NO_INSTALL: '1', PATH: '/nowhere' }));
      expect(folder.redisPid()).toBeUndefined();
    }),
  );

  it.concurrent('is reached over a connection that swallows everything delivers all the same', () =>
    inFolder({}, async (folder) => {
      const redis = await startOwnRedis(folder);
      const proxy = await openTcpProxy(redis.port);
      try {
        const service = await watched(folder, { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
        const words = wordsOf('suzuki', 12);
        await sayAll(service, words.slice(0, 4));
        await proxy.setMode('drop');
        await sayAll(service, words.slice(4, 8));
        await isDegraded(true, service);
        await expectEverythingOnce(folder, service, words.slice(0, 8));
        await proxy.setMode('pass');
        await sayAll(service, words.slice(8));
        await expectEverythingOnce(folder, service, words);
        expectSentOnce(folder);
      } finally {
        await proxy.close();
      }
    }),
  );
});
