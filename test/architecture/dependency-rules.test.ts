/** The rules of config/build/dependency-cruiser.cjs hold, and each of them bites: a planted violation fails. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../', import.meta.url));
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const rulesFile = 'config/build/dependency-cruiser.cjs';
const folders = ['src', 'adapters', 'jobs', 'config'];

const cruiseSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});
type Cruise = z.infer<typeof cruiseSchema>['summary'];

/** The command ends with the number of violations; its answer is on stdout either way. */
function cruise(cwd: string): Promise<Cruise> {
  const args = [cruiser, '--config', rulesFile, '--output-type', 'json', ...folders];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1_048_576 }, (_error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr));
      else resolve(cruiseSchema.parse(JSON.parse(stdout)).summary);
    });
  });
}

interface Canary {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  /** The file that breaks the rule. */
  readonly from: string;
}

const uses = (path: string): string => `import * as it from '${path}';\nexport const used = it;\n`;

const canaries: readonly Canary[] = [
  {
    rule: 'no-cycles',
    from: 'src/canary/one.ts',
    files: { 'src/canary/one.ts': uses('./two.js'), 'src/canary/two.ts': uses('./one.js') },
  },
  {
    rule: 'heart-imports-itself-and-zod',
    from: 'src/canary/io.ts',
    files: { 'src/canary/io.ts': uses('node:fs') },
  },
  {
    rule: 'heart-imports-itself-and-zod',
    from: 'src/canary/driver.ts',
    files: { 'src/canary/driver.ts': uses('mongoose') },
  },
  {
    rule: 'heart-imports-itself-and-zod',
    from: 'src/canary/adapter.ts',
    files: { 'src/canary/adapter.ts': uses('../../adapters/system/ids.js') },
  },
  {
    rule: 'adapters-import-the-heart',
    from: 'adapters/canary/jobs.ts',
    files: { 'adapters/canary/jobs.ts': uses('../../jobs/deadline.js') },
  },
  {
    rule: 'adapters-do-not-know-one-another',
    from: 'adapters/canary/other.ts',
    files: { 'adapters/canary/other.ts': uses('../system/ids.js') },
  },
  {
    rule: 'jobs-import-the-heart',
    from: 'jobs/canary.ts',
    files: { 'jobs/canary.ts': uses('../adapters/system/ids.js') },
  },
  {
    rule: 'queue-only-in-jobs',
    from: 'adapters/canary/queue.ts',
    files: { 'adapters/canary/queue.ts': uses('bullmq') },
  },
  {
    rule: 'bot-framework-only-in-teams',
    from: 'adapters/canary/bot.ts',
    files: { 'adapters/canary/bot.ts': uses('botbuilder') },
  },
  {
    rule: 'bot-framework-only-in-teams',
    from: 'jobs/canary-connector.ts',
    files: { 'jobs/canary-connector.ts': uses('botframework-connector') },
  },
  {
    rule: 'bot-framework-only-in-teams',
    from: 'config/canary-token.ts',
    files: { 'config/canary-token.ts': uses('@azure/core-auth') },
  },
  {
    rule: 'token-check-only-in-teams',
    from: 'adapters/canary/token.ts',
    files: { 'adapters/canary/token.ts': uses('jose') },
  },
  {
    rule: 'only-compose-wires',
    from: 'config/canary.ts',
    files: { 'config/canary.ts': uses('../adapters/system/ids.js') },
  },
  {
    rule: 'tests-stay-outside',
    from: 'jobs/canary-test.ts',
    files: { 'jobs/canary-test.ts': uses('../test/canary.js'), 'test/canary.ts': 'export const a = 1;\n' },
  },
  {
    rule: 'not-unresolvable',
    from: 'src/canary/missing.ts',
    files: { 'src/canary/missing.ts': uses('./nowhere.js') },
  },
];

const packagesOf = async (folder: string): Promise<string[]> => {
  const names = await readdir(join(folder, 'node_modules'));
  const azure = await readdir(join(folder, 'node_modules/@azure'));
  return [...names.filter((name) => name !== '@azure'), ...azure.map((name) => `@azure/${name}`)];
};

/** A link leads out of the house: packages that a rule names have to stand in it. */
async function furnish(packages: string): Promise<void> {
  const named = ['bullmq', 'zod', 'botbuilder', 'botframework-connector', '@azure/core-auth', 'jose'];
  await mkdir(join(packages, '@azure'), { recursive: true });
  for (const name of await packagesOf(root)) {
    const [from, to] = [join(root, 'node_modules', name), join(packages, name)];
    await (named.includes(name) ? cp(from, to, { recursive: true }) : symlink(from, to));
  }
}

/** The same house with every canary in it. */
async function plantCanaries(house: string): Promise<void> {
  for (const folder of folders) await cp(join(root, folder), join(house, folder), { recursive: true });
  for (const file of ['tsconfig.json', 'package.json']) await cp(join(root, file), join(house, file));
  await furnish(join(house, 'node_modules'));
  for (const [path, content] of canaries.flatMap(({ files }) => Object.entries(files))) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), content);
  }
}

let house: string;
let real: Cruise;
let planted: Cruise;
beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'yamabiko-canaries-'));
  await plantCanaries(house);
  [real, planted] = await Promise.all([cruise(root), cruise(house)]);
});
afterAll(() => rm(house, { recursive: true, force: true }));

describe('the dependency rules', () => {
  it('are kept', () => {
    expect(real.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });

  it('were checked on all modules of the house', () => {
    expect(real.totalCruised).toBeGreaterThan(100);
    expect(planted.totalCruised).toBeGreaterThan(real.totalCruised);
  });

  it.each(canaries)('$rule catches $from', ({ rule, from }) => {
    const caught = planted.violations.filter((violation) => violation.from === from);
    expect(caught.map(({ rule: { name } }) => name)).toContain(rule);
  });

  it('catch nothing else in the same house', () => {
    const places = new Set(canaries.flatMap(({ files }) => Object.keys(files)));
    expect(planted.violations.filter(({ from }) => !places.has(from))).toEqual([]);
  });

  it('each have a canary and a comment', () => {
    const { forbidden } = z
      .object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string().min(20) })) })
      .parse(createRequire(import.meta.url)(join(root, rulesFile)));
    expect(new Set(canaries.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });

  it('are the ones that `npm run check` runs, over the same folders', async () => {
    const manifest = await readFile(join(root, 'package.json'), 'utf8');
    expect(manifest).toContain(`depcruise --config ${rulesFile} ${folders.join(' ')}`);
  });
});
