/** What Slack's reference says that a bot's token needs. Written from its pages, not from our manifest. */

/**
 * By the method. Several scopes: one for each kind of conversation, and all kinds here are ones that we use.
 * @see https://docs.slack.dev/reference/methods
 */
export const scopesOfMethod: Readonly<Record<string, readonly string[]>> = {
  'api.test': [],
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['im:history', 'channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['im:history', 'channels:history', 'groups:history'],
  // Asked for direct messages only.
  'users.conversations': ['im:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
};

/** @see https://docs.slack.dev/reference/events */
export const scopesOfEvent: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};

/** @see https://docs.slack.dev/reference/scopes/commands */
export const scopesOfShortcuts: readonly string[] = ['commands'];
