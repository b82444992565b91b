/**
 * The town's name, whether or not the rest of municipality.yaml is right: when the app for Teams is made, desk and
 * channels may not be written down yet.
 */
import { readFileSync } from 'node:fs';
import { isMap, parseDocument } from 'yaml';
import { builtInTown } from './settings.js';

function nameWrittenIn(path: string): string {
  const document = parseDocument(readFileSync(path, 'utf8'), { schema: 'core' });
  const name = isMap(document.contents) ? document.getIn(['municipality', 'name']) : undefined;
  return typeof name === 'string' ? name.trim() : '';
}

/** The built-in town's, where nothing is written. @throws what the file system says of a file that cannot be read. */
export const readTownName = (configPath: string | null): string =>
  (configPath === null ? '' : nameWrittenIn(configPath)) || nameWrittenIn(builtInTown);
