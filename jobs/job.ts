/**
 * A job is a bell, not a task: it says where to look, the truth is in MongoDB. It may ring twice, late or
 * never; every processor reads what is the case and may run twice without harm.
 */
import { z } from 'zod';

const schemas = {
  /** Events of one person in one place. */
  'handle-conversation': z.object({ key: z.string() }),
  /** Messages to one place. */
  'send-lane': z.object({ key: z.string() }),
  'wake-proposal': z.object({ id: z.string() }),
  'wake-conversation': z.object({ key: z.string() }),
  'post-digest': z.object({}),
} as const;

export type JobName = keyof typeof schemas;
export type JobData = { readonly [Name in JobName]: z.infer<(typeof schemas)[Name]> };

/** What to do, and about what. */
export type Task = { [Name in JobName]: { readonly name: Name; readonly data: JobData[Name] } }[JobName];

export type Job = Task & {
  /** A bell that already hangs is not hung twice. */
  readonly id: string;
  readonly delayMs: number;
};

/** BullMQ refuses `:` and digits only (facts/store-and-queue.md §6), and keys of places hold any character. */
const idOf = (kind: string, about: string, version: string): string =>
  `${kind}-${Buffer.from(`${about} ${version}`).toString('base64url')}`;

export const turnJob = (key: string, rowId: string): Job => ({
  name: 'handle-conversation',
  data: { key },
  id: idOf('turn', key, rowId),
  delayMs: 0,
});

/** `version`: the lane's, or the id of the message that joined it. */
export const laneJob = (key: string, version: string, delayMs = 0): Job => ({
  name: 'send-lane',
  data: { key },
  id: idOf('lane', key, version),
  delayMs,
});

export const wakeJob = (id: string, version: number): Job => ({
  name: 'wake-proposal',
  data: { id },
  id: idOf('wake', id, String(version)),
  delayMs: 0,
});

export const askJob = (key: string, version: number): Job => ({
  name: 'wake-conversation',
  data: { key },
  id: idOf('ask', key, String(version)),
  delayMs: 0,
});

/** A job as it comes back from the queue; undefined: it is another version's, and the sweep knows better. */
export function parseTask(name: string, data: unknown): Task | undefined {
  if (!Object.hasOwn(schemas, name)) return undefined;
  const known = name as JobName;
  const parsed = schemas[known].safeParse(data);
  return parsed.success ? ({ name: known, data: parsed.data } as Task) : undefined;
}
