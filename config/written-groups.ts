/**
 * How the groups and lists of municipality.yaml are read. Left blank, they count as left out: every key
 * below may have been commented out.
 */
import { z } from 'zod';
import { listed, problem } from './written-values.js';

/** Unknown keys are problems: a misspelt key would silently keep its default. */
export function group<const S extends z.ZodRawShape>(shape: S) {
  const keys = listed(Object.keys(shape), 'and');
  const explain = (code: string | undefined, input: unknown): string =>
    code === 'unrecognized_keys'
      ? `is not a key here; the keys are ${keys}`
      : problem(input, 'a group of keys', `its keys below it: ${keys}`);
  return z.preprocess(
    (value) => value ?? {},
    z.strictObject(shape, { error: (issue) => explain(issue.code, issue.input) }),
  );
}

/** `whenOmitted` is read like what a town writes; without it the list has to be there. */
export function list<S extends z.ZodType>(item: S, example: string, whenOmitted?: readonly unknown[]) {
  return z.preprocess(
    (value) => value ?? whenOmitted,
    z.array(item, { error: ({ input }) => problem(input, 'a list', `a list, for example ${example}`) }),
  );
}

/** Index of the first item that was there before, -1 when all differ. */
export const repeatedAt = (items: readonly string[]): number =>
  items.findIndex((item, index) => items.indexOf(item) < index);
