/** How single values of the environment and of municipality.yaml are read, and what is said about a wrong one. */
import { inspect } from 'node:util';
import { z } from 'zod';

interface Writing<T> {
  /** Completes „… is not“: `a duration`. */
  readonly what: string;
  /** Completes „write …“: `for example 3bd`. */
  readonly example: string;
  /** Undefined for text that means nothing. */
  readonly parse: (text: string) => T | undefined;
  /** The value may hold a password: it is left out of the problem. */
  readonly hidden?: boolean;
}

/** A value that people write as text. Everything that `parse` does not understand is one problem in one line. */
export function written<T>({ what, example, parse, hidden = false }: Writing<T>) {
  return z.unknown().transform((value, context): T => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed !== undefined) return parsed;
    const message =
      hidden && value !== undefined ? hiddenProblem(what, example) : problem(value, what, example);
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

export const oneOf = <const T extends string>(what: string, words: readonly T[]) =>
  written({ what, example: listed(words, 'or'), parse: (text) => words.find((word) => word === text) });

export const optional = <S extends z.ZodType>(schema: S) => schema.nullable().default(null);

export const problem = (value: unknown, what: string, example: string): string =>
  value === undefined || value === null
    ? `is missing; write ${example}`
    : `${shown(value)} is not ${what}; write ${example}`;

const hiddenProblem = (what: string, example: string): string => `the value is not ${what}; write ${example}`;

/** What somebody wrote, on one line and short enough for a terminal. */
function shown(value: unknown): string {
  // Not JSON for lists and groups: an anchor of YAML can make them contain themselves.
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : inspect(value, { breakLength: Infinity, compact: true });
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

export function listed(words: readonly string[], joint: 'and' | 'or'): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}

/** One line for each wrong key: `promise.ladder[1].after: "abc" is not a duration; write …`. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${pathOf([...issue.path, key])}: ${issue.message}`)
      : [`${pathOf(issue.path) || 'the file'}: ${issue.message}`],
  );
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
