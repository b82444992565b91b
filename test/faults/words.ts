import type { ServiceProcess, Word } from './service-process.js';
import { until } from './until.js';

/** The n-th word of somebody in a story. */
export const word = (person: Word['person'], n: number): Word => ({
  person,
  text: `会議室${n}の予約を電子化したい（${person}）`,
  eventId: `e-${person}-${n}`,
  messageId: `m-${person}-${n}`,
});

export const wordsOf = (person: Word['person'], count: number): Word[] =>
  Array.from({ length: count }, (_, n) => word(person, n + 1));

/** As a platform does: until it is acknowledged, the same event again, to whatever answers at the address. */
export async function sayUntilAcknowledged(service: () => ServiceProcess, said: Word): Promise<void> {
  const isAcknowledged = async () => ((await service().post(said)) === 202 ? true : undefined);
  await until(`the acknowledgement of ${said.eventId}`, isAcknowledged, { timeoutMs: 40_000 });
}

export async function sayAll(service: ServiceProcess, words: readonly Word[]): Promise<void> {
  for (const said of words) {
    const status = await service.post(said);
    if (status !== 202) throw new Error(`"${said.eventId}" was answered with ${status}`);
  }
}
