/** What people read about the app in Teams, in one language. */
import type { CatalogueLike } from '../../src/texts/catalogue.js';
import type { app } from '../../src/texts/ja/app.js';
import type { TeamsManifestWords } from '../compose.js';

/** In a channel, what the desk asks there; the rest belongs to one's own chat with the bot. */
export function teamsWordsIn(words: CatalogueLike<typeof app>): TeamsManifestWords {
  const command = (name: 'help' | 'my-proposals' | 'unanswered' | 'register-for') => ({
    title: words[`app.command-${name}`],
    description: words[`app.command-${name}-description`],
  });
  return {
    name: words['app.name'],
    fullName: words['app.full-name'],
    description: words['app.description'],
    about: words['app.about'],
    shortcut: words['app.shortcut'],
    shortcutDescription: words['app.shortcut-description'],
    personalCommands: [command('help'), command('my-proposals')],
    channelCommands: [command('unanswered'), command('register-for'), command('help')],
  };
}
