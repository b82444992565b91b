// tsc compiles TypeScript only; what the program reads at run time beside its code is copied here.
import { chmodSync, cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';

for (const asset of ['config/municipality.default.yaml', 'adapters/web/page']) {
  cpSync(asset, `dist/${asset}`, { recursive: true });
}
chmodSync('dist/config/cli.js', 0o755);

// npm links the commands of dependencies, not a package's own: with this `npx yamabiko` works in the checkout.
if (existsSync('node_modules/.bin')) {
  rmSync('node_modules/.bin/yamabiko', { force: true });
  symlinkSync('../../dist/config/cli.js', 'node_modules/.bin/yamabiko');
}
