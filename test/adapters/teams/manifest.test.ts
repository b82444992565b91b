/** The manifest is of Microsoft's schema, in every language, and offers only what the bot does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ManifestUtil } from '@microsoft/teams-manifest';
import {
  createTeamsLocalisation,
  createTeamsManifest,
  notAskedFor,
} from '../../../adapters/teams/manifest.js';
import { teamsWordsIn } from '../../../config/commands/teams-words.js';
import { appInEnglish } from '../../../src/texts/en/app.js';
import { ja } from '../../../src/texts/ja/index.js';
import { understand } from '../../../src/texts/understand.js';

const installation = {
  appId: '8f2d3c1a-5b7e-4a9d-8c6f-1e2d3c4b5a69',
  publicUrl: 'https://yamabiko.example.lg.jp',
  siteUrl: 'https://www.town.example.lg.jp/',
  townName: '山彦町',
};
const [japanese, english] = [teamsWordsIn(ja), teamsWordsIn(appInEnglish)];
const manifest = createTeamsManifest(installation, japanese);
const localisation = createTeamsLocalisation(english);

const require = createRequire(import.meta.url);
const schemas = dirname(require.resolve('@microsoft/app-manifest/package.json'));

/**
 * Microsoft's schemas, as its package ships them: nothing is fetched. Patterns of the localisation close a bracket
 * that they did not escape, which is no regular expression with the flag that the validator sets.
 */
function schemaNamed(url: string): object {
  const file = join(schemas, url.replace('https://developer.microsoft.com/en-us/', 'build/'));
  const text = readFileSync(file, 'utf8').replaceAll('\\\\b]', '\\\\b\\\\]');
  return JSON.parse(text) as object;
}

type Validate = (value: object, schema: object) => Promise<string[]>;
const validate = ManifestUtil.validateManifestAgainstSchema.bind(ManifestUtil) as unknown as Validate;
const problemsOf = (value: Readonly<Record<string, unknown>>) =>
  validate(value, schemaNamed(String(value['$schema'])));

describe('the manifest of Teams', () => {
  it('is of the schema that it names, in version 1.29', async () => {
    expect(await problemsOf(manifest)).toEqual([]);
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`);
    expect(manifest.manifestVersion).toBe('1.29');
  });

  it.each([
    ['a name that is too long', { name: { short: 'や'.repeat(31), full: '' } }],
    ['an unknown key', { supportsSessions: true }],
    ['another version', { manifestVersion: '1.28' }],
    ['an id that is none', { id: 'yamabiko' }],
    ['a colour by its name', { accentColor: 'green' }],
    ['a scope that does not exist', { bots: [{ botId: installation.appId, scopes: ['channel'] }] }],
  ])('the schema would refuse %s', async (_what, change) => {
    expect(await problemsOf({ ...manifest, ...change })).not.toEqual([]);
  });

  it('is one bot, of this installation, in the personal chat and in channels of every kind', () => {
    const [bot, ...others] = manifest.bots;
    expect(others).toEqual([]);
    expect(bot).toMatchObject({ botId: installation.appId, scopes: ['personal', 'team'] });
    expect(manifest.composeExtensions.map(({ botId }) => botId)).toEqual([installation.appId]);
    expect(manifest.supportsChannelFeatures).toBe('tier1');
  });

  it('offers 「提案にする」 on a message, and asks us at once', () => {
    expect(manifest.composeExtensions[0]?.commands).toMatchObject([
      { type: 'action', context: ['message'], fetchTask: true, title: '提案にする' },
    ]);
  });

  it('asks for nothing that an administrator would have to consent to', () => {
    for (const key of Object.keys(notAskedFor)) expect(JSON.stringify(manifest)).not.toContain(`"${key}"`);
  });

  it('links to the town’s own pages, under the town’s name, however long that is', async () => {
    expect(manifest.developer).toMatchObject({ name: '山彦町', privacyUrl: installation.siteUrl });
    const long = createTeamsManifest({ ...installation, townName: '𠮷'.repeat(40) }, japanese);
    expect(await problemsOf(long)).toEqual([]);
    expect(long.developer.name).toBe('𠮷'.repeat(32));
  });

  it('names the domain that people can reach, and no other', () => {
    expect(manifest.validDomains).toEqual(['yamabiko.example.lg.jp']);
    const trial = createTeamsManifest({ ...installation, publicUrl: 'http://127.0.0.1:3000' }, japanese);
    expect(trial.validDomains).toEqual([]);
  });
});

describe('the texts for clients in English', () => {
  it('are of their schema', async () => {
    expect(await problemsOf(localisation)).toEqual([]);
    expect(localisation['$schema']).toContain(`/v${manifest.manifestVersion}/`);
    expect(await problemsOf({ ...localisation, 'name.short': 'x'.repeat(31) })).not.toEqual([]);
    expect(await problemsOf({ ...localisation, 'bots[0].name': 'Yamabiko' })).not.toEqual([]);
  });

  it('each take the place of a Japanese one', () => {
    const paths = Object.keys(localisation).filter((path) => path !== '$schema');
    const textAt = (path: string): unknown =>
      path
        .split(/[.[\]]+/)
        .filter((step) => step !== '')
        .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], manifest);
    for (const path of paths)
      expect({ path, text: textAt(path) }).toEqual({ path, text: expect.any(String) });
    const commands = [...japanese.personalCommands, ...japanese.channelCommands];
    expect(paths).toHaveLength(6 + 2 * commands.length);
  });
});

describe.each([
  ['Japanese', japanese],
  ['English', english],
])('the commands in %s', (_language, words) => {
  const commandsOf = (list: readonly { title: string }[]) =>
    list.map(({ title }) => {
      const understood = understand(title);
      return understood.kind === 'command' ? understood.command : { notUnderstood: title };
    });

  it('are understood in the personal chat', () => {
    expect(commandsOf(words.personalCommands)).toEqual(['help', 'my-proposals']);
  });

  it('are understood in the desk’s channel', () => {
    expect(commandsOf(words.channelCommands)).toEqual(['unanswered', 'register-for', 'help']);
  });
});

describe('docs/teams.md', () => {
  it.each(['docs/teams.md', 'docs/teams.ja.md'])('%s says what the manifest does not ask for', (page) => {
    const text = readFileSync(join(import.meta.dirname, '../../..', page), 'utf8');
    for (const key of Object.keys(notAskedFor)) expect(text).toContain(`\`${key}\``);
  });
});
