import { addNumbers } from './arithmetic.js';
import { CommandError, createRefusal } from './errors.js';
import { encodeKey, isFields, type Fields } from './values.js';

const operators = ['$set', '$unset', '$inc', '$min', '$max', '$setOnInsert', '$push', '$pull'] as const;
type Operator = (typeof operators)[number];

interface Change {
  readonly operator: Operator;
  readonly steps: readonly string[];
  readonly operand: unknown;
}

/** A parsed update: changes of single fields, or a whole new document. */
export type Update =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'replacement'; readonly document: Fields };

function isOperator(name: string): name is Operator {
  return operators.some((known) => known === name);
}

function parseChange(operator: Operator, path: string, operand: unknown): Change {
  const steps = path.split('.');
  if (steps.some((step) => step.startsWith('$'))) throw createRefusal(`the positional operator in ${path}`);
  if (steps.includes(''))
    throw new CommandError(56, 'EmptyFieldName', `The update path '${path}' contains an empty field name`);
  const modifiers = isFields(operand) ? Object.keys(operand).filter((name) => name.startsWith('$')) : [];
  for (const modifier of modifiers)
    if (operator !== '$push' || modifier !== '$each')
      throw createRefusal(`${modifier} in ${operator} (at ${path})`);
  if (operator === '$pull' && (isFields(operand) || Array.isArray(operand)))
    throw createRefusal(`$pull with anything but a single value (at ${path})`);
  return { operator, steps, operand };
}

/** Two changes of one field, or of a field and its parent, have no defined order. */
function verifyNoConflict(changes: readonly Change[]): void {
  const paths = changes.map(({ steps }) => `${steps.join('.')}.`).sort();
  for (const [at, path] of paths.entries())
    if (at > 0 && path.startsWith(paths[at - 1] ?? ' '))
      throw new CommandError(
        40,
        'ConflictingUpdateOperators',
        `Updating the path '${path.slice(0, -1)}' would create a conflict`,
      );
}

/** @throws CommandError naming the update operator that is not supported, or 40 for conflicting paths. */
export function parseUpdate(source: unknown): Update {
  if (!isFields(source)) throw createRefusal('an update given as a pipeline');
  const names = Object.keys(source);
  if (!names.some((name) => name.startsWith('$'))) return { kind: 'replacement', document: source };
  const changes = names.flatMap((name) => {
    const paths = source[name];
    if (!isOperator(name)) throw createRefusal(`the update operator ${name}`);
    if (!isFields(paths))
      throw new CommandError(9, 'FailedToParse', `Modifiers operate on fields but ${name} is none`);
    return Object.entries(paths).map(([path, operand]) => parseChange(name, path, operand));
  });
  verifyNoConflict(changes);
  return { kind: 'changes', changes };
}

/** A place in a document where a value can be read and written. */
interface Slot {
  get(): unknown;
  set(value: unknown): void;
  remove(): void;
}

function createSlot(parent: unknown, step: string, path: string): Slot {
  if (Array.isArray(parent) && /^\d{1,5}$/.test(step)) {
    const items: unknown[] = parent;
    const position = Number(step);
    const set = (value: unknown) => {
      while (items.length < position) items.push(null);
      items[position] = value;
    };
    // MongoDB leaves a null where an array item is unset, so that the others keep their places.
    return {
      get: () => items[position],
      set,
      remove: () => {
        if (position < items.length) items[position] = null;
      },
    };
  }
  if (!isFields(parent))
    throw new CommandError(
      28,
      'PathNotViable',
      `Cannot create field '${step}' in the element of ${path}: it is no document`,
    );
  return {
    get: () => (Object.hasOwn(parent, step) ? parent[step] : undefined),
    set: (value) =>
      Object.defineProperty(parent, step, { value, writable: true, enumerable: true, configurable: true }),
    remove: () => {
      Reflect.deleteProperty(parent, step);
    },
  };
}

/**
 * The slot of a path, its missing parents created; undefined if a parent is missing and nothing is to be
 * created.
 */
function findSlot(document: Fields, steps: readonly string[], create: boolean): Slot | undefined {
  const path = steps.join('.');
  let parent: unknown = document;
  for (const step of steps.slice(0, -1)) {
    if (!create && !isFields(parent) && !Array.isArray(parent)) return undefined;
    const slot = createSlot(parent, step, path);
    if (slot.get() === undefined) {
      if (!create) return undefined;
      slot.set({});
    }
    parent = slot.get();
  }
  if (!create && !isFields(parent) && !Array.isArray(parent)) return undefined;
  return createSlot(parent, steps.at(-1) ?? '', path);
}

function getArray(slot: Slot, { operator, steps }: Change): unknown[] {
  const value = slot.get();
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as unknown[];
  throw new CommandError(
    2,
    'BadValue',
    `Cannot apply ${operator} to the non-array field '${steps.join('.')}'`,
  );
}

function getPushed(operand: unknown): unknown[] {
  if (!isFields(operand) || !Object.hasOwn(operand, '$each')) return [operand];
  if (Array.isArray(operand.$each)) return operand.$each as unknown[];
  throw new CommandError(2, 'BadValue', 'The argument to $each in $push must be an array');
}

function applyChange(document: Fields, change: Change, isInsert: boolean): void {
  const { operator, steps, operand } = change;
  if (operator === '$setOnInsert' && !isInsert) return;
  const slot = findSlot(document, steps, operator !== '$unset' && operator !== '$pull');
  const current = slot?.get();
  if (!slot || (operator === '$pull' && current === undefined)) return;
  switch (operator) {
    case '$set':
    case '$setOnInsert':
      slot.set(operand);
      break;
    case '$unset':
      slot.remove();
      break;
    case '$inc':
      slot.set(addNumbers(current, operand, steps.join('.')));
      break;
    case '$min':
      if (current === undefined || encodeKey(operand) < encodeKey(current)) slot.set(operand);
      break;
    case '$max':
      if (current === undefined || encodeKey(operand) > encodeKey(current)) slot.set(operand);
      break;
    case '$push':
      slot.set([...getArray(slot, change), ...getPushed(operand)]);
      break;
    case '$pull':
      slot.set(getArray(slot, change).filter((item) => encodeKey(item) !== encodeKey(operand)));
  }
}

/**
 * The next state of a document; `document` itself is changed and must be the caller's own copy, to be dropped
 * if this throws.
 * @throws CommandError 28 for a path through a scalar, 14 or 2 for a value of the wrong type.
 */
export function applyUpdate(document: Fields, update: Update, isInsert: boolean): Fields {
  if (update.kind === 'replacement') {
    const { _id = document._id, ...others } = update.document;
    return { _id, ...others };
  }
  for (const change of update.changes) applyChange(document, change, isInsert);
  return document;
}
