// tsc compiles TypeScript only; what the program reads at run time beside its code is copied here.
import { chmodSync, cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';

for (const asset of ['config/municipality.default.yaml', 'adapters/web/page', 'adapters/teams/icons']) {
  cpSync(asset, `dist/${asset}`, { recursive: true });
}
chmodSync('dist/config/cli.js', 0o755);

// npx runs what is in node_modules/.bin. A "bin" in package.json would make npm 11 look into its own cache first,
// where it fails for a checkout; this package is never published, so the link is all it needs.
if (existsSync('node_modules/.bin')) {
  rmSync('node_modules/.bin/yamabiko', { force: true });
  symlinkSync('../../dist/config/cli.js', 'node_modules/.bin/yamabiko');
}
