import { createRefusal } from './errors.js';
import { planQuery, type Query } from './plan.js';
import { parseFilter } from './query.js';
import {
  findCount,
  getFields,
  getList,
  getNamespace,
  getView,
  verifyOptions,
  type Command,
  type Request,
} from './request.js';
import { select } from './select.js';
import { parseProjection, parseSort } from './shape.js';
import type { Engine } from './engine.js';
import { encode, encodeKey, findNumber, valuesAt, type Fields } from './values.js';

const findOptions = ['filter', 'sort', 'projection', 'skip', 'limit', 'singleBatch', 'batchSize'];

function parseQuery(body: Fields): Query {
  return {
    filter: parseFilter(getFields(body, 'filter')),
    sort: parseSort(body.sort),
    skip: findCount(body, 'skip') ?? 0,
    limit: findCount(body, 'limit') ?? 0,
  };
}

function find(engine: Engine, request: Request): Uint8Array {
  const { body } = request;
  const namespace = getNamespace(request);
  const query = parseQuery(body);
  const projection = parseProjection(body.projection);
  const collection = engine.store.collections.get(namespace);
  const found = collection ? select(getView(request), collection, query) : [];
  const documents = found.map(({ document, bytes }) => (projection ? encode(projection(document)) : bytes));
  return engine.cursors.open(namespace, documents, {
    batchSize: findCount(body, 'batchSize'),
    singleBatch: body.singleBatch === true,
  });
}

function getMore(engine: Engine, { body }: Request): Uint8Array {
  return engine.cursors.more(BigInt(findNumber(body.getMore) ?? 0), findCount(body, 'batchSize'));
}

function killCursors(engine: Engine, { body }: Request): Uint8Array {
  const cursors: unknown[] = Array.isArray(body.cursors) ? body.cursors : [];
  for (const id of cursors) engine.cursors.close(BigInt(findNumber(id) ?? 0));
  return encode({ cursorsKilled: cursors, ok: 1 });
}

const countStage = encodeKey({ _id: 1, n: { $sum: 1 } });

/** The pipeline of `countDocuments`: `$match`, perhaps `$skip` and `$limit`, and a `$group` that counts. */
function parseCount(pipeline: readonly Fields[]): Query {
  const stages = pipeline.map((stage) => Object.entries(stage)[0] ?? ['', undefined]);
  const [last] = stages.slice(-1);
  if (last?.[0] !== '$group' || encodeKey(last[1]) !== countStage)
    throw createRefusal(
      'aggregate, except for counting documents ($match and $group: {_id: 1, n: {$sum: 1}})',
    );
  const options: Fields = {};
  for (const [name, value] of stages.slice(0, -1)) {
    if (name !== '$match' && name !== '$skip' && name !== '$limit') throw createRefusal(`the stage ${name}`);
    options[name === '$match' ? 'filter' : name.slice(1)] = value;
  }
  return parseQuery(options);
}

function aggregate(engine: Engine, request: Request): Uint8Array {
  const namespace = getNamespace(request);
  verifyOptions('cursor', getFields(request.body, 'cursor'), ['batchSize']);
  const query = parseCount(getList(request.body, 'pipeline'));
  const collection = engine.store.collections.get(namespace);
  const isSize =
    query.filter.conditions.length + query.filter.alternatives.length === 0 && !request.transaction;
  const all = [...(collection?.heads.values() ?? [])].filter(({ content }) => content).length;
  const count = !collection
    ? 0
    : isSize
      ? limitCount(all, query)
      : select(getView(request), collection, query).length;
  return engine.cursors.open(namespace, count > 0 ? [encode({ _id: 1, n: count })] : [], {});
}

function limitCount(all: number, { skip, limit }: Query): number {
  return Math.min(Math.max(0, all - skip), limit === 0 ? Infinity : limit);
}

function distinct(engine: Engine, request: Request): Uint8Array {
  const { body } = request;
  if (typeof body.key !== 'string') throw createRefusal('distinct without a key');
  const steps = body.key.split('.');
  const collection = engine.store.collections.get(getNamespace(request));
  const query = { filter: parseFilter(getFields(body, 'query')), sort: [], skip: 0, limit: 0 };
  const found = collection ? select(getView(request), collection, query) : [];
  const values = found
    .flatMap(({ document }) => valuesAt(document, steps).flatMap((value: unknown) => value))
    .filter((value) => value !== undefined);
  const unique = new Map(values.map((value) => [encodeKey(value), value]));
  return encode({
    values: [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value),
    ok: 1,
  });
}

function explain(engine: Engine, request: Request): Uint8Array {
  const body = getFields(request.body, 'explain');
  if (typeof body.find !== 'string') throw createRefusal(`explain of ${Object.keys(body)[0] ?? 'nothing'}`);
  const namespace = `${request.database}.${body.find}`;
  const query = parseQuery(body);
  const scans = planQuery(engine.store.getExisting(namespace), query);
  const stages = scans.map(({ index }) => ({
    stage: 'IXSCAN',
    indexName: index.name,
    keyPattern: index.definition.key,
  }));
  const isSorted = query.sort.length === 0 || scans.every((scan) => scan.isSorted);
  const inputStage = stages.length === 1 ? stages[0] : { stage: 'OR', inputStages: stages };
  const fetch = { stage: 'FETCH', inputStage };
  const winningPlan = isSorted ? fetch : { stage: 'SORT', inputStage: fetch };
  return encode({ queryPlanner: { namespace, winningPlan }, ok: 1 });
}

export const readCommands = {
  find: { options: findOptions, allowsTransaction: true, run: find },
  getMore: { options: ['collection', 'batchSize'], allowsTransaction: true, run: getMore },
  killCursors: { options: ['cursors'], allowsTransaction: true, run: killCursors },
  aggregate: { options: ['pipeline', 'cursor'], allowsTransaction: true, run: aggregate },
  distinct: { options: ['key', 'query'], allowsTransaction: true, run: distinct },
  explain: { options: ['verbosity'], allowsTransaction: false, run: explain },
} satisfies Record<string, Command>;
