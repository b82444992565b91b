/**
 * The shape of a Slack app manifest, as far as ours uses it: nothing that Slack does not know, nothing over its limits.
 * Written from slackapi/manifest-schema, `schemas/manifest.schema.2.0.0.json`, and the reference page below; where
 * the two differ, the stricter one counts (a long description: from 175 characters there, from 174 here).
 * @see https://docs.slack.dev/reference/app-manifest
 */
import { z } from 'zod';

export const schemaVersion = '2.0.0';

const text = (most: number, least = 1) => z.string().min(least).max(most);

const listOf = <Item extends z.ZodType>(item: Item, most: number) =>
  z
    .array(item)
    .min(1)
    .max(most)
    .refine((items) => new Set(items).size === items.length, 'names something twice');

const requestUrl = z.url({ protocol: /^https$/ }).max(3_500);

const shortcut = z.strictObject({
  name: text(24),
  type: z.enum(['message', 'global']),
  callback_id: text(255),
  description: text(150),
});

export const slackManifestShape = z.strictObject({
  // Without it Slack reads the manifest as version 1.
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int().optional() }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    long_description: text(4_000, 175),
    background_color: z.string().regex(/^#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({
      display_name: text(80).regex(/^[a-z0-9._-]+$/),
      always_online: z.boolean(),
    }),
    shortcuts: z.array(shortcut).min(1).max(5),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: listOf(text(50), 255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: requestUrl, bot_events: listOf(text(50), 100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: requestUrl }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
