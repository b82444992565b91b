import mongoose, { Mongoose, type Connection, type ConnectOptions } from 'mongoose';
import type { Log } from '../../src/ports.js';
import { withDeadline } from './deadline.js';
import { StoreRefused, translateError } from './errors.js';
import { ensureCollections } from './indexes.js';
import type { Mongo } from './mongo.js';

/** Reasons and measurements: facts/store-and-queue.md §7. */
const connectOptions: ConnectOptions = {
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 10_000,
  waitQueueTimeoutMS: 3_000,
  maxPoolSize: 20,
  writeConcern: new mongoose.mongo.WriteConcern('majority', undefined, true),
  readConcernLevel: 'majority',
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
};

/** An own instance: the settings of the global one belong to whoever else uses mongoose in this process. */
const createMongoose = (): Mongoose =>
  new Mongoose({ strictQuery: 'throw', sanitizeFilter: true, transactionAsyncLocalStorage: true });

function logChanges(connection: Connection, log: Log): void {
  connection.on('error', (error: Error) => {
    log.error({ err: error }, 'MongoDB connection error');
  });
  connection.on('disconnected', () => {
    log.warn({}, 'MongoDB disconnected');
  });
  connection.on('reconnected', () => {
    log.info({}, 'MongoDB reconnected');
  });
}

async function verifyTransactions(connection: Connection): Promise<void> {
  const hello = await connection.db?.admin().command({ hello: 1 });
  if (typeof hello?.setName === 'string' || hello?.msg === 'isdbgrid') return;
  throw new StoreRefused(
    'MongoDB has to be a replica set (one member is enough): a single server has no transactions',
  );
}

async function ping(connection: Connection, deadlineMs: number): Promise<boolean> {
  if (!connection.db) return false;
  try {
    await withDeadline(connection.db.admin().command({ ping: 1 }), deadlineMs);
    return true;
  } catch {
    return false;
  }
}

async function close(connection: Connection, deadlineMs: number, log: Log): Promise<void> {
  connection.removeAllListeners('disconnected');
  try {
    await withDeadline(connection.close(), deadlineMs);
  } catch (error) {
    log.warn({ err: error }, 'MongoDB connection was left open');
  }
}

/**
 * Connects and prepares the database: collections and indexes are there when it resolves.
 *
 * @throws StoreUnavailable if no server is found within 3 seconds.
 * @throws StoreRefused for a server without transactions, missing rights or indexes that do not fit.
 */
export async function openMongo(uri: string, { log }: { log: Log }): Promise<Mongo> {
  // Options win over the address, so the default must not be given where the address says otherwise.
  const retryWrites = /[?&]retryWrites=/i.test(uri) ? {} : { retryWrites: true };
  const connection = createMongoose().createConnection(uri, { ...connectOptions, ...retryWrites });
  logChanges(connection, log);
  try {
    await connection.asPromise();
    await verifyTransactions(connection);
    if (connection.db) await ensureCollections(connection.db);
  } catch (error) {
    await close(connection, 1_000, log);
    throw translateError(error);
  }
  return {
    connection,
    ping: async (deadlineMs) => ping(connection, deadlineMs),
    close: async (deadlineMs) => close(connection, deadlineMs, log),
  };
}
