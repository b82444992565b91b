/** `yamabiko manifest slack`: what an administrator pastes into Slack to make the app of this installation. */
import { createSlackManifest } from '../compose.js';
import type { Settings } from '../compose.js';
import { sayInJapanese as say } from '../../src/texts/ja/index.js';

/** Connects to nothing: it is wanted before there is a token. */
export function printSlackManifest({ environment }: Pick<Settings, 'environment'>): void {
  const manifest = createSlackManifest(environment.publicUrl(environment.port), {
    name: say('app.name'),
    description: say('app.description'),
    shortcut: say('app.shortcut'),
    shortcutDescription: say('app.shortcut-description'),
  });
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
}
