/** `yamabiko manifest`, as an administrator runs it: before there is a token, or a channel to write down. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { yamabiko } from './command-line.js';

jest.setTimeout(60_000);

const appId = '8f2d3c1a-5b7e-4a9d-8c6f-1e2d3c4b5a69';
const environment = {
  TEAMS_APP_ID: appId,
  TEAMS_APP_PASSWORD: 'ひみつ',
  TEAMS_TENANT_ID: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  PUBLIC_URL: 'https://yamabiko.example.lg.jp/',
};

let folder: string;
let town: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yamabiko-manifest-'));
  town = join(folder, 'municipality.yaml');
  // No desk yet: the app may be made before anybody knows where it lives.
  await writeFile(town, 'municipality: { name: 川辺町 }\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('manifest slack', () => {
  it('is JSON on stdout, and nothing else', async () => {
    const { code, stdout, stderr } = await yamabiko(['manifest', 'slack'], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ display_information: { name: 'やまびこ' } });
  });
});

describe('manifest teams', () => {
  it('is JSON on stdout, for this installation and town, without the secret', async () => {
    const { code, stdout, stderr } = await yamabiko(['manifest', 'teams'], {
      ...environment,
      YAMABIKO_CONFIG: town,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      id: appId,
      bots: [{ botId: appId }],
      validDomains: ['yamabiko.example.lg.jp'],
      developer: { name: '川辺町', websiteUrl: 'https://yamabiko.example.lg.jp' },
    });
    expect(stdout).not.toContain(environment.TEAMS_APP_PASSWORD);
  });

  it('is the trial town’s without a town of one’s own', async () => {
    const { code, stdout } = await yamabiko(['manifest', 'teams'], environment);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ developer: { name: '山彦町' } });
  });

  it('with --out is a package to upload, which links to the town’s pages', async () => {
    const out = join(folder, 'yamabiko-teams.zip');
    const site = 'https://www.kawabe.example.lg.jp/policy';
    const { code, stdout, stderr } = await yamabiko(
      ['manifest', 'teams', '--out', out, '--site', site],
      environment,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(out);
    const files = unzipSync(await readFile(out));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'en.json', 'manifest.json', 'outline.png']);
    expect(JSON.parse(strFromU8(files['manifest.json']!))).toMatchObject({
      id: appId,
      developer: { privacyUrl: site, termsOfUseUrl: site, websiteUrl: site },
    });
  });

  it('wants the app to be registered first: exit 78, and what to set', async () => {
    const { code, stdout, stderr } = await yamabiko(['manifest', 'teams']);
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toMatch(/^TEAMS_APP_ID: .+docs\/teams\.md.*\n$/);
  });

  it('says in one sentence that it cannot write, or cannot read the town: exit 1', async () => {
    const nowhere = await yamabiko(['manifest', 'teams', '--out', join(folder, 'no', 'a.zip')], environment);
    const noTown = { ...environment, YAMABIKO_CONFIG: join(folder, 'no.yaml') };
    for (const { code, stdout, stderr } of [nowhere, await yamabiko(['manifest', 'teams'], noTown)]) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^yamabiko: .+\n$/);
    }
  });

  it.each([
    ['manifest', 'line-works'],
    ['manifest'],
    ['manifest', 'teams', '--site', 'www.town.example.lg.jp'],
    ['manifest', 'slack', '--out', 'a.zip'],
  ])('wrong usage is exit 64: %s %s', async (...args) => {
    const { code, stdout, stderr } = await yamabiko(args, environment);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain('yamabiko manifest teams');
  });
});
