/** The embedded store is killed while it rewrites a journal that has grown large. */
import { describe, expect, it } from '@jest/globals';
import { appendFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFrame } from '../../adapters/embedded/mongodb/frames.js';
import { encode } from '../../adapters/embedded/mongodb/values.js';
import { hasOwnStore, inFolder, type Folder } from './folder.js';
import { spawnService, startService } from './service-process.js';
import { expectEverythingOnce } from './truth.js';
import { until } from './until.js';
import { sayAll, wordsOf } from './words.js';

const ballastDocuments = 40;
const ballastBytes = 1_048_576;
/** Each rewrites the ones before: most of the journal is outdated. */
const ballastRounds = 4;

const journalOf = (folder: Folder): string => join(folder.dataDir, 'mongodb', 'journal');

/** Other data of the same store, large enough for a rewrite to take a while. */
async function growJournal(folder: Folder): Promise<void> {
  for (let round = 0; round < ballastRounds; round++)
    for (let _id = 0; _id < ballastDocuments; _id++) {
      const documents = [encode({ _id, filling: 'x'.repeat(ballastBytes) })];
      const writes = [{ in: 'yamabiko.ballast', put: true, count: documents.length }];
      await appendFile(journalOf(folder), encodeFrame([{ head: { writes }, documents }]));
    }
}

const sizeOf = async (path: string): Promise<number> => (await stat(path)).size;

/** Starts the service, and kills its store as soon as the new journal has this size. */
async function killWhileCompacting(folder: Folder, atBytes: number): Promise<void> {
  const { child, ended } = spawnService(folder, {});
  const look = async () =>
    (await sizeOf(`${journalOf(folder)}.new`)) >= atBytes ? folder.storePid() : undefined;
  const pid = await until('a journal that is rewritten', look, { everyMs: 1 });
  process.kill(pid, 'SIGKILL');
  // The service may have given up already.
  child.kill('SIGKILL');
  await ended;
}

(hasOwnStore ? describe : describe.skip)('the embedded store, killed while it compacts at the start', () => {
  it('keeps everything, however often', () =>
    inFolder({}, async (folder) => {
      const words = wordsOf('suzuki', 5);
      const first = await startService(folder);
      await sayAll(first, words);
      await expectEverythingOnce(folder, first, words);
      await first.end('SIGTERM');
      await growJournal(folder);
      const grown = await sizeOf(journalOf(folder));
      for (const atBytes of [0, 5 * ballastBytes, 20 * ballastBytes]) {
        await killWhileCompacting(folder, atBytes);
        // The new journal has not taken the place of the old one.
        expect(await sizeOf(journalOf(folder))).toBeGreaterThanOrEqual(grown);
      }
      const last = await startService(folder);
      await expectEverythingOnce(folder, last, words);
      // This time nobody killed it: the outdated part is gone.
      expect(await sizeOf(journalOf(folder))).toBeLessThan(grown / 2);
    }));
});
