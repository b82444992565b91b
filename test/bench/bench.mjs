// npm run bench: ratios, so that they mean the same on every machine. A table, and bench-results.json.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedMongo } from '../../dist/adapters/embedded/mongodb/index.js';
import { benchAcknowledgedPath } from './acknowledged-path.mjs';
import { benchSlackPath } from './slack-path.mjs';
import { benchSweep } from './sweep.mjs';
import { benchTeamsPath } from './teams-path.mjs';

const dataDir = await mkdtemp(join(tmpdir(), 'yamabiko-bench-'));
const given = process.env.TEST_MONGODB_URI;
const embedded = given ? null : await openEmbeddedMongo({ dataDir, production: false });
/** A database of its own for each measurement. */
const uriOf = (name) => (given ?? embedded.uri).replace(/\/[^/?]*(\?|$)/, `/${name}$1`);

const rows = [];
try {
  rows.push(...(await benchSweep(uriOf('bench-sweep'))));
  rows.push(...(await benchAcknowledgedPath(uriOf('bench-ack'), dataDir)));
  rows.push(...(await benchSlackPath(uriOf('bench-slack'), dataDir)));
  rows.push(...(await benchTeamsPath(uriOf('bench-teams'), dataDir)));
} finally {
  await embedded?.close();
  await rm(dataDir, { recursive: true, force: true });
}

console.table(rows.map(({ what, ratio }) => ({ what, ratio: ratio.toFixed(2) })));
await writeFile(
  'bench-results.json',
  `${JSON.stringify({ store: given ? 'MongoDB' : 'embedded', rows }, null, 2)}\n`,
);
