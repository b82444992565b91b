// The store in memory answers every call of whole stories as the one in MongoDB does. Runs from dist: build first.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Archive, SystemClock } from '../../src/ports.js';
import { openStoreOn, startEmbeddedServer, type MongoServer } from '../builders/embedded-store.js';
import { playTranscript } from '../conversations/play-transcript.js';
import { createMemoryStore, type MemoryStore } from '../fakes/memory-store.js';

type Call = (...given: unknown[]) => Promise<unknown>;

interface Named {
  readonly key?: string;
  readonly id?: string;
  readonly value?: { readonly id: string };
}

const nameOf = ({ key, id, value }: Named): string => key ?? id ?? value?.id ?? '';

/** Which of two lanes that are due at the same instant comes first is nobody's promise. */
const inAnyOrder = (answer: unknown): unknown =>
  Array.isArray(answer)
    ? [...(answer as Named[])].sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
    : answer;

/** Calls both, one after the other, and answers what both answered. */
function beside<Port extends object>(name: string, memory: Port, mongo: Port): Port {
  return new Proxy(memory, {
    get: (_, member: string) => {
      const here: unknown = Reflect.get(memory, member);
      const there: unknown = Reflect.get(mongo, member);
      const path = `${name}.${member}`;
      if (typeof here !== 'function') return beside(path, here as object, there as object);
      return async (...given: unknown[]) => {
        const answer = await (here as Call)(...given);
        const expected = inAnyOrder(await (there as Call)(...given));
        expect({ path, answer: inAnyOrder(answer) }).toEqual({ path, answer: expected });
        return answer;
      };
    },
  });
}

async function readAll({ all }: Archive): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of all()) ids.push(id);
  return ids;
}

const stories = [
  '12-番号と返信',
  '14-もう少し伝える',
  '17-迷う言葉',
  '19-補足にする',
  '27-届かないお返事',
  '30-先を越された返事',
  '31-期限の前後の知らせ',
  '34-週のまとめ',
  '38-届いたか分からない',
];

describe('the store in memory, beside MongoDB', () => {
  let server: MongoServer;

  beforeAll(async () => {
    server = await startEmbeddedServer();
  }, 60_000);
  afterAll(async () => {
    await server.close();
  });

  it.each(stories)(
    'tells %s the same',
    async (name) => {
      const text = readFileSync(new URL(`../conversations/${name}.txt`, import.meta.url), 'utf8');
      let clock: SystemClock = { now: () => new Date(0) };
      const mongo = await openStoreOn(server, { now: () => clock.now() });
      const opened: MemoryStore[] = [];
      const openStore = (systemClock: SystemClock): MemoryStore => {
        clock = systemClock;
        const memory = createMemoryStore(systemClock);
        opened.push(memory);
        return {
          ...memory,
          store: beside('store', memory.store, mongo.store),
          inbox: beside('inbox', memory.inbox, mongo.inbox),
          numbers: beside('numbers', memory.numbers, mongo.numbers),
          lanes: beside('lanes', memory.lanes, mongo.lanes),
          outbox: beside('outbox', memory.outbox, mongo.outbox),
          schedules: beside('schedules', memory.schedules, mongo.schedules),
          archive: beside('archive', memory.archive, mongo.archive),
        };
      };
      try {
        await playTranscript(text, { openStore });

        for (const { archive } of opened) {
          const both = beside('archive', archive, mongo.archive);
          await both.openAfter(null, 2);
          await both.unwoken(new Date('2030-01-01'), 10);
          await both.overdue(clock.now());
          await both.countByState();
          await both.drawnNumbers();
          expect(await readAll(archive)).toEqual(await readAll(mongo.archive));
        }
      } finally {
        await mongo.close();
      }
    },
    60_000,
  );
});
