/** `yamabiko manifest slack|teams`: what an administrator needs to make the app of this installation. */
import { writeFile } from 'node:fs/promises';
import {
  canBeCalledBySlack,
  createAppPackage,
  createSlackManifest,
  createTeamsLocalisation,
  createTeamsManifest,
} from '../compose.js';
import { appInEnglish } from '../../src/texts/en/app.js';
import { ja } from '../../src/texts/ja/index.js';
import type { Environment } from '../environment.js';
import { teamsWordsIn } from './teams-words.js';

const print = (manifest: object): void => {
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
};

/** Connects to nothing: it is wanted before there is a token. */
export function printSlackManifest({ publicUrl, port }: Environment): void {
  const address = publicUrl(port);
  print(
    createSlackManifest(address, {
      name: ja['app.name'],
      description: ja['app.description'],
      longDescription: ja['app.long-description'],
      shortcut: ja['app.shortcut'],
      shortcutDescription: ja['app.shortcut-description'],
    }),
  );
  if (canBeCalledBySlack(address)) return;
  process.stderr.write(
    `warning: Slack cannot call ${address}; set PUBLIC_URL to the https address of your proxy and print it again\n`,
  );
}

export interface TeamsManifestOptions {
  readonly townName: string;
  /** Null: the address of the service. */
  readonly siteUrl: string | null;
  /** Where the app package is written; null: the manifest alone, on stdout. */
  readonly out: string | null;
}

/** The manifest names the bot, so the app has to be registered before. */
export async function writeTeamsManifest(
  appId: string,
  { publicUrl, port }: Environment,
  { townName, siteUrl, out }: TeamsManifestOptions,
): Promise<void> {
  const address = publicUrl(port);
  const installation = { appId, publicUrl: address, siteUrl: siteUrl ?? address, townName };
  const manifest = createTeamsManifest(installation, teamsWordsIn(ja));
  if (out === null) {
    print(manifest);
    return;
  }
  await writeFile(out, createAppPackage(manifest, createTeamsLocalisation(teamsWordsIn(appInEnglish))));
  process.stderr.write(`The app package is in ${out}: upload it as docs/teams.md says.\n`);
}
