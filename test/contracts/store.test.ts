import { startEmbeddedServer } from '../builders/embedded-store.js';
import { storeContract } from './store.contract.js';
import { storeDocumentsContract } from './store-documents.contract.js';
import { storeQueriesContract } from './store-queries.contract.js';
import { storeLanesContract } from './store-lanes.contract.js';
import { storeOutboxContract } from './store-outbox.contract.js';
import { storeReferencesContract } from './store-references.contract.js';

const uri = process.env.TEST_MONGODB_URI;
const targets = [
  { name: 'embedded', start: startEmbeddedServer },
  ...(uri
    ? [{ name: 'TEST_MONGODB_URI', start: () => Promise.resolve({ uri, close: () => Promise.resolve() }) }]
    : []),
];

for (const { name, start } of targets) {
  storeContract(name, start);
  storeLanesContract(name, start);
  storeOutboxContract(name, start);
  storeReferencesContract(name, start);
  storeDocumentsContract(name, start);
  storeQueriesContract(name, start);
}
