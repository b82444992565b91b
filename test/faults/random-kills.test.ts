/** The process is killed at fifty random instants while people write. */
import { describe, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { inFolder, type Folder } from './folder.js';
import { createRandom } from './random.js';
import { startService, type ServiceProcess, type Word } from './service-process.js';
import { expectSentOnce, postsFile } from './stories.js';
import { expectEverythingOnce } from './truth.js';
import { sayUntilAcknowledged, word } from './words.js';

const seed = Number(process.env.FAULTS_SEED ?? 20_261_124);
const kills = 50;
const mostMs = 90_000;
/** A process lives this long after it was ready; it works from then on. */
const lifeMs = 1_200;
/** The rooms show their latest 500 messages: a word and its answer are two. */
const mostWords = 200;

interface Town {
  /** Whoever answers at the address now. */
  service: ServiceProcess;
  isOver: boolean;
}

async function keepWriting(town: Town, person: Word['person'], random: () => number): Promise<Word[]> {
  const acknowledged: Word[] = [];
  for (let n = 1; n <= mostWords && !town.isOver; n++) {
    const said = word(person, n);
    await sayUntilAcknowledged(() => town.service, said);
    acknowledged.push(said);
    await sleep(random() * 400);
  }
  return acknowledged;
}

async function keepKilling(folder: Folder, town: Town, random: () => number): Promise<number> {
  const began = performance.now();
  const env = { POSTS_FILE: postsFile(folder) };
  let killed = 0;
  for (; killed < kills && performance.now() - began < mostMs; killed++) {
    await sleep(random() * lifeMs);
    await town.service.end('SIGKILL');
    town.service = await startService(folder, { entry: 'faulty', port: town.service.port, env });
  }
  return killed;
}

describe('the service, killed at fifty random instants', () => {
  it('loses nothing, says nothing twice and numbers nothing twice', async () => {
    let killed = 0;
    try {
      await inFolder({}, async (folder) => {
        const random = createRandom(seed);
        const env = { POSTS_FILE: postsFile(folder) };
        const town: Town = { service: await startService(folder, { entry: 'faulty', env }), isOver: false };
        const writing = [keepWriting(town, 'suzuki', random), keepWriting(town, 'sato', random)];
        killed = await keepKilling(folder, town, random);
        town.isOver = true;
        const acknowledged = (await Promise.all(writing)).flat();
        process.stdout.write(`${killed} kills, ${acknowledged.length} words acknowledged\n`);
        await expectEverythingOnce(folder, town.service, acknowledged);
        expectSentOnce(folder);
      });
    } catch (error) {
      throw new Error(`With FAULTS_SEED=${seed}, after ${killed} kills`, { cause: error });
    }
  });
});
