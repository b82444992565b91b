/**
 * What every document of every collection has in common: a version of its shape, and of its content. No process
 * writes a document newer than itself, and readers bring older ones up to date (design §7).
 */
import type { z } from 'zod';
import type { Stored } from '../../src/bot/changes.js';
import { DocumentMalformed, DocumentNewerThanProgram } from '../../src/errors.js';

export type Fields = Readonly<Record<string, unknown>>;

export interface Kept {
  readonly _id: string;
  /** Bumped by every change that another writer must not miss. */
  readonly v: number;
  /** Of the shape; the first is 1. */
  readonly schemaVersion: number;
}

export interface DocumentFormat<T> {
  readonly collection: string;
  readonly schema: z.ZodType<T>;
  /** The first brings a document from schemaVersion 1 to 2, and so on: the program's own is one above the last. */
  readonly upcasts: readonly ((document: Fields) => Fields)[];
}

export const schemaVersionOf = ({ upcasts }: Pick<DocumentFormat<unknown>, 'upcasts'>): number =>
  upcasts.length + 1;

function upcast({ collection, upcasts }: DocumentFormat<unknown>, document: Fields): Fields {
  const found = document.schemaVersion;
  const current = schemaVersionOf({ upcasts });
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 1)
    throw new DocumentMalformed(`A document of ${collection} has no schemaVersion`);
  if (found > current)
    throw new DocumentNewerThanProgram(
      `A document of ${collection} has schemaVersion ${found}, this program knows ${current}`,
    );
  return upcasts.slice(found - 1).reduce((older, bring) => bring(older), document);
}

/**
 * Reads one document as it came from the driver; the schema also gets its `_id` as `id`.
 *
 * @throws DocumentNewerThanProgram
 * @throws DocumentMalformed with the paths that are wrong, never with values: they may be personal data.
 */
export function readDocument<T>(format: DocumentFormat<T>, document: Fields): T {
  const result = format.schema.safeParse({ ...upcast(format, document), id: document._id });
  if (result.success) return result.data;
  const paths = result.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new DocumentMalformed(`A document of ${format.collection} is wrong at ${paths.join(', ')}`);
}

/** The same with the version that a later write is fenced by. */
export const readStored = <T>(format: DocumentFormat<T>, document: Fields & { v: number }): Stored<T> => ({
  value: readDocument(format, document),
  version: document.v,
});

/** Leaves out what is undefined: MongoDB would store null, which is something else. */
export function withoutUndefined<T>(value: T): T;
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutUndefined(item));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.map(([name, field]) => [name, withoutUndefined(field as unknown)]));
}
