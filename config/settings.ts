/** Everything that is configured: the environment and the town, checked in one go (contract §1, exit 78). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Municipality } from '../src/municipality.js';
import type { Platform } from '../src/places.js';
import { errorCode } from './error-code.js';
import { loadEnvironment, platformsOn } from './environment.js';
import type { Environment, EnvironmentReading } from './environment.js';
import { parseMunicipality } from './municipality.js';
import type { MunicipalityReading } from './municipality.js';

export type SettingsReading =
  | { readonly kind: 'valid'; readonly environment: Environment; readonly municipality: Municipality }
  | { readonly kind: 'invalid'; readonly problems: string[] };

export const builtInTown = fileURLToPath(new URL('./municipality.default.yaml', import.meta.url));

/** Connects to nothing. Problems of the environment come first, then those of the town. */
export function loadSettings(reading: EnvironmentReading = loadEnvironment()): SettingsReading {
  const { configPath, platforms } =
    reading.kind === 'invalid'
      ? reading.meant
      : { configPath: reading.environment.configPath, platforms: platformsOn(reading.environment) };
  const town = configPath === null ? readBuiltInTown(platforms) : readTown(configPath, platforms);
  if (reading.kind === 'valid' && town.kind === 'valid') {
    return { kind: 'valid', environment: reading.environment, municipality: town.municipality };
  }
  const problems = [reading, town].flatMap((part) => (part.kind === 'invalid' ? part.problems : []));
  return { kind: 'invalid', problems };
}

function readBuiltInTown(platforms: readonly Platform[]): MunicipalityReading {
  if (platforms.includes('web')) return parseMunicipality(readFileSync(builtInTown, 'utf8'), platforms);
  const problem =
    'YAMABIKO_CONFIG: is missing, and the built-in town lives on the local web chat, which is off; write the path of your municipality.yaml, or try the town out with WEB_CHAT=on and HOST=127.0.0.1';
  return { kind: 'invalid', problems: [problem] };
}

function readTown(path: string, platforms: readonly Platform[]): MunicipalityReading {
  let yaml: string;
  try {
    yaml = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    return { kind: 'invalid', problems: [`YAMABIKO_CONFIG: ${JSON.stringify(path)} ${unreadable(error)}`] };
  }
  return parseMunicipality(yaml, platforms);
}

function unreadable(error: unknown): string {
  const code = errorCode(error);
  switch (code) {
    case 'ENOENT':
      return 'does not exist; write the path of your municipality.yaml';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'is not UTF-8 text; save it as UTF-8';
    default:
      return `cannot be read (${code}); write the path of a readable file`;
  }
}
