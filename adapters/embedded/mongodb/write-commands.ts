import { ObjectId } from 'bson';
import type { Collection } from './collection.js';
import { CommandError, WriteConflict } from './errors.js';
import type { Content } from './indexes.js';
import { parseFilter, type Filter } from './query.js';
import { getFields, getList, getNamespace, verifyOptions, type Command, type Request } from './request.js';
import { select, type Found } from './select.js';
import { parseProjection, parseSort } from './shape.js';
import type { Engine } from './engine.js';
import { verifySameId, type Transaction } from './transaction.js';
import { applyUpdate, parseUpdate, type Update } from './update.js';
import { decode, encode, findNumber, type Fields } from './values.js';
import { encodeAround } from './wire.js';

const maxDocumentBytes = 16 * 2 ** 20;

/** Puts `_id` first, as MongoDB stores it, and encodes. */
function createContent({ _id = new ObjectId(), ...others }: Fields): Content {
  if (Array.isArray(_id) || _id instanceof RegExp)
    throw new CommandError(53, 'InvalidIdField', '_id must be neither array nor regex');
  const document = { _id, ...others };
  const bytes = encode(document);
  if (bytes.length > maxDocumentBytes)
    throw new CommandError(10334, 'BSONObjectTooLarge', `Document of ${bytes.length} bytes`);
  return { document, bytes };
}

/** The document an upsert begins with: what the filter demands to be equal. */
function createBase({ conditions }: Filter, update: Update): Fields {
  const equal = conditions.filter(
    ({ operator, path }) => operator === '$eq' && (update.kind === 'changes' || path === '_id'),
  );
  const entries = equal.map(({ path, operand }) => [path, operand] as const);
  return entries.length === 0
    ? {}
    : applyUpdate({}, parseUpdate({ $set: Object.fromEntries(entries) }), true);
}

function upsert(transaction: Transaction, collection: Collection, filter: Filter, update: Update): Content {
  const content = createContent(applyUpdate(createBase(filter, update), update, true));
  transaction.insert(collection, content);
  return content;
}

/** Stages the next state of one document; returns it, and whether it differs. */
function change(
  transaction: Transaction,
  collection: Collection,
  found: Found,
  update: Update,
): [Content, boolean] {
  const content = createContent(applyUpdate(decode(found.bytes), update, false));
  verifySameId(found.document, content.document);
  if (Buffer.compare(found.bytes, content.bytes) === 0) return [found, false];
  transaction.stage(collection, found.id, content);
  return [content, true];
}

async function runStatement<Result>(
  engine: Engine,
  request: Request,
  run: (transaction: Transaction) => Result,
): Promise<Result> {
  if (request.transaction) return run(request.transaction);
  return engine.store.runAlone((transaction) => {
    const result = run(transaction);
    engine.commit(transaction);
    return result;
  });
}

/** Runs the statements of a write command; what MongoDB reports per statement becomes its `writeErrors`. */
async function runStatements(
  engine: Engine,
  request: Request,
  field: string,
  run: (transaction: Transaction, statement: Fields, at: number) => void,
): Promise<Fields> {
  const writeErrors: Fields[] = [];
  for (const [at, statement] of getList(request.body, field).entries())
    try {
      await runStatement(engine, request, (transaction) => {
        run(transaction, statement, at);
      });
    } catch (error) {
      if (
        !(error instanceof CommandError) ||
        error instanceof WriteConflict ||
        error.codeName === 'NotImplemented'
      )
        throw error;
      writeErrors.push({ index: at, code: error.code, errmsg: error.message, ...error.details });
      if (request.transactionName) engine.sessions.abort(request.transactionName.session);
      if (request.transaction || request.body.ordered !== false) break;
    }
  return { ...(writeErrors.length > 0 && { writeErrors }), ok: 1 };
}

async function insert(engine: Engine, request: Request): Promise<Uint8Array> {
  const collection = engine.store.getCollection(getNamespace(request));
  let n = 0;
  const outcome = await runStatements(engine, request, 'documents', (transaction, document) => {
    transaction.insert(collection, createContent(document));
    n += 1;
  });
  return encode({ n, ...outcome });
}

