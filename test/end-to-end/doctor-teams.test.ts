/** `yamabiko doctor` for an installation on Teams, before anybody has added the app to a team. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startFakeMicrosoft, type FakeMicrosoft } from '../fakes/fake-microsoft.js';
import { yamabiko } from './command-line.js';

jest.setTimeout(60_000);

const town = `
desk:
  name: DX推進課
  home: teams
  channel: "19:desk@thread.tacv2"
  manager: 5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f
digest: { places: [{ platform: teams, channel: C0ALL }] }
`;

let microsoft: FakeMicrosoft;
let folder: string;
beforeAll(async () => {
  microsoft = await startFakeMicrosoft();
  folder = await mkdtemp(join(tmpdir(), 'yamabiko-doctor-'));
  await writeFile(join(folder, 'municipality.yaml'), town);
});
afterAll(async () => {
  await microsoft.close();
  await rm(folder, { recursive: true, force: true });
});

const doctor = async (secret: string) => {
  const { code, stdout } = await yamabiko(['doctor'], {
    TEAMS_APP_ID: '8f2d3c1a-5b7e-4a9d-8c6f-1e2d3c4b5a69',
    TEAMS_APP_PASSWORD: secret,
    TEAMS_TENANT_ID: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    TEAMS_TOKEN_URL: microsoft.tokenUrl,
    TEAMS_OPENID_METADATA_URL: microsoft.metadataUrl,
    PUBLIC_URL: 'https://yamabiko.example.lg.jp',
    YAMABIKO_CONFIG: join(folder, 'municipality.yaml'),
    YAMABIKO_DATA_DIR: join(folder, 'data'),
  });
  return { code, lines: stdout.split('\n').filter((line) => / Teams /.test(line)) };
};

describe('doctor on Teams', () => {
  it('says one line a check: what is well, and what is still to be done', async () => {
    const { code, lines } = await doctor(microsoft.secret);
    expect(lines).toEqual([
      expect.stringMatching(/^ok: Teams token: /),
      expect.stringMatching(/^ok: Teams clock: /),
      expect.stringMatching(/^ok: Teams signing keys: /),
      expect.stringMatching(/^ok: Teams address: .+https:\/\/yamabiko\.example\.lg\.jp\/api\/messages$/),
      expect.stringMatching(/^ok: Teams people: /),
      expect.stringMatching(/^warning: Teams contact: .+follow-ups wait/),
      expect.stringMatching(/^warning: Teams channel: 19:desk@thread\.tacv2: not asked/),
      expect.stringMatching(/^problem: Teams channel: C0ALL: /),
    ]);
    expect(code).toBe(1);
  });

  it('says what to do about a wrong secret, and never says the secret', async () => {
    const { lines } = await doctor('まちがい');
    expect(lines[0]).toMatch(/^problem: Teams token: .+TEAMS_APP_PASSWORD.+AADSTS7000215/);
    expect(lines.join('\n')).not.toContain('まちがい');
  });
});
