import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedMongo } from '../../adapters/embedded/mongodb/index.js';
import { mongodbContract } from './mongodb.contract.js';

mongodbContract('embedded', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yamabiko-contract-'));
  const server = await openEmbeddedMongo({ dataDir, production: false });
  const close = async () => {
    await server.close();
    await rm(dataDir, { recursive: true });
  };
  return { uri: server.uri, close };
});

const uri = process.env.TEST_MONGODB_URI;
if (uri) mongodbContract('TEST_MONGODB_URI', () => Promise.resolve({ uri, close: () => Promise.resolve() }));
