import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../config/environment.js';
import { loadSettings } from '../../config/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'yamabiko-town-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(folder, 'town-')), 'municipality.yaml');
  writeFileSync(path, content);
  return path;
}

function problems(given: Record<string, string>): string[] {
  const reading = loadSettings(readEnvironment(given));
  return reading.kind === 'invalid' ? reading.problems : [];
}

const slack = { SLACK_SIGNING_SECRET: 'signing-hush', SLACK_BOT_TOKEN: 'xoxb-hush' };
const desk = 'desk: { name: DX推進課, home: slack, channel: C1, manager: U1 }\n';
const digest = 'digest: { places: [{ platform: slack, channel: C2 }] }\n';

describe('loadSettings', () => {
  it('needs nothing: the built-in town on the local chat', () => {
    expect(loadSettings(readEnvironment({}))).toMatchObject({
      kind: 'valid',
      environment: { webChat: true },
      municipality: { name: '山彦町', desk: { home: 'web' } },
    });
  });

  it('reads the town that the environment names, with a BOM and CRLF too', () => {
    const path = file(`\uFEFF${desk}${digest}`.replaceAll('\n', '\r\n'));

    expect(loadSettings(readEnvironment({ ...slack, YAMABIKO_CONFIG: path }))).toMatchObject({
      municipality: { desk: { name: 'DX推進課' } },
    });
  });

  it('names every wrong key of both in one go', () => {
    const path = file(`${desk}${digest}promise: { news: soon }\n`);
    const found = problems({ PORT: 'x', SLACK_BOT_TOKEN: 'xoxb-hush', YAMABIKO_CONFIG: path });

    expect(found.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'SLACK_SIGNING_SECRET',
      'promise.news',
    ]);
  });

  it('asks for a town when the built-in one has nowhere to live', () => {
    expect(problems(slack)).toEqual([
      expect.stringContaining('YAMABIKO_CONFIG: is missing, and the built-in town'),
    ]);
  });

  it('says why a town cannot be read', () => {
    const shiftJis = file(Uint8Array.of(0x8e, 0x52, 0x95, 0x46));

    expect(problems({ YAMABIKO_CONFIG: '/nowhere.yaml' })).toEqual([
      'YAMABIKO_CONFIG: "/nowhere.yaml" does not exist; write the path of your municipality.yaml',
    ]);
    expect(problems({ YAMABIKO_CONFIG: shiftJis })).toEqual([expect.stringContaining('save it as UTF-8')]);
    expect(problems({ YAMABIKO_CONFIG: '/tmp' })).toEqual([
      expect.stringContaining('cannot be read (EISDIR)'),
    ]);
  });
});
