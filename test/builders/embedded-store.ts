import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedMongo } from '../../adapters/embedded/mongodb/index.js';
import { createMongoStores, openMongo, type Mongo, type MongoStores } from '../../adapters/mongodb/index.js';
import type { Log, SystemClock } from '../../src/ports.js';

const nothing = () => undefined;

export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface MongoServer {
  readonly uri: string;
  readonly close: () => Promise<void>;
}

/** An embedded server of its own, in a directory that goes with it. Runs from dist: build first. */
export async function startEmbeddedServer(): Promise<MongoServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yamabiko-store-'));
  const server = await openEmbeddedMongo({ dataDir, production: false });
  const close = async () => {
    await server.close();
    await rm(dataDir, { recursive: true });
  };
  return { uri: server.uri, close };
}

export interface OpenedStore extends MongoStores {
  readonly mongo: Mongo;
  /** A second process would use this. */
  readonly uri: string;
  /** Removes the database too. */
  readonly close: () => Promise<void>;
}

/** A new, empty database on a server. */
export async function openStoreOn(server: MongoServer, systemClock: SystemClock): Promise<OpenedStore> {
  const name = `test_${randomBytes(4).toString('hex')}`;
  const uri = server.uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
  const mongo = await openMongo(uri, { log: silentLog });
  const close = async () => {
    await mongo.connection.dropDatabase();
    await mongo.close(1_000);
  };
  return { ...createMongoStores(mongo, systemClock), mongo, uri, close };
}
