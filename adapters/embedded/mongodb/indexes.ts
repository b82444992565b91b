import { CommandError, createRefusal } from './errors.js';
import { OrderedKeys } from './ordered-keys.js';
import { matches, parseFilter, type Filter } from './query.js';
import { encodeKey, findNumber, isFields, mirrorKey, valuesAt, type Fields } from './values.js';

/** One state of a document. `previous` is kept only while an open transaction may still read it. */
export interface Version {
  /** The encoded `_id`. */
  readonly id: string;
  /** The commit that wrote it. */
  readonly sequence: number;
  /** Undefined once deleted. */
  readonly content: Content | undefined;
  readonly entries: readonly (readonly [Index, string])[];
  previous: Version | undefined;
}

/** A document and the bytes it came from, which go into replies and into the journal unchanged. */
export interface Content {
  readonly document: Fields;
  readonly bytes: Uint8Array;
}

interface IndexField {
  readonly path: string;
  readonly steps: readonly string[];
  readonly descending: boolean;
}

const knownOptions = [
  'v',
  'key',
  'name',
  'unique',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
];
const partialOperators = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte'];

function parseKey(key: unknown): IndexField[] {
  if (!isFields(key)) throw new CommandError(67, 'CannotCreateIndex', 'an index needs a key');
  return Object.entries(key).map(([path, direction]) => {
    const sign = findNumber(direction);
    if (sign !== 1 && sign !== -1) throw createRefusal(`an index of type ${String(direction)} (on ${path})`);
    return { path, steps: path.split('.'), descending: sign === -1 };
  });
}

function parsePartial(source: Fields): Filter {
  const filter = parseFilter(source);
  for (const { operator, wanted } of filter.conditions)
    if (!partialOperators.includes(operator) || (operator === '$exists' && !wanted))
      throw createRefusal(`${operator} in partialFilterExpression`);
  if (filter.alternatives.length > 0) throw createRefusal('$or in partialFilterExpression');
  return filter;
}

/** A sorted list of (key, document version), also of versions that only an open transaction still sees. */
export class Index {
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly partial: Filter | undefined;
  /** Undefined unless documents expire. */
  readonly expireAfterSeconds: number | undefined;
  readonly entries = new OrderedKeys<Version>();
  /**
   * True once a document had several keys here: then two bounds on one field may mean two different items.
   */
  multikey = false;

  /** @throws CommandError naming the index type or option that is not supported. */
  constructor(readonly definition: Fields) {
    for (const option of Object.keys(definition))
      if (!knownOptions.includes(option)) throw createRefusal(`the index option ${option}`);
    const { name, partialFilterExpression: partial } = definition;
    if (typeof name !== 'string') throw new CommandError(67, 'CannotCreateIndex', 'an index needs a name');
    this.name = name;
    this.fields = parseKey(definition.key);
    this.unique = definition.unique === true || name === '_id_';
    this.partial = isFields(partial) ? parsePartial(partial) : undefined;
    const seconds = findNumber(definition.expireAfterSeconds);
    this.expireAfterSeconds = seconds === undefined ? undefined : Number(seconds);
    if (seconds !== undefined && this.fields.length !== 1)
      throw createRefusal('expireAfterSeconds on several fields');
  }

  /**
   * The keys of a document: none outside the partial filter, one per item of an array, else exactly one.
   * @throws CommandError 171 if two fields of a compound key are arrays.
   */
  keysOf(document: Fields): string[] {
    if (this.partial && !matches(this.partial, document)) return [];
    let keys = [''];
    let isMany = false;
    for (const { steps, descending } of this.fields) {
      const found = valuesAt(document, steps).flatMap((value: unknown) => value);
      const encoded = [...new Set((found.length === 0 ? [null] : found).map(encodeKey))];
      if (encoded.length > 1 && isMany)
        throw new CommandError(
          171,
          'CannotIndexParallelArrays',
          `cannot index parallel arrays (${this.name})`,
        );
      isMany ||= encoded.length > 1;
      keys = keys.flatMap((key) => encoded.map((part) => key + (descending ? mirrorKey(part) : part)));
    }
    this.multikey ||= isMany;
    return keys;
  }

  /** The error MongoDB raises when `document` repeats a unique key of this index. */
  createDuplicateError(namespace: string, document: Fields): CommandError {
    const keyValue = Object.fromEntries(
      this.fields.map(({ path, steps }) => [path, valuesAt(document, steps)[0] ?? null]),
    );
    return new CommandError(
      11000,
      'DuplicateKey',
      `E11000 duplicate key error collection: ${namespace} index: ${this.name} dup key: ${JSON.stringify(keyValue)}`,
      { keyPattern: this.definition.key, keyValue },
    );
  }
}
