/** The commands that open the stores, do one thing and close them again. */
import { createLog, openFoundation, type Foundation, type Settings } from '../compose.js';
import type { EnvironmentReading } from '../environment.js';
import { wrongConfiguration } from '../exit-codes.js';
import type { SettingsReading } from '../settings.js';
import { readTownName } from '../town-name.js';
import { previewDigest, sendDigest } from './digest.js';
import { examine } from './doctor.js';
import { exportProposals, type ExportFormat } from './export.js';
import { printSlackManifest, writeTeamsManifest } from './manifest.js';

/** What a command prints is its answer: the log is silent beside it. */
const silent = createLog('silent', false);

async function withFoundation(
  settings: Settings,
  run: (foundation: Foundation) => Promise<void>,
): Promise<number> {
  const foundation = await openFoundation(settings, silent);
  try {
    await run(foundation);
    return 0;
  } finally {
    await foundation.close();
  }
}

export const runExport = (
  settings: Settings,
  how: { format: ExportFormat; out: string | null },
): Promise<number> => withFoundation(settings, (foundation) => exportProposals(foundation, how));

export const runDigest = (
  settings: Settings,
  { action, week }: { action: 'preview' | 'send'; week: string | null },
): Promise<number> =>
  withFoundation(settings, (foundation) =>
    action === 'preview' ? previewDigest(foundation, week) : sendDigest(foundation, week),
  );

/** 1 when there is a problem; warnings are well. */
export async function runDoctor(reading: SettingsReading): Promise<number> {
  const checks = await examine(reading, silent);
  for (const { verdict, about, says } of checks) process.stdout.write(`${verdict}: ${about}: ${says}\n`);
  return checks.some(({ verdict }) => verdict === 'problem') ? 1 : 0;
}

function refuse(problems: readonly string[]): number {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return wrongConfiguration;
}

export function runSlackManifest(reading: EnvironmentReading): number {
  if (reading.kind === 'invalid') return refuse(reading.problems);
  printSlackManifest(reading.environment);
  return 0;
}

export async function runTeamsManifest(
  reading: EnvironmentReading,
  how: { siteUrl: string | null; out: string | null },
): Promise<number> {
  if (reading.kind === 'invalid') return refuse(reading.problems);
  const { teams, configPath } = reading.environment;
  if (teams === null) {
    return refuse([
      'TEAMS_APP_ID: is missing; the manifest names the bot by it, so register the bot first (docs/teams.md)',
    ]);
  }
  await writeTeamsManifest(teams.appId, reading.environment, { ...how, townName: readTownName(configPath) });
  return 0;
}
