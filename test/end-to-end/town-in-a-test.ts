/**
 * A whole town in this process: the real service, its embedded store in a temporary folder, the machine's Redis
 * where there is one. It starts on a Tuesday at ten, so that no story depends on the day on which it is told.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../config/environment.js';
import { startService, type Service } from '../../config/service.js';
import { loadSettings } from '../../config/settings.js';
import type { Settings } from '../../config/compose.js';
import type { Log } from '../../src/ports.js';
import { createTownChat, type Senses, type TownChat } from './town-chat.js';
import { createWebSenses } from './web-senses.js';

/** Weekends are closed, nothing else: holidays would make stories depend on the date. */
export const townYaml = `
calendar: { nationalHolidays: none, yearEnd: none }
intake: { settle: 2m }
desk: { name: DX推進課, home: web, channel: desk, manager: manager }
sections: [{ name: 市民課 }, { name: 税務課 }]
digest: { places: [{ platform: web, channel: all }] }
`;

export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly facts: object;
}

export interface Town extends TownChat {
  readonly address: string;
  /** For commands beside the running service. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: Settings;
  readonly log: Log;
  /** Warnings and errors that the service has logged. */
  readonly complaints: () => LogLine[];
  readonly stopService: () => Promise<void>;
  readonly startService: () => Promise<void>;
  /** Everything it started ends, and its folder is removed. */
  readonly stop: () => Promise<void>;
}

export interface TownOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Instead of `townYaml`. */
  readonly yaml?: string;
}

const dayMs = 24 * 3_600_000;
const tokyoMs = 9 * 3_600_000;

/** Seconds until a Tuesday, 10:00 in Tokyo, that is at most a week away. */
export function secondsUntilTuesday(now: Date): number {
  const local = new Date(now.getTime() + tokyoMs);
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  const tuesday = midnight + ((2 - local.getUTCDay() + 7) % 7) * dayMs + 10 * 3_600_000;
  const at = tuesday > local.getTime() ? tuesday : tuesday + 7 * dayMs;
  return Math.ceil((at - local.getTime()) / 1_000);
}

function recordingLog(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const record = (level: keyof Log) => (facts: object, message: string) => {
    lines.push({ level, message, facts });
  };
  const log = {
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
  };
  return { log, lines };
}

/** A folder with the town's file, and the environment that names both. */
export async function prepareTown(
  more: Readonly<Record<string, string>> = {},
  yaml = townYaml,
): Promise<{ folder: string; environment: Record<string, string> }> {
  const folder = await mkdtemp(join(tmpdir(), 'yamabiko-town-'));
  const config = join(folder, 'municipality.yaml');
  await writeFile(config, yaml);
  const environment = {
    YAMABIKO_DATA_DIR: join(folder, 'data'),
    YAMABIKO_CONFIG: config,
    YAMABIKO_NO_INSTALL: '1',
    PORT: '0',
    ...more,
  };
  return { folder, environment };
}

export function settingsOf(environment: Readonly<Record<string, string>>): Settings {
  const reading = loadSettings(readEnvironment(environment));
  if (reading.kind === 'invalid') throw new Error(reading.problems.join('\n'));
  return reading;
}

/** The platform that a town's people are on. */
export interface OnPlatform {
  readonly yaml: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `now`: the town clock. */
  readonly senses: (address: () => string, now: () => Date) => Senses;
  /** What has to happen there before anybody speaks. */
  readonly settleIn?: (address: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const onTheWeb: OnPlatform = {
  yaml: townYaml,
  environment: {},
  senses: createWebSenses,
  close: () => Promise.resolve(),
};

export async function startTown(
  { environment: more, yaml }: TownOptions = {},
  platform: OnPlatform = onTheWeb,
): Promise<Town> {
  const { folder, environment } = await prepareTown(
    { ...platform.environment, ...more },
    yaml ?? platform.yaml,
  );
  const settings = settingsOf(environment);
  const { log, lines } = recordingLog();
  let service: Service | null = null;
  const start = async () => {
    const surroundings = {
      log,
      announce: () => undefined,
      slackRhythm: { paceMs: 0, readMs: 0, roundMs: 500 },
      teamsRhythm: { paceMs: 0, lookAgainMs: 300 },
    };
    service = await startService(settings, { bot: true, worker: true }, surroundings);
  };
  const moveClock = async (by: string) => {
    const moved = await service?.advanceClock?.(by);
    if (moved?.kind !== 'moved') throw new Error(`The clock of this town cannot be moved by ${by}`);
    return moved.now;
  };
  const stopService = async () => {
    await service?.stop();
    service = null;
  };
  const address = () => {
    if (!service) throw new Error('The service of this town does not run.');
    return service.address;
  };
  await start();
  await platform.settleIn?.(address());
  const chat = createTownChat(
    platform.senses(address, () => service?.townNow() ?? new Date()),
    moveClock,
  );
  await chat.advance(`${secondsUntilTuesday(new Date())}s`);
  return {
    ...chat,
    get address() {
      return address();
    },
    environment,
    settings,
    log,
    complaints: () => lines.filter(({ level }) => level === 'warn' || level === 'error'),
    stopService,
    startService: start,
    stop: async () => {
      await stopService();
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
