/** The outbox as it is in the store, beside the running service: positions in lanes are in no export. */
import { z } from 'zod';
import { openEmbeddedMongo } from '../../adapters/embedded/mongodb/index.js';
import { openMongo } from '../../adapters/mongodb/index.js';
import { silentLog } from '../builders/embedded-store.js';
import type { Folder } from './folder.js';

const rowSchema = z.object({
  _id: z.string(),
  lane: z.string(),
  seq: z.number(),
  status: z.string(),
  resent: z.boolean(),
  lastError: z.string().nullable(),
  platformMessageId: z.string().nullable(),
});
export type LedgerRow = z.infer<typeof rowSchema>;

async function onStoreOf<T>({ env, dataDir }: Folder, read: (uri: string) => Promise<T>): Promise<T> {
  if (env.MONGODB_URI !== undefined) return read(env.MONGODB_URI);
  const embedded = await openEmbeddedMongo({ dataDir, production: false });
  try {
    return await read(embedded.uri);
  } finally {
    await embedded.close();
  }
}

/** Every message to these places of Slack, in the order of their positions. */
export const readLedger = (folder: Folder, places: readonly string[]): Promise<LedgerRow[]> =>
  onStoreOf(folder, async (uri) => {
    const mongo = await openMongo(uri, { log: silentLog });
    try {
      const outbox = mongo.connection.collection('outbox');
      const lanes = places.map((place) => outbox.find({ lane: `slack|${place}` }).toArray());
      const rows = (await Promise.all(lanes)).flat().map((row) => rowSchema.parse(row));
      return rows.sort((a, b) => a.seq - b.seq);
    } finally {
      await mongo.close(2_000);
    }
  });
