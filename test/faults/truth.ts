/**
 * What must hold after every fault: nothing acknowledged is missing, nothing is there twice. Looked up from both
 * sides: the record (`yamabiko export`), and what people see in the rooms.
 */
import { expect } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Folder } from './folder.js';
import type { RoomMessage, ServiceProcess, Word } from './service-process.js';
import { until } from './until.js';

const cli = fileURLToPath(new URL('../../dist/config/cli.js', import.meta.url));

const recordSchema = z.object({
  id: z.string(),
  number: z.string(),
  text: z.string(),
  thread: z.array(z.object({ by: z.string(), kind: z.string(), text: z.string() })),
  deliveries: z.array(
    z.object({
      id: z.string(),
      to: z.string(),
      purpose: z.string(),
      status: z.string(),
      platformMessageId: z.string().nullable(),
    }),
  ),
});
export type ProposalRecord = z.infer<typeof recordSchema>;

/** Every proposal, as `yamabiko export` writes it beside the running service. */
export async function readRecords(folder: Folder): Promise<ProposalRecord[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'export', '--format', 'jsonl'], {
    env: folder.env,
    maxBuffer: 64 * 1_048_576,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => recordSchema.parse(JSON.parse(line)));
}

const by = (from: string) => (message: RoomMessage) => message.from === from;

const roomOf = ({ person }: Word): string => `dm:${person}`;

export const isReceipt = ({ text }: RoomMessage): boolean => text.includes('で受け付けました');

/** Waits until every word has its answer and every proposal its card. */
export async function comeToRest(
  service: ServiceProcess,
  words: readonly Word[],
  timeoutMs = 45_000,
): Promise<void> {
  const rooms = [...new Set(words.map(roomOf))];
  const look = async (): Promise<true | undefined> => {
    let receipts = 0;
    for (const room of rooms) {
      const messages = await service.room(room);
      const answers = messages.filter(by('bot'));
      receipts += answers.filter(isReceipt).length;
      if (answers.length < words.filter((word) => roomOf(word) === room).length) return undefined;
    }
    const cards = (await service.room('desk')).filter(({ replyTo }) => replyTo === null);
    return cards.length >= receipts ? true : undefined;
  };
  try {
    await until('an answer to every word and a card for every proposal', look, { timeoutMs });
  } catch (error) {
    throw new Error(`The service said last:\n${service.lastLines()}`, { cause: error });
  }
}

const counted = (items: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
};

const eachOnce = (items: readonly string[]): Record<string, number> =>
  Object.fromEntries(items.map((item) => [item, 1]));

/** Every word is in exactly one thread, exactly once. */
function expectEachWordOnce(records: readonly ProposalRecord[], words: readonly Word[]): void {
  const said = records.flatMap(({ thread }) => thread.filter((entry) => entry.by === 'proposer'));
  expect(counted(said.map(({ text }) => text))).toEqual(eachOnce(words.map(({ text }) => text)));
}

function expectNumbersUnique(records: readonly ProposalRecord[]): void {
  expect(new Set(records.map(({ number }) => number)).size).toBe(records.length);
}

/** The ledger says that everything was sent, and every entry of it is one message that people can see. */
async function expectLedgerSeen(
  service: ServiceProcess,
  records: readonly ProposalRecord[],
  words: readonly Word[],
): Promise<void> {
  const deliveries = records.flatMap((record) => record.deliveries);
  expect(deliveries.filter(({ status }) => status !== 'sent')).toEqual([]);
  const written = deliveries.filter(({ purpose }) => purpose !== 'card-update');
  const seen: string[] = [];
  for (const room of [...new Set(words.map(roomOf)), 'desk'])
    seen.push(...(await service.room(room)).filter(by('bot')).map(({ id }) => id));
  expect(counted(seen)).toEqual(eachOnce(written.map(({ platformMessageId }) => String(platformMessageId))));
}

/** One receipt in the proposer's direct messages, one card at the desk. */
async function expectReceiptsAndCards(
  service: ServiceProcess,
  records: readonly ProposalRecord[],
  words: readonly Word[],
): Promise<void> {
  const receipts: string[] = [];
  for (const room of new Set(words.map(roomOf)))
    receipts.push(...(await service.room(room)).filter(isReceipt).map(({ text }) => numberIn(text)));
  const cards = (await service.room('desk')).filter(({ replyTo }) => replyTo === null);
  const numbers = eachOnce(records.map(({ number }) => number));
  expect(counted(receipts)).toEqual(numbers);
  expect(counted(cards.map(({ text }) => numberIn(text)))).toEqual(numbers);
}

export const numberIn = (text: string): string => /R\d+-\d+/.exec(text)?.[0] ?? `no number in: ${text}`;

/** Everything that was acknowledged is there exactly once, and nothing else is. */
export async function expectEverythingOnce(
  folder: Folder,
  service: ServiceProcess,
  acknowledged: readonly Word[],
): Promise<ProposalRecord[]> {
  await comeToRest(service, acknowledged);
  // What people see already may still have to be recorded.
  const records = await until('an empty outbox', async () => {
    const read = await readRecords(folder);
    const waits = read.some(({ deliveries }) => deliveries.some(({ status }) => status === 'pending'));
    return waits ? undefined : read;
  });
  expectEachWordOnce(records, acknowledged);
  expectNumbersUnique(records);
  await expectReceiptsAndCards(service, records, acknowledged);
  await expectLedgerSeen(service, records, acknowledged);
  return records;
}
