/** The commands that open the stores, do one thing and close them again. */
import { createLog, openFoundation, type Foundation, type Settings } from '../compose.js';
import type { EnvironmentReading } from '../environment.js';
import type { SettingsReading } from '../settings.js';
import { previewDigest, sendDigest } from './digest.js';
import { examine } from './doctor.js';
import { exportProposals, type ExportFormat } from './export.js';
import { printSlackManifest } from './manifest.js';

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

export function runManifest(reading: EnvironmentReading): number {
  if (reading.kind === 'valid') printSlackManifest(reading);
  else for (const problem of reading.problems) process.stderr.write(`${problem}\n`);
  return reading.kind === 'valid' ? 0 : 78;
}
