/** `yamabiko` as a person starts it: the built program in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseExport, type ExportedProposal } from './exported-proposal.js';

export const program = fileURLToPath(new URL('../../dist/config/cli.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing of the machine's own environment but where programs are. */
const onlyPath = (environment: Readonly<Record<string, string>>) => ({
  PATH: process.env['PATH'] ?? '',
  ...environment,
});

const deadlineMs = 30_000;

function launch(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  // Not in the repository: a `.env` of whoever works there is none of our business.
  return spawn(process.execPath, [program, ...args], {
    env: onlyPath(environment),
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Ends it when it takes longer than any command may; `code` is null then. */
export async function yamabiko(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = launch(args, environment);
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  await once(child, 'close');
  clearTimeout(timer);
  return { code: child.exitCode, stdout, stderr };
}

export async function exportRecords(
  environment: Readonly<Record<string, string>>,
): Promise<ExportedProposal[]> {
  const { code, stdout, stderr } = await yamabiko(['export', '--format', 'jsonl'], environment);
  if (code !== 0) throw new Error(`The export ended with ${code}: ${stderr}`);
  return parseExport(stdout);
}

export interface RunningService {
  readonly address: string;
  /** Every line of stdout so far. */
  readonly lines: readonly string[];
  readonly child: ChildProcess;
  /** SIGTERM, unless it has ended already; answers how it ended. */
  readonly stop: () => Promise<number | null>;
}

/** `yamabiko start`, ready. Its stdout has to be JSON lines. */
export async function startProgram(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<RunningService> {
  const child = launch(['start', ...args], environment);
  const ended = once(child, 'exit');
  const lines: string[] = [];
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const address = await new Promise<string>((resolve, reject) => {
    ended.then(
      () => {
        reject(new Error(`The service ended before it was ready: ${errors}`));
      },
      () => undefined,
    );
    if (!child.stdout) throw new Error('The service has no output.');
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const entry: unknown = JSON.parse(line);
      if (typeof entry !== 'object' || entry === null || !('address' in entry)) return;
      resolve(String(entry.address));
    });
  });
  return {
    address,
    lines,
    child,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
