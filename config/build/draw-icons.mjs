// Draws the icons of the Teams app from their SVG, with the chromium of this machine. Run it after changing one, look
// at the result and commit both: `node config/build/draw-icons.mjs`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../adapters/teams/icons/', import.meta.url));
/** Pixels, as the manifest of Teams wants them. */
const sizes = { color: 192, outline: 32 };

const scratch = mkdtempSync(join(tmpdir(), 'yamabiko-icons-'));
for (const [name, size] of Object.entries(sizes)) {
  const page = join(scratch, `${name}.html`);
  const style = `<style>* { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>`;
  writeFileSync(page, style + readFileSync(join(folder, `${name}.svg`), 'utf8'));
  execFileSync('chromium', [
    '--headless',
    '--no-sandbox',
    '--hide-scrollbars',
    '--default-background-color=00000000',
    `--window-size=${size},${size}`,
    `--screenshot=${join(folder, `${name}.png`)}`,
    `file://${page}`,
  ]);
}
rmSync(scratch, { recursive: true });