async function update(engine: Engine, request: Request): Promise<Uint8Array> {
  const collection = engine.store.getCollection(getNamespace(request));
  const upserted: Fields[] = [];
  let n = 0;
  let nModified = 0;
  const outcome = await runStatements(engine, request, 'updates', (transaction, statement, index) => {
    verifyOptions('update', statement, ['q', 'u', 'upsert', 'multi']);
    const filter = parseFilter(getFields(statement, 'q'));
    const parsed = parseUpdate(statement.u);
    const found = select(transaction, collection, {
      filter,
      sort: [],
      skip: 0,
      limit: statement.multi === true ? 0 : 1,
    });
    const changed = found.filter((item) => change(transaction, collection, item, parsed)[1]);
    if (found.length === 0 && statement.upsert === true) {
      upserted.push({ index, _id: upsert(transaction, collection, filter, parsed).document._id });
      n += 1;
    }
    n += found.length;
    nModified += changed.length;
  });
  return encode({ n, nModified, ...(upserted.length > 0 && { upserted }), ...outcome });
}

async function remove(engine: Engine, request: Request): Promise<Uint8Array> {
  const collection = engine.store.getCollection(getNamespace(request));
  let n = 0;
  const outcome = await runStatements(engine, request, 'deletes', (transaction, statement) => {
    verifyOptions('delete', statement, ['q', 'limit']);
    const filter = parseFilter(getFields(statement, 'q'));
    const found = select(transaction, collection, {
      filter,
      sort: [],
      skip: 0,
      limit: Number(findNumber(statement.limit) ?? 0),
    });
    for (const { id } of found) transaction.stage(collection, id, undefined);
    n += found.length;
  });
  return encode({ n, ...outcome });
}

interface Modified {
  readonly value: Content | undefined;
  readonly lastErrorObject: Fields;
}

function modifyOne(transaction: Transaction, collection: Collection, body: Fields): Modified {
  const filter = parseFilter(getFields(body, 'query'));
  const [found] = select(transaction, collection, { filter, sort: parseSort(body.sort), skip: 0, limit: 1 });
  if (body.remove === true) {
    if (found) transaction.stage(collection, found.id, undefined);
    return { value: found, lastErrorObject: { n: found ? 1 : 0 } };
  }
  const parsed = parseUpdate(body.update);
  if (found) {
    const [after] = change(transaction, collection, found, parsed);
    return { value: body.new === true ? after : found, lastErrorObject: { n: 1, updatedExisting: true } };
  }
  if (body.upsert !== true) return { value: undefined, lastErrorObject: { n: 0, updatedExisting: false } };
  const created = upsert(transaction, collection, filter, parsed);
  return {
    value: body.new === true ? created : undefined,
    lastErrorObject: { n: 1, updatedExisting: false, upserted: created.document._id },
  };
}

async function findAndModify(engine: Engine, request: Request): Promise<Uint8Array> {
  const { body } = request;
  const collection = engine.store.getCollection(getNamespace(request));
  const projection = parseProjection(body.fields);
  const { value, lastErrorObject } = await runStatement(engine, request, (transaction) =>
    modifyOne(transaction, collection, body),
  );
  if (!value) return encode({ lastErrorObject, value: null, ok: 1 });
  return encodeAround('value', projection ? encode(projection(value.document)) : value.bytes, {
    lastErrorObject,
    ok: 1,
  });
}

export const writeCommands = {
  insert: { options: ['documents', 'ordered'], allowsTransaction: true, run: insert },
  update: { options: ['updates', 'ordered'], allowsTransaction: true, run: update },
  delete: { options: ['deletes', 'ordered'], allowsTransaction: true, run: remove },
  findAndModify: {
    options: ['query', 'update', 'remove', 'new', 'upsert', 'sort', 'fields'],
    allowsTransaction: true,
    run: findAndModify,
  },
} satisfies Record<string, Command>;
