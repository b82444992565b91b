import { Binary } from 'bson';
import type { Engine } from './engine.js';
import { CommandError, createRefusal } from './errors.js';
import { readCommands } from './read-commands.js';
import { getList, verifyOptions, type Command, type Request } from './request.js';
import { schemaCommands } from './schema-commands.js';
import type { TransactionName } from './sessions.js';
import { encode, findNumber, isFields, type Fields } from './values.js';
import { maxMessageBytes, type Message } from './wire.js';
import { writeCommands } from './write-commands.js';

/** What any command may carry. Write and read concern are not looked at: every answer waits for the disk. */
const commonOptions = [
  ...[
    '$db',
    'lsid',
    '$clusterTime',
    '$readPreference',
    'readConcern',
    'writeConcern',
    'maxTimeMS',
    'comment',
  ],
  ...['txnNumber', 'autocommit', 'startTransaction'],
];

function hello(_engine: Engine, { command }: Request): Uint8Array {
  return encode({
    ...(command === 'hello' ? { isWritablePrimary: true } : { ismaster: true, helloOk: true }),
    // Drivers offer transactions only to a member of a replica set.
    setName: 'embedded',
    setVersion: 1,
    secondary: false,
    hosts: ['localhost:27017'],
    primary: 'localhost:27017',
    me: 'localhost:27017',
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 25,
    maxBsonObjectSize: 16 * 2 ** 20,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    readOnly: false,
    pid: process.pid,
    ok: 1,
  });
}

function getTransactionName({ transactionName }: Request): TransactionName {
  if (transactionName) return transactionName;
  throw new CommandError(125, 'CommandFailed', 'this command belongs into a transaction');
}

function commitTransaction(engine: Engine, request: Request): Uint8Array {
  const name = getTransactionName(request);
  // Asked again by a client that did not get the answer, perhaps after a restart.
  if (!engine.sessions.hasCommitted(name))
    engine.commit(engine.sessions.get(name, request.connection), { ...name, atMs: Date.now() });
  return encode({ ok: 1 });
}

function abortTransaction(engine: Engine, request: Request): Uint8Array {
  const name = getTransactionName(request);
  engine.sessions.get(name, request.connection);
  engine.sessions.abort(name.session);
  return encode({ ok: 1 });
}

/** The key of a session id, `{id: <UUID>}`; undefined if it is none. */
function findSession(lsid: unknown): string | undefined {
  const id = isFields(lsid) ? lsid.id : undefined;
  return id instanceof Binary ? Buffer.from(id.value()).toString('hex') : undefined;
}

function endSessions(engine: Engine, { body }: Request): Uint8Array {
  for (const lsid of getList(body, 'endSessions')) engine.sessions.abort(findSession(lsid) ?? '');
  return encode({ ok: 1 });
}

const helloOptions = [
  'helloOk',
  'client',
  'compression',
  'backpressure',
  'loadBalanced',
  'topologyVersion',
  'maxAwaitTimeMS',
];

const commands: Record<string, Command> = {
  ...readCommands,
  ...writeCommands,
  ...schemaCommands,
  hello: { options: helloOptions, allowsTransaction: false, run: hello },
  ismaster: { options: helloOptions, allowsTransaction: false, run: hello },
  isMaster: { options: helloOptions, allowsTransaction: false, run: hello },
  ping: { options: [], allowsTransaction: false, run: () => encode({ ok: 1 }) },
  buildInfo: {
    options: [],
    allowsTransaction: false,
    run: () => encode({ version: '8.0.0', versionArray: [8, 0, 0, 0], ok: 1 }),
  },
  endSessions: { options: [], allowsTransaction: false, run: endSessions },
  commitTransaction: { options: ['recoveryToken'], allowsTransaction: true, run: commitTransaction },
  abortTransaction: { options: ['recoveryToken'], allowsTransaction: true, run: abortTransaction },
};

function findTransactionName(body: Fields): TransactionName | undefined {
  if (body.txnNumber === undefined) return undefined;
  if (body.autocommit !== false) throw createRefusal('retryable writes (connect with retryWrites=false)');
  const session = findSession(body.lsid);
  if (session === undefined) throw new CommandError(2, 'BadValue', 'a transaction needs an lsid');
  return { session, number: BigInt(findNumber(body.txnNumber) ?? 0) };
}

/**
 * Only reads outside transactions wait for less than everything: for the last change of their own collection.
 */
function sequenceToAwait(engine: Engine, { command, body, database, transaction }: Request): number {
  if (transaction || ['hello', 'ismaster', 'isMaster', 'ping', 'buildInfo'].includes(command)) return 0;
  const isRead = command in readCommands;
  const target = body[command];
  return (
    (isRead ? engine.store.collections.get(`${database}.${String(target)}`)?.lastSequence : undefined) ??
    engine.store.sequence
  );
}

async function run(engine: Engine, request: Request, command: Command): Promise<Uint8Array> {
  const { transactionName: name, body, connection } = request;
  const isEnd = request.command === 'commitTransaction' || request.command === 'abortTransaction';
  if (!name || isEnd) return command.run(engine, request);
  if (!command.allowsTransaction)
    throw new CommandError(263, 'OperationNotSupportedInTransaction', `${request.command} in a transaction`);
  const { sessions } = engine;
  try {
    const transaction =
      body.startTransaction === true ? sessions.start(name, connection) : sessions.get(name, connection);
    return await command.run(engine, { ...request, transaction });
  } catch (error) {
    // As in MongoDB, the first error ends the transaction: what follows must not build on half of it.
    sessions.abort(name.session);
    throw error;
  }
}

function renderError(error: unknown): Uint8Array {
  if (error instanceof CommandError)
    return encode({
      ok: 0,
      code: error.code,
      codeName: error.codeName,
      errmsg: error.message,
      ...error.details,
    });
  return encode({ ok: 0, code: 8, codeName: 'UnknownError', errmsg: String(error) });
}

/**
 * Runs one command and returns the reply as BSON; errors become replies. The reply is ready only when all it
 * tells of is on disk. `connection` stands for the client in matters of open transactions.
 */
export async function executeCommand(
  engine: Engine,
  { body }: Message,
  connection: object,
): Promise<Uint8Array> {
  const [name = ''] = Object.keys(body);
  let reply: Uint8Array;
  let sequence: number;
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command)
      throw new CommandError(
        59,
        'CommandNotFound',
        `The embedded MongoDB does not support the command ${name}`,
      );
    verifyOptions(name, body, [name, ...commonOptions, ...command.options]);
    const request = {
      command: name,
      body,
      database: String(body.$db),
      connection,
      transactionName: findTransactionName(body),
      transaction: undefined,
    };
    reply = await run(engine, request, command);
    sequence = sequenceToAwait(engine, request);
  } catch (error) {
    reply = renderError(error);
    sequence = engine.store.sequence;
  }
  await engine.waitUntilDurable(sequence);
  return reply;
}
