/** The manifest has the shape that Slack documents, and asks for what the code uses and for nothing else. */
import { describe, expect, it } from '@jest/globals';
import { createSlackManifest, events, neededScopes, scopes } from '../../../adapters/slack/manifest.js';
import { eventCallbackShape } from '../../../adapters/slack/payload-shapes.js';
import { proposeShortcut } from '../../../adapters/slack/read-interaction.js';
import { sayInJapanese as say } from '../../../src/texts/ja/index.js';
import { methodsInSource, methodsInUse } from './calls-in-code.js';
import { schemaVersion, slackManifestShape } from './manifest-shape.js';
import { scopesOfEvent, scopesOfMethod, scopesOfShortcuts } from './slack-reference.js';

const words = {
  name: say('app.name'),
  description: say('app.description'),
  longDescription: say('app.long-description'),
  shortcut: say('app.shortcut'),
  shortcutDescription: say('app.shortcut-description'),
};
const publicUrl = 'https://yamabiko.example.lg.jp';
const manifest = createSlackManifest(publicUrl, words);
const { bot } = manifest.oauth_config.scopes;
const { bot_events: subscribed } = manifest.settings.event_subscriptions;

describe('the manifest of Slack', () => {
  it(`has the shape that Slack documents (manifest-schema ${schemaVersion})`, () => {
    expect(slackManifestShape.parse(manifest)).toEqual(manifest);
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  });

  it('sends everything to the one address that receives', () => {
    const address = `${publicUrl}/slack/events`;
    expect(manifest.settings.event_subscriptions.request_url).toBe(address);
    expect(manifest.settings.interactivity).toEqual({ is_enabled: true, request_url: address });
  });

  it('lets people write to the bot, and leaves off what the adapter was not made for', () => {
    expect(manifest.features.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(manifest.settings).toMatchObject({
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    });
  });

  it('offers the shortcut that the adapter reads', () => {
    expect(manifest.features.shortcuts).toMatchObject([
      { type: 'message', callback_id: proposeShortcut, name: say('app.shortcut') },
    ]);
  });
});

describe('the shape bites', () => {
  const { display_information: display, features } = manifest;
  const [shortcut] = features.shortcuts;

  it.each([
    ['a name of 36 characters', { display_information: { ...display, name: 'や'.repeat(36) } }],
    [
      'a description of 141 characters',
      { display_information: { ...display, description: 'や'.repeat(141) } },
    ],
    ['a short long description', { display_information: { ...display, long_description: 'や'.repeat(173) } }],
    ['a colour by name', { display_information: { ...display, background_color: 'green' } }],
    [
      'a bot name of 81 letters',
      { features: { ...features, bot_user: { ...features.bot_user, display_name: 'y'.repeat(81) } } },
    ],
    [
      'a bot name in Japanese',
      { features: { ...features, bot_user: { ...features.bot_user, display_name: 'やまびこ' } } },
    ],
    [
      'a shortcut of 25 characters',
      { features: { ...features, shortcuts: [{ ...shortcut, name: 'や'.repeat(25) }] } },
    ],
    [
      'a shortcut described in 151 characters',
      { features: { ...features, shortcuts: [{ ...shortcut, description: 'や'.repeat(151) }] } },
    ],
    [
      'a callback_id of 256 letters',
      { features: { ...features, shortcuts: [{ ...shortcut, callback_id: 'p'.repeat(256) }] } },
    ],
    ['a shortcut of no kind', { features: { ...features, shortcuts: [{ ...shortcut, type: 'menu' }] } }],
    ['a scope twice', { oauth_config: { scopes: { bot: ['commands', 'commands'] } } }],
    ['scopes of a person', { oauth_config: { scopes: { bot, user: ['chat:write'] } } }],
    ['a key that Slack does not know', { settings: { ...manifest.settings, socket_mode: false } }],
    ['an address without TLS', createSlackManifest('http://yamabiko.example.lg.jp', words)],
  ])('on %s', (_what, planted) => {
    expect(slackManifestShape.safeParse({ ...manifest, ...planted }).success).toBe(false);
  });
});

describe('what the app asks for', () => {
  const methods = methodsInUse();
  const needed = new Set([
    ...methods.flatMap((method) => scopesOfMethod[method] ?? []),
    ...subscribed.flatMap((event) => scopesOfEvent[event] ?? []),
    ...scopesOfShortcuts,
  ]);

  it('is derived from the code: calls are found however they are written', () => {
    const source =
      "void clients.post.chat.postMessage({}); client.apiCall('files.info'); new URL('api.test', base)";
    expect(methodsInSource('planted.ts', source).sort()).toEqual([
      'api.test',
      'chat.postMessage',
      'files.info',
    ]);
    expect(methods).toEqual(expect.arrayContaining(['chat.postMessage', 'conversations.info', 'views.open']));
  });

  it('is in Slack’s reference: every method and every event has its line there', () => {
    expect(methods.filter((method) => !Object.hasOwn(scopesOfMethod, method))).toEqual([]);
    expect(subscribed.filter((event) => !Object.hasOwn(scopesOfEvent, event))).toEqual([]);
  });

  it('covers every call, every event and the shortcut', () => {
    expect([...needed].filter((scope) => !bot.some((asked) => asked === scope))).toEqual([]);
  });

  it('is nothing that no call, event or shortcut needs', () => {
    expect(bot.filter((scope) => !needed.has(scope))).toEqual([]);
  });

  it('subscribes to the kinds of event that the adapter reads, and to no other', () => {
    const read = eventCallbackShape.shape.event.options.flatMap(({ shape: { type } }): string[] =>
      'options' in type ? type.options : [...type.values],
    );
    const kinds = subscribed.map((event) => event.split('.')[0]);
    expect([...new Set(kinds)].sort()).toEqual([...new Set(read)].sort());
  });

  it('says of every scope and event why', () => {
    for (const reason of [...Object.values(scopes), ...Object.values(events)])
      expect(reason.length).toBeGreaterThan(15);
    expect(neededScopes).toEqual(bot);
  });
});
