/** Stories of a fault, whole: a service is started, something breaks, nothing is lost and nothing comes twice. */
import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, type Folder } from './folder.js';
import { startService, type Word } from './service-process.js';
import { expectEverythingOnce } from './truth.js';
import { sayUntilAcknowledged, wordsOf } from './words.js';

export type KillPoint =
  | 'after-store-before-ack'
  | 'between-ack-and-turn'
  | 'in-the-transaction'
  | 'after-commit'
  | 'between-send-and-record'
  | 'during-lane-claim';

export interface Kill {
  readonly point: KillPoint;
  /** The how-manieth time the point is reached. */
  readonly nth?: number;
  /** How long the operation has been under way. */
  readonly afterMs?: number;
}

export const postsFile = (folder: Folder): string => join(folder.dataDir, 'posts');

/** No message went to its platform a second time, not even one that the platform recognised. */
export function expectSentOnce(folder: Folder): void {
  const posts = readFileSync(postsFile(folder), 'utf8').trimEnd().split('\n');
  expect(posts).toContainEqual(expect.stringMatching(/ posted$/));
  expect(posts.filter((post) => !post.endsWith(' posted'))).toEqual([]);
}

/** The process dies at the point while three words come in; what was not acknowledged is repeated after the restart. */
export const killedAt = ({ point, nth = 1, afterMs = 0 }: Kill): Promise<void> =>
  inFolder({}, async (folder) => {
    const fault = { FAULT: point, FAULT_NTH: String(nth), FAULT_MS: String(afterMs) };
    const env = { POSTS_FILE: postsFile(folder) };
    let service = await startService(folder, { entry: 'faulty', env: { ...env, ...fault } });
    const { port } = service;
    const words = wordsOf('suzuki', 3);
    const saying = (async () => {
      for (const said of words) await sayUntilAcknowledged(() => service, said);
    })();
    expect(await service.ended).toEqual({ code: null, signal: 'SIGKILL' });
    service = await startService(folder, { entry: 'faulty', port, env });
    await saying;
    await expectEverythingOnce(folder, service, words);
    expectSentOnce(folder);
  });

/** A platform repeats an event at once, under the same id and under others: it is one word. */
export const sameEventFiveTimes = (): Promise<void> =>
  inFolder({}, async (folder) => {
    const service = await startService(folder);
    const [said] = wordsOf('suzuki', 1) as [Word];
    const eventIds = [said.eventId, said.eventId, said.eventId, 'e-other-1', 'e-other-2'];
    const repeats = eventIds.map((eventId) => service.post({ ...said, eventId }));
    expect(await Promise.all(repeats)).toEqual([202, 202, 202, 202, 202]);
    await expectEverythingOnce(folder, service, [said]);
  });

/** Told to stop right after it acknowledged: exit 0 in time, no process left, and everything there afterwards. */
export const stopsInTime = (): Promise<void> =>
  inFolder({}, async (folder) => {
    const service = await startService(folder);
    const words = wordsOf('suzuki', 3);
    for (const said of words) await sayUntilAcknowledged(() => service, said);
    const { seconds, ...ending } = await service.end('SIGTERM');
    expect(ending).toEqual({ code: 0, signal: null });
    expect(seconds).toBeLessThan(10);
    expect([folder.storePid(), folder.redisPid()]).toEqual([undefined, undefined]);
    await expectEverythingOnce(folder, await startService(folder), words);
  });
