import { Binary, deserialize, Long } from 'bson';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeCommand } from '../../../../adapters/embedded/mongodb/commands.js';
import { Engine } from '../../../../adapters/embedded/mongodb/engine.js';
import { decode, encode, type Fields } from '../../../../adapters/embedded/mongodb/values.js';

const directories: string[] = [];

/** A directory that `removeDirectories` removes. */
export async function createDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'yamabiko-mongodb-'));
  directories.push(directory);
  return directory;
}

export async function removeDirectories(): Promise<void> {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
}

/**
 * Closes a connection whose server has been killed. The driver sometimes waits for ever for the answer to its
 * `endSessions` if the socket breaks at that very moment, so this stops waiting after half a second.
 */
export async function closeAfterCrash(connection: { close(force: boolean): Promise<void> }): Promise<void> {
  await Promise.race([connection.close(true), new Promise((resolve) => setTimeout(resolve, 500))]);
}

/** The fields that put a command into a transaction. */
export function inTransaction(session: number, number: number, isFirst = false): Fields {
  const lsid = { id: new Binary(Buffer.alloc(16, session), 4) };
  return {
    lsid,
    txnNumber: Long.fromNumber(number),
    autocommit: false,
    ...(isFirst && { startTransaction: true }),
  };
}

export interface DirectEngine {
  readonly engine: Engine;
  /** Runs a command without any network. */
  readonly command: (body: Fields) => Promise<Fields>;
  /** Stands for the connection that the commands come from. */
  readonly client: object;
}

/** An engine in this process over a directory; numbers in replies are plain JavaScript numbers. */
export async function openEngine(directory: string, slackBytes?: number): Promise<DirectEngine> {
  const engine = new Engine();
  const onFailure = (error: unknown) => {
    throw error;
  };
  await engine.open({ directory, onFailure, ...(slackBytes !== undefined && { slackBytes }) });
  const client = {};
  const command = async (body: Fields): Promise<Fields> => {
    const message = {
      requestId: 1,
      isLegacy: false,
      expectsReply: true,
      body: decode(encode({ ...body, $db: 'test' })),
    };
    return deserialize(await executeCommand(engine, message, client));
  };
  return { engine, command, client };
}

/** All documents of a collection by `_id`. */
export async function readAll(command: DirectEngine['command'], collection: string): Promise<unknown> {
  const reply = await command({
    find: collection,
    filter: {},
    sort: { _id: 1 },
    limit: 1000,
    batchSize: 1000,
  });
  return (reply.cursor as { firstBatch: unknown }).firstBatch;
}
