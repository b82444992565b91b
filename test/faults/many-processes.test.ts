/** Two bots and two workers on one store and one Redis: they share the work, and nobody notices. */
import { describe, expect, it } from '@jest/globals';
import { inFolder, type Folder } from './folder.js';
import { startOwnRedis } from './own-redis.js';
import { startService, type ServiceProcess, type Word } from './service-process.js';
import { expectSentOnce, postsFile } from './stories.js';
import { expectEverythingOnce, isReceipt } from './truth.js';
import { wordsOf } from './words.js';

const people = ['suzuki', 'sato'] as const;
const wordsEach = 50;

interface Team {
  readonly bots: readonly [ServiceProcess, ServiceProcess];
  readonly workers: readonly [ServiceProcess, ServiceProcess];
}

async function startTeam(folder: Folder): Promise<Team> {
  const { url } = await startOwnRedis(folder);
  const env = { REDIS_URL: url, POSTS_FILE: postsFile(folder) };
  const start = (only: 'bot' | 'worker') => startService(folder, { entry: 'faulty', only, env });
  // The first one starts the store, the others join it.
  const first = await start('bot');
  const [second, ...workers] = await Promise.all([start('bot'), start('worker'), start('worker')]);
  return { bots: [first, second], workers };
}

/** One after the other, now by this bot, now by that one. */
async function sayInTurn({ bots }: Team, words: readonly Word[]): Promise<void> {
  for (const [n, said] of words.entries()) expect(await bots[n % 2 === 0 ? 0 : 1].post(said)).toBe(202);
}

const sayEverything = (team: Team, words: readonly Word[]): Promise<unknown> =>
  Promise.all(
    people.map((person) =>
      sayInTurn(
        team,
        words.filter((said) => said.person === person),
      ),
    ),
  );

const everyWord = people.flatMap((person) => wordsOf(person, wordsEach));

/** The words that somebody's answers quote or belong to, in the order in which the room shows them. */
const textsOf = (person: Word['person']): string[] => wordsOf(person, wordsEach).map(({ text }) => text);

async function expectBothWorked({ workers }: Team): Promise<void> {
  for (const worker of workers)
    expect(await worker.metric('yamabiko_deliveries_total{platform="web",outcome="sent"}')).toBeGreaterThan(
      0,
    );
}

describe('two bots and two workers', () => {
  it('answer 100 words of two people once each, in the order in which each person wrote', () =>
    inFolder({}, async (folder) => {
      const team = await startTeam(folder);
      await sayEverything(team, everyWord);
      await expectEverythingOnce(folder, team.bots[0], everyWord);
      expectSentOnce(folder);
      for (const person of people) {
        const receipts = (await team.bots[1].room(`dm:${person}`)).filter(isReceipt);
        const quoted = textsOf(person).map((text, n) =>
          receipts[n]?.text.includes(text) ? text : undefined,
        );
        expect(quoted).toEqual(textsOf(person));
      }
      await expectBothWorked(team);
    }));

  it('keep the order of what is added to one proposal', () =>
    inFolder({ addition: '30m' }, async (folder) => {
      const team = await startTeam(folder);
      await sayEverything(team, everyWord);
      const records = await expectEverythingOnce(folder, team.bots[0], everyWord);
      expect(records).toHaveLength(people.length);
      for (const { thread } of records) {
        const said = thread.filter(({ by }) => by === 'proposer').map(({ text }) => text);
        expect([textsOf('suzuki'), textsOf('sato')]).toContainEqual(said);
      }
      expectSentOnce(folder);
    }));
});
