/**
 * The app manifest of an installation: what a town's administrator approves. Every scope and event stands here
 * with its reason; a test derives from the code that none is missing and none is unused.
 *
 * @see https://docs.slack.dev/reference/app-manifest (schema version 1)
 */
import { z } from 'zod';
import { proposeShortcut } from './read-interaction.js';

/** Bot scopes: the methods and events that need them, and why a town grants them. */
export const scopes = {
  'chat:write': {
    for: ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'chat.delete'],
    why: 'answers people, keeps the desk’s cards up to date',
  },
  'im:write': { for: ['conversations.open'], why: 'writes first, when an answer or a reminder is due' },
  'im:history': {
    for: ['message.im', 'conversations.history', 'conversations.replies'],
    why: 'reads what people write to the bot, and nothing they write to one another',
  },
  'im:read': {
    for: ['users.conversations'],
    why: 'finds the direct messages that an outage of ours kept from the bot, also of people who are new',
  },
  'channels:history': {
    for: ['message.channels', 'conversations.history', 'conversations.replies'],
    why: 'reads commands and replies under cards in the desk’s channel, when that is public',
  },
  'groups:history': {
    for: ['message.groups', 'conversations.history', 'conversations.replies'],
    why: 'the same, when the desk’s channel is private',
  },
  'channels:read': {
    for: ['conversations.members', 'conversations.info'],
    why: 'knows who is of the desk, when its channel is public, and how channels are called that somebody mentions',
  },
  'groups:read': {
    for: ['conversations.members', 'conversations.info'],
    why: 'the same, when a channel is private',
  },
  'app_mentions:read': { for: ['app_mention'], why: 'understands commands that mention the bot' },
  'users:read': {
    for: ['users.info'],
    why: 'signs answers with the name that people know, and reads it where somebody is mentioned',
  },
} as const satisfies Readonly<Record<string, { for: readonly string[]; why: string }>>;

/** Methods that every token may call. */
export const freeMethods = ['auth.test', 'views.open', 'views.publish'] as const;

/** Events that need no scope. */
export const freeEvents = ['app_home_opened'] as const;

const events = [
  'app_home_opened',
  'app_mention',
  'message.channels',
  'message.groups',
  'message.im',
] as const;

/** The shape of a manifest, as far as we use it (schema version 1 of Slack's documentation). */
export const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({
      // Slack documents these letters only; the app itself may be named in Japanese.
      display_name: z
        .string()
        .max(80)
        .regex(/^[a-z0-9._-]+$/),
      always_online: z.boolean(),
    }),
    shortcuts: z.array(
      z.strictObject({
        name: z.string().min(1).max(24),
        type: z.enum(['message', 'global']),
        callback_id: z.string().min(1).max(255),
        description: z.string().min(1).max(150),
      }),
    ),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).min(1) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: z.url(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: z.url() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
export type SlackManifest = z.infer<typeof manifestSchema>;

export interface ManifestWords {
  readonly name: string;
  readonly description: string;
  readonly shortcut: string;
  readonly shortcutDescription: string;
}

/** `publicUrl` without a slash at its end; Slack reaches it by HTTPS only. */
export function createSlackManifest(publicUrl: string, words: ManifestWords): SlackManifest {
  const request_url = `${publicUrl}/slack/events`;
  return {
    display_information: { name: words.name, description: words.description, background_color: '#0b6650' },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'yamabiko', always_online: true },
      shortcuts: [
        {
          name: words.shortcut,
          type: 'message',
          callback_id: proposeShortcut,
          description: words.shortcutDescription,
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(scopes) } },
    settings: {
      event_subscriptions: { request_url, bot_events: [...events] },
      interactivity: { is_enabled: true, request_url },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
