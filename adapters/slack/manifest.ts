/**
 * The app manifest of an installation: what a town's administrator approves. Every scope and event stands here with
 * its reason, docs/slack.md says the same, and a test derives from the code that none is missing and none is unused.
 *
 * @see https://docs.slack.dev/reference/app-manifest
 */
import { proposeShortcut } from './read-interaction.js';
import { requestUrlOf } from './request-url.js';

/** Each bot scope, in words for whoever has to approve it. */
export const scopes = {
  'chat:write': 'sends receipts, answers, cards, reminders and the digest, and keeps them up to date',
  'im:write': 'writes first, when an answer or a reminder is due',
  'im:read': 'finds the direct messages that an outage kept from the bot, also of people who are new',
  'im:history':
    'receives what people write to the bot, and fetches what came while it was away; nothing that they write to one another',
  'channels:history':
    'reads commands and replies under cards in the desk’s channel, when that is public; sees whether its own message arrived',
  'groups:history': 'the same, when the desk’s channel is private',
  'channels:read':
    'knows who is of the desk: the members of its channel, when that is public; and how channels are called that somebody mentions',
  'groups:read': 'the same, when a channel is private',
  'users:read': 'signs answers with the name that people know, and reads it where somebody is mentioned',
  'app_mentions:read': 'understands commands that mention the bot',
  commands: 'offers to make a proposal of a message, in its menu; there is no slash command',
} as const satisfies Readonly<Record<string, string>>;

/** Each event that Slack sends us. */
export const events = {
  'message.im': 'what people write to the bot, with edits and deletions',
  'message.channels': 'commands of the desk and replies under its cards, in a public channel',
  'message.groups': 'the same, in a private channel',
  app_mention: 'a command that mentions the bot in a channel',
  app_home_opened: 'somebody opens the bot’s page, which is drawn anew',
} as const satisfies Readonly<Record<string, string>>;

export const neededScopes = Object.keys(scopes) as readonly (keyof typeof scopes)[];

export interface ManifestWords {
  readonly name: string;
  readonly description: string;
  /** On the app's page in Slack: what it does, what it reads. */
  readonly longDescription: string;
  readonly shortcut: string;
  readonly shortcutDescription: string;
}

/** Slack documents these letters only for a bot user; the app itself is named in the town's language. */
const botName = 'yamabiko';

/** `publicUrl` without a slash at its end; Slack reaches it by HTTPS only. */
export function createSlackManifest(publicUrl: string, words: ManifestWords) {
  const request_url = requestUrlOf(publicUrl);
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: words.name,
      description: words.description,
      long_description: words.longDescription,
      background_color: '#0b6650',
    },
    features: {
      // With a read-only messages tab nobody could write to the bot.
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: botName, always_online: true },
      shortcuts: [
        {
          name: words.shortcut,
          type: 'message',
          callback_id: proposeShortcut,
          description: words.shortcutDescription,
        },
      ],
    },
    oauth_config: { scopes: { bot: [...neededScopes] } },
    settings: {
      event_subscriptions: { request_url, bot_events: Object.keys(events) },
      interactivity: { is_enabled: true, request_url },
      // One workspace, no socket, no tokens that end: what the adapter was made for (facts/slack.md §11, §13).
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
