import { CommandError, createRefusal } from './errors.js';
import { encodeKey, isArrayKey, isFields, isNullKey, valuesAt, type Fields } from './values.js';

const operators = ['$eq', '$ne', '$in', '$gt', '$gte', '$lt', '$lte', '$exists'] as const;
type Operator = (typeof operators)[number];

/**
 * One test on one path. `keys` are the encoded operands (several only for `$in`); `$exists` has `wanted`
 * instead.
 */
export interface Condition {
  readonly path: string;
  readonly steps: readonly string[];
  readonly operator: Operator;
  readonly keys: readonly string[];
  readonly wanted: boolean;
  /** The operand as it came, for upserts. */
  readonly operand: unknown;
}

/** All `conditions` hold, and of each list of `alternatives` at least one. */
export interface Filter {
  readonly conditions: Condition[];
  readonly alternatives: Filter[][];
}

function isOperator(name: string): name is Operator {
  return operators.some((known) => known === name);
}

function parseCondition(path: string, name: string, operand: unknown): Condition {
  if (!isOperator(name)) throw createRefusal(`the query operator ${name} (at ${path})`);
  if (name === '$in' && !Array.isArray(operand)) throw new CommandError(2, 'BadValue', '$in needs an array');
  const list: unknown[] = name === '$in' && Array.isArray(operand) ? operand : [operand];
  const keys = name === '$exists' ? [] : [...new Set(list.map(encodeKey))].sort();
  const isRange = name.startsWith('$g') || name.startsWith('$l');
  if (isRange && keys.some((key) => isNullKey(key) || isArrayKey(key)))
    throw createRefusal(`${name} with null or an array (at ${path})`);
  if (name === '$exists' && typeof operand !== 'boolean')
    throw createRefusal(`$exists with a non-boolean (at ${path})`);
  return { path, steps: path.split('.'), operator: name, keys, wanted: operand === true, operand };
}

function parseField(path: string, value: unknown): Condition[] {
  const entries = isFields(value) ? Object.entries(value) : [];
  if (!entries.some(([name]) => name.startsWith('$'))) return [parseCondition(path, '$eq', value)];
  return entries.map(([name, operand]) => parseCondition(path, name, operand));
}

function parseParts(name: string, parts: unknown): Filter[] {
  if (!Array.isArray(parts) || parts.length === 0 || !parts.every(isFields))
    throw new CommandError(2, 'BadValue', `${name} needs an array of conditions`);
  return parts.map(parseFilter);
}

/**
 * Reads a filter document.
 * @throws CommandError naming the operator that is not supported.
 */
export function parseFilter(source: Fields): Filter {
  const filter: Filter = { conditions: [], alternatives: [] };
  for (const [name, value] of Object.entries(source)) {
    if (name === '$or') filter.alternatives.push(parseParts(name, value));
    else if (name === '$and')
      for (const part of parseParts(name, value)) {
        filter.conditions.push(...part.conditions);
        filter.alternatives.push(...part.alternatives);
      }
    else if (name.startsWith('$')) throw createRefusal(`the query operator ${name}`);
    else filter.conditions.push(...parseField(name, value));
  }
  return filter;
}

function isInRange(operator: Operator, key: string, bound: string): boolean {
  // Ranges stay within one type: a date is neither before nor after a number.
  if (key.charAt(0) !== bound.charAt(0)) return false;
  if (operator === '$gt') return key > bound;
  if (operator === '$gte') return key >= bound;
  return operator === '$lt' ? key < bound : key <= bound;
}

function holds(condition: Condition, document: Fields): boolean {
  const found = valuesAt(document, condition.steps);
  if (condition.operator === '$exists')
    return found.some((value) => value !== undefined) === condition.wanted;
  // An array is tested as a whole and item by item.
  const keys = found
    .flatMap((value: unknown) => (Array.isArray(value) ? [value, ...(value as unknown[])] : [value]))
    .map(encodeKey);
  const { operator } = condition;
  if (operator === '$eq' || operator === '$in') return keys.some((key) => condition.keys.includes(key));
  if (operator === '$ne') return !keys.some((key) => condition.keys.includes(key));
  return keys.some((key) => condition.keys.some((bound) => isInRange(operator, key, bound)));
}

/** True if `document` satisfies the whole filter. */
export function matches(filter: Filter, document: Fields): boolean {
  return (
    filter.conditions.every((condition) => holds(condition, document)) &&
    filter.alternatives.every((branches) => branches.some((branch) => matches(branch, document)))
  );
}

/** The filter without its values, for messages: values may be personal data. */
export function describeFilter(filter: Filter): string {
  const parts = filter.conditions.map(({ path, operator }) => `${path}: ${operator}`);
  const choices = filter.alternatives.map((branches) => `$or: [${branches.map(describeFilter).join(', ')}]`);
  return `{${[...parts, ...choices].join(', ')}}`;
}
