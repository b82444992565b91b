// tsc compiles TypeScript only; what the program reads at run time beside its code is copied here.
import { chmodSync, cpSync, existsSync } from 'node:fs';

const assets = ['config/municipality.default.yaml', 'adapters/web/page'];

for (const asset of assets) if (existsSync(asset)) cpSync(asset, `dist/${asset}`, { recursive: true });
if (existsSync('dist/config/cli.js')) chmodSync('dist/config/cli.js', 0o755);
