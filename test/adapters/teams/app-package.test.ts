import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { createAppPackage } from '../../../adapters/teams/app-package.js';
import { createTeamsLocalisation, createTeamsManifest } from '../../../adapters/teams/manifest.js';
import { teamsWordsIn } from '../../../config/commands/teams-words.js';
import { appInEnglish } from '../../../src/texts/en/app.js';
import { ja } from '../../../src/texts/ja/index.js';

const manifest = createTeamsManifest(
  {
    appId: '8f2d3c1a-5b7e-4a9d-8c6f-1e2d3c4b5a69',
    publicUrl: 'https://yamabiko.example.lg.jp',
    siteUrl: 'https://www.town.example.lg.jp/',
    townName: '山彦町',
  },
  teamsWordsIn(ja),
);
const localisation = createTeamsLocalisation(teamsWordsIn(appInEnglish));
const pack = () => createAppPackage(manifest, localisation);

describe('the app package', () => {
  const files = unzipSync(pack());

  it('holds at its root what the manifest names, and nothing else', () => {
    const named = [
      manifest.icons.color,
      manifest.icons.outline,
      ...manifest.localizationInfo.additionalLanguages.map(({ file }) => file),
    ];
    expect(new Set(Object.keys(files))).toEqual(new Set(['manifest.json', ...named]));
  });

  it('holds the manifest, the texts and the icons as they are', () => {
    expect(JSON.parse(strFromU8(files['manifest.json']!))).toEqual(manifest);
    expect(JSON.parse(strFromU8(files['en.json']!))).toEqual(localisation);
    for (const icon of ['color.png', 'outline.png']) {
      const drawn = readFileSync(join(import.meta.dirname, '../../../adapters/teams/icons', icon));
      expect(drawn.equals(files[icon]!)).toBe(true);
    }
  });

  it('is the same, byte for byte, whenever it is packed', () => {
    expect(Buffer.from(pack()).equals(pack())).toBe(true);
  });
});
