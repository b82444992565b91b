import { CommandError, createRefusal } from './errors.js';
import type { SortKey } from './plan.js';
import { findNumber, isFields, type Fields } from './values.js';

// The shape of an answer: which order (sort) and which fields (projection).

/** @throws CommandError naming a sort direction other than 1 and -1. */
export function parseSort(source: unknown): SortKey[] {
  if (source === undefined) return [];
  if (!isFields(source)) throw new CommandError(14, 'TypeMismatch', 'a sort must be a document');
  return Object.entries(source).map(([path, direction]) => {
    const sign = findNumber(direction);
    if (sign !== 1 && sign !== -1) throw createRefusal(`the sort direction of ${path}`);
    return { path, steps: path.split('.'), descending: sign === -1 };
  });
}

/** Gives the part of a document that was asked for. */
export type Projection = (document: Fields) => Fields;

type Tree = Map<string, Tree>;

function createTree(paths: readonly string[]): Tree {
  const tree: Tree = new Map();
  for (const path of paths) {
    let at = tree;
    for (const step of path.split('.')) {
      const next: Tree = at.get(step) ?? new Map<string, Tree>();
      at.set(step, next);
      at = next;
    }
  }
  return tree;
}

function keep(value: unknown, tree: Tree): unknown {
  if (tree.size === 0) return value;
  if (Array.isArray(value)) return value.filter(isFields).map((item) => keep(item, tree));
  if (!isFields(value)) return undefined;
  const kept = Object.entries(value).flatMap(([name, field]) => {
    const below = tree.get(name);
    const part = below && keep(field, below);
    return part === undefined ? [] : [[name, part] as const];
  });
  return Object.fromEntries(kept);
}

function omit(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => omit(item, tree));
  if (!isFields(value)) return value;
  const kept = Object.entries(value).flatMap(([name, field]) => {
    const below = tree.get(name);
    if (below?.size === 0) return [];
    return [[name, below ? omit(field, below) : field] as const];
  });
  return Object.fromEntries(kept);
}

function isIncluded(path: string, flag: unknown): boolean {
  const number = findNumber(flag);
  if (typeof flag !== 'boolean' && number === undefined) throw createRefusal(`the projection of ${path}`);
  if (path.includes('$')) throw createRefusal(`the projection operator in ${path}`);
  return flag === true || (number !== undefined && Number(number) !== 0);
}

/**
 * Undefined = the whole document.
 * @throws CommandError naming a projection operator, or 31254 for inclusion mixed with exclusion.
 */
export function parseProjection(source: unknown): Projection | undefined {
  const entries = isFields(source) ? Object.entries(source) : [];
  if (entries.length === 0) return undefined;
  const flags = entries.map(([path, flag]) => ({ path, included: isIncluded(path, flag) }));
  const others = flags.filter(({ path }) => path !== '_id');
  const id = flags.find(({ path }) => path === '_id');
  const isInclusion = (others[0] ?? id)?.included === true;
  if (others.some(({ included }) => included !== isInclusion))
    throw new CommandError(31254, 'Location31254', 'Cannot do inclusion and exclusion in one projection');
  const paths = others.map(({ path }) => path);
  if (isInclusion ? id?.included !== false : id?.included === false) paths.push('_id');
  const tree = createTree(paths);
  return (document) => {
    const part = isInclusion ? keep(document, tree) : omit(document, tree);
    return isFields(part) ? part : {};
  };
}
