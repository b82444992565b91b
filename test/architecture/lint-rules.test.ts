/** Rules of our own in config/build/eslint.config.mjs: they are kept, and each of them bites. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

jest.setTimeout(60_000);

/** Without types: what is forbidden here is a matter of form, and a planted file is in no project. */
const eslint = new ESLint({
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  overrideConfigFile: 'config/build/eslint.config.mjs',
  overrideConfig: tseslint.configs.disableTypeChecked,
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
});

async function complaintsAbout(code: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return result?.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`) ?? [];
}

/** Ways to ask which platform it is. */
const branches: readonly [name: string, code: string][] = [
  ['a comparison', "export const f = (p: string) => p === 'slack';"],
  [
    'a comparison with a name from elsewhere',
    'export const f = (platform: string, other: string) => platform === other;',
  ],
  [
    'a comparison of a place',
    'export const f = (place: { platform: string }, other: string) => place.platform !== other;',
  ],
  [
    'a comparison the other way round',
    'export const f = (a: { platform: string }, other: string) => other === a.platform;',
  ],
  [
    'a comparison of somebody',
    'export const f = (platformOf: (id: string) => string, other: string) => platformOf(other) === other;',
  ],
  ['a switch', 'export function f(platform: string) { switch (platform) { default: return 1; } }'],
  [
    'a switch over a place',
    'export function f(a: { platform: string }) { switch (a.platform) { default: return 1; } }',
  ],
  ['a case', "export function f(p: string) { switch (p) { case 'teams': return 1; default: return 2; } }"],
  ['a table', 'export const limits = { web: 1 };'],
  ['a member', 'export const f = (ports: Record<string, unknown>) => ports.slack;'],
  ['a type', "export type Ours = 'teams' | 'web';"],
  ['the beginning of an id', "export const f = (person: string) => person.startsWith('slack:');"],
  ['a template', 'export const f = (id: string) => `teams|${id}`;'],
  ['a question by another name', 'export const f = (isSlack: boolean) => !isSlack;'],
];

const otherwise: readonly [name: string, code: string][] = [
  ['what a platform is called in a comment', '/** Slack escapes it, Teams does not. */\nexport const a = 1;'],
  [
    'the platform as a value',
    'export const f = (place: { platform: string }) => ({ platform: place.platform });',
  ],
];

describe.each(['src/canary.ts', 'src/canary/deep/down.ts', 'jobs/canary.ts'])(
  'in %s no branch on a platform',
  (path) => {
    it.each(branches)('hides in %s', async (_name, code) => {
      expect(await complaintsAbout(code, path)).toContainEqual(expect.stringContaining('which platform'));
    });

    it.each(otherwise)('is seen in %s', async (_name, code) => {
      expect(await complaintsAbout(code, path)).toEqual([]);
    });
  },
);

describe('the names of platforms', () => {
  it('stand in one list of the heart, in adapters and in config', async () => {
    const code = "export const platforms = ['slack', 'teams', 'web'];";
    for (const path of ['src/places.ts', 'adapters/canary/index.ts', 'config/canary.ts'])
      expect(await complaintsAbout(code, path)).toEqual([]);
  });

  it('stand nowhere else today', async () => {
    const results = await eslint.lintFiles(['src', 'jobs']);
    expect(results.length).toBeGreaterThan(100);
    expect(
      results.flatMap(({ filePath, messages }) => messages.map(({ line }) => `${filePath}:${line}`)),
    ).toEqual([]);
  });
});

describe('the heart', () => {
  it.each([
    ['the clock', 'export const now = () => new Date();'],
    ['the clock as a number', 'export const now = () => Date.now();'],
    ['chance', 'export const id = () => Math.random();'],
  ])('does not ask %s by itself, the list of platforms included', async (_name, code) => {
    for (const path of ['src/canary.ts', 'src/places.ts'])
      expect(await complaintsAbout(code, path)).toHaveLength(1);
  });
});
