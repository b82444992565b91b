import { CommandError } from './errors.js';
import type { Engine } from './engine.js';
import { Index } from './indexes.js';
import { matches, parseFilter } from './query.js';
import { getFields, getList, getNamespace, type Command, type Request } from './request.js';
import { encode, encodeKey, type Fields } from './values.js';

/** All of a definition that decides what the index does. */
function describeIndex({ key, unique, partialFilterExpression, expireAfterSeconds }: Fields): string {
  const order = Object.keys(key as Fields).join();
  return encodeKey({ order, key, unique: unique === true, partialFilterExpression, expireAfterSeconds });
}

function create(engine: Engine, request: Request): Promise<Uint8Array> {
  const namespace = getNamespace(request);
  return engine.store.runIdle(() => {
    if (engine.store.collections.has(namespace))
      throw new CommandError(48, 'NamespaceExists', `Collection ${namespace} already exists`);
    engine.addIndexes(namespace, []);
    return encode({ ok: 1 });
  });
}

/**
 * True if `index` is to be added; false if it is there. Throws CommandError 86 if it is there in another
 * form.
 */
function isNew(index: Index, known: ReadonlyMap<string, Index>): boolean {
  const wanted = describeIndex(index.definition);
  const sameKey = [...known.values()].find(
    ({ definition }) => encodeKey(definition.key) === encodeKey(index.definition.key),
  );
  const same = known.get(index.name) ?? sameKey;
  if (!same) return true;
  if (same.name === '_id_' || (same.name === index.name && describeIndex(same.definition) === wanted))
    return false;
  throw new CommandError(
    86,
    'IndexKeySpecsConflict',
    `Index ${index.name} exists with another name, key or other options`,
  );
}

function createIndexes(engine: Engine, request: Request): Promise<Uint8Array> {
  const namespace = getNamespace(request);
  const indexes = getList(request.body, 'indexes').map((definition) => new Index(definition));
  return engine.store.runIdle(() => {
    const { indexes: known } = engine.store.getCollection(namespace);
    const before = known.size;
    const added = indexes.filter((index) => isNew(index, known));
    if (added.length > 0) engine.addIndexes(namespace, added);
    return encode({ numIndexesBefore: before, numIndexesAfter: known.size, ok: 1 });
  });
}

function listIndexes(engine: Engine, request: Request): Uint8Array {
  const namespace = getNamespace(request);
  const { indexes } = engine.store.getExisting(namespace);
  const documents = [...indexes.values()].map(({ definition }) => encode({ v: 2, ...definition }));
  return engine.cursors.open(namespace, documents, {});
}

function listCollections(engine: Engine, { body, database }: Request): Uint8Array {
  const filter = parseFilter(getFields(body, 'filter'));
  const names = [...engine.store.collections.keys()].filter((namespace) =>
    namespace.startsWith(`${database}.`),
  );
  const collections = names.map((namespace) => ({
    name: namespace.slice(database.length + 1),
    type: 'collection',
    options: {},
  }));
  const documents = collections.filter((collection) => matches(filter, collection)).map(encode);
  return engine.cursors.open(`${database}.$cmd.listCollections`, documents, {});
}

function drop(engine: Engine, request: Request): Promise<Uint8Array> {
  return engine.store.runIdle(() => {
    engine.drop(getNamespace(request));
    return encode({ ok: 1 });
  });
}

function dropDatabase(engine: Engine, { database }: Request): Promise<Uint8Array> {
  return engine.store.runIdle(() => {
    for (const namespace of [...engine.store.collections.keys()])
      if (namespace.startsWith(`${database}.`)) engine.drop(namespace);
    return encode({ dropped: database, ok: 1 });
  });
}

export const schemaCommands = {
  create: { options: [], allowsTransaction: false, run: create },
  createIndexes: { options: ['indexes'], allowsTransaction: false, run: createIndexes },
  listIndexes: { options: ['cursor'], allowsTransaction: false, run: listIndexes },
  listCollections: {
    options: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
    allowsTransaction: false,
    run: listCollections,
  },
  drop: { options: [], allowsTransaction: false, run: drop },
  dropDatabase: { options: [], allowsTransaction: false, run: dropDatabase },
} satisfies Record<string, Command>;
