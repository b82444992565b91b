/** `yamabiko manifest slack`: what an administrator pastes into Slack to make the app of this installation. */
import { canBeCalledBySlack, createSlackManifest } from '../compose.js';
import type { Settings } from '../compose.js';
import { sayInJapanese as say } from '../../src/texts/ja/index.js';

/** Connects to nothing: it is wanted before there is a token. On stdout nothing but the manifest. */
export function printSlackManifest({ environment }: Pick<Settings, 'environment'>): void {
  const publicUrl = environment.publicUrl(environment.port);
  const manifest = createSlackManifest(publicUrl, {
    name: say('app.name'),
    description: say('app.description'),
    longDescription: say('app.long-description'),
    shortcut: say('app.shortcut'),
    shortcutDescription: say('app.shortcut-description'),
  });
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
  if (!canBeCalledBySlack(publicUrl)) {
    process.stderr.write(
      `warning: Slack cannot call ${publicUrl}; set PUBLIC_URL to the https address of your proxy and print it again\n`,
    );
  }
}
