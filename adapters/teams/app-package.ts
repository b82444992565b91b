/** The app package that an administrator uploads: the manifest, its texts in English and two icons in one zip. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { localisationFile, type TeamsManifest } from './manifest.js';

const icon = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, 'icons', name));

const json = (value: object): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`);

/** The first day that a zip can tell: the same input makes the same bytes, whenever it is packed. */
const mtime = new Date(1980, 0, 1);

/** Everything stands at the root of the zip, as Teams wants it. */
export function createAppPackage(
  manifest: TeamsManifest,
  localisation: Readonly<Record<string, string>>,
): Uint8Array {
  const { color, outline } = manifest.icons;
  const files = {
    'manifest.json': json(manifest),
    [localisationFile]: json(localisation),
    [color]: icon(color),
    [outline]: icon(outline),
  };
  return zipSync(files, { mtime });
}
