#!/usr/bin/env node
/** `yamabiko <command>` (contract §1). Exit codes: 0 well, 1 failure, 64 wrong usage, 78 configuration. */
import { parseArgs } from 'node:util';
import { AppError } from '../src/errors.js';
import { runDigest, runDoctor, runExport, runSlackManifest, runTeamsManifest } from './commands/index.js';
import { wrongConfiguration, wrongUsage } from './exit-codes.js';
import { runService } from './main.js';
import { parseWebUrl } from './addresses.js';
import { loadEnvironment } from './environment.js';
import { loadSettings } from './settings.js';
import type { Settings } from './compose.js';

const usage = `Usage:
  yamabiko start [--only bot|worker]
  yamabiko doctor
  yamabiko export --format jsonl|csv [--out FILE]
  yamabiko digest preview|send [--week 2026-W48]
  yamabiko manifest slack
  yamabiko manifest teams [--out FILE.zip] [--site https://…]
`;

class WrongUsage extends Error {}

function options<Name extends string>(args: string[], names: readonly Name[], positionals: number) {
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: positionals > 0,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    });
    if (parsed.positionals.length !== positionals) throw new WrongUsage('Something is missing, or too much.');
    return { values: parsed.values as Partial<Record<Name, string>>, positionals: parsed.positionals };
  } catch (error) {
    throw error instanceof WrongUsage ? error : new WrongUsage((error as Error).message);
  }
}

function oneOf<Choice extends string>(
  name: string,
  value: string | undefined,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new WrongUsage(`${name} must be one of: ${choices.join(', ')}`);
  return choice;
}

function webPage(written: string | undefined): string | null {
  if (written === undefined) return null;
  const address = parseWebUrl(written);
  if (address === undefined) throw new WrongUsage('--site must be a web address of the town, https://…');
  return address;
}

function settingsOrExit(): Settings {
  const reading = loadSettings();
  if (reading.kind === 'valid') return reading;
  process.stderr.write('The configuration cannot be used:\n');
  for (const problem of reading.problems) process.stderr.write(`  ${problem}\n`);
  process.exit(wrongConfiguration);
}

type Command = (args: string[]) => Promise<number | undefined>;

const start: Command = async (args) => {
  const { values } = options(args, ['only'], 0);
  const only = values.only === undefined ? null : oneOf('--only', values.only, ['bot', 'worker']);
  await runService(settingsOrExit(), { bot: only !== 'worker', worker: only !== 'bot' });
  return undefined;
};

const doctor: Command = (args) => {
  options(args, [], 0);
  return runDoctor(loadSettings());
};

const exporting: Command = (args) => {
  const { values } = options(args, ['format', 'out'], 0);
  const format = oneOf('--format', values.format, ['jsonl', 'csv']);
  return runExport(settingsOrExit(), { format, out: values.out ?? null });
};

const digest: Command = (args) => {
  const { values, positionals } = options(args, ['week'], 1);
  const action = oneOf('digest', positionals[0], ['preview', 'send']);
  return runDigest(settingsOrExit(), { action, week: values.week ?? null });
};

/** Before there is a token there is a manifest: only the environment is read, and the town's name. */
const manifest: Command = (args) => {
  const { values, positionals } = options(args, ['out', 'site'], 1);
  const platform = oneOf('manifest', positionals[0], ['slack', 'teams']);
  if (platform === 'teams') {
    return runTeamsManifest(loadEnvironment(), { siteUrl: webPage(values.site), out: values.out ?? null });
  }
  if (values.out ?? values.site) throw new WrongUsage('--out and --site are for manifest teams');
  return Promise.resolve(runSlackManifest(loadEnvironment()));
};

const commands: Readonly<Record<string, Command>> = { start, doctor, export: exporting, digest, manifest };

/** A user's mistake, or a failure that has a name: a sentence, never a stack trace. */
function explain(error: unknown): number {
  if (error instanceof WrongUsage) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return wrongUsage;
  }
  const named = error instanceof AppError ? `${error.message} (${error.code})` : (error as Error).message;
  process.stderr.write(`yamabiko: ${named}\n`);
  return 1;
}

async function run([name = '', ...args]: string[]): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(usage);
    process.exitCode = wrongUsage;
    return;
  }
  try {
    const code = await command(args);
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    process.exitCode = explain(error);
  }
}

await run(process.argv.slice(2));
