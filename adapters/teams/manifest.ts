/**
 * The app manifest of an installation: what a town's administrator uploads and approves. It asks for as little as a
 * bot can: see `notAskedFor`.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema (version 1.29)
 */
import { proposeCommand } from './read-invoke.js';

/** Raise it with every change of what stands below: Teams takes an update only under a higher number. */
const appVersion = '1.0.0';
const schemaVersion = '1.29';
const schemaFolder = `https://developer.microsoft.com/en-us/json-schemas/teams/v${schemaVersion}`;

/** Code points, as the schema counts them. */
const longestDeveloperName = 32;

/** Keys of the manifest that other bots have, and why this one has not. docs/teams.md repeats it for administrators. */
export const notAskedFor = {
  authorization:
    'no resource-specific consent: the bot reads what people write to it, and channel messages that mention it',
  webApplicationInfo: 'nobody signs in to the bot, and it never calls Microsoft Graph',
  permissions: 'nothing of the device, no identity beyond what each message brings',
  supportsSessions: 'one person would have several conversations with the bot, and an answer no sure place',
} as const;

export interface CommandWords {
  /** Teams writes it into the message as it is: a text that the bot understands. */
  readonly title: string;
  readonly description: string;
}

/** In one language. */
export interface ManifestWords {
  readonly name: string;
  readonly fullName: string;
  readonly description: string;
  readonly about: string;
  readonly shortcut: string;
  readonly shortcutDescription: string;
  /** Shown to people in their own chat with the bot, and to whoever mentions it in a channel. */
  readonly personalCommands: readonly CommandWords[];
  readonly channelCommands: readonly CommandWords[];
}

export interface Installation {
  readonly appId: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** The town's own pages: what the app's entry in Teams links to. */
  readonly siteUrl: string;
  readonly townName: string;
}

/** Only a domain that Teams could load something from; a loopback address is none. */
const domainsOf = (publicUrl: string): string[] => {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' ? [hostname] : [];
};

const developerOf = ({ townName, siteUrl }: Installation) => ({
  name: Array.from(townName).slice(0, longestDeveloperName).join(''),
  websiteUrl: siteUrl,
  privacyUrl: siteUrl,
  termsOfUseUrl: siteUrl,
});

const botOf = ({ appId }: Installation, words: ManifestWords) => ({
  botId: appId,
  scopes: ['personal', 'team'],
  isNotificationOnly: false,
  supportsFiles: false,
  commandLists: [
    { scopes: ['personal'], commands: [...words.personalCommands] },
    { scopes: ['team'], commands: [...words.channelCommands] },
  ],
});

/** The command asks us at once (`fetchTask`): it has nothing to fill in. */
const messageExtensionOf = ({ appId }: Installation, words: ManifestWords) => ({
  botId: appId,
  commands: [
    {
      id: proposeCommand,
      type: 'action',
      context: ['message'],
      title: words.shortcut,
      description: words.shortcutDescription,
      fetchTask: true,
    },
  ],
});

export const localisationFile = 'en.json';

/** Texts in Japanese; for clients set to English there is `createTeamsLocalisation`. */
export function createTeamsManifest(installation: Installation, words: ManifestWords) {
  return {
    $schema: `${schemaFolder}/MicrosoftTeams.schema.json`,
    manifestVersion: schemaVersion,
    version: appVersion,
    id: installation.appId,
    localizationInfo: {
      defaultLanguageTag: 'ja',
      additionalLanguages: [{ languageTag: 'en', file: localisationFile }],
    },
    developer: developerOf(installation),
    name: { short: words.name, full: words.fullName },
    description: { short: words.description, full: words.about },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0B6650',
    bots: [botOf(installation, words)],
    composeExtensions: [messageExtensionOf(installation, words)],
    validDomains: domainsOf(installation.publicUrl),
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot' },
    // Wanted since schema 1.25 of every app with the scope `team`; it says that private and shared channels will do.
    supportsChannelFeatures: 'tier1',
  };
}
export type TeamsManifest = ReturnType<typeof createTeamsManifest>;

/** The keys are paths into the manifest. */
export function createTeamsLocalisation(words: ManifestWords): Readonly<Record<string, string>> {
  const lists = [words.personalCommands, words.channelCommands].flatMap((commands, list) =>
    commands.flatMap(({ title, description }, index) => {
      const path = `bots[0].commandLists[${list}].commands[${index}]`;
      return [
        [`${path}.title`, title],
        [`${path}.description`, description],
      ];
    }),
  );
  return {
    $schema: `${schemaFolder}/MicrosoftTeams.Localization.schema.json`,
    'name.short': words.name,
    'name.full': words.fullName,
    'description.short': words.description,
    'description.full': words.about,
    'composeExtensions[0].commands[0].title': words.shortcut,
    'composeExtensions[0].commands[0].description': words.shortcutDescription,
    ...(Object.fromEntries(lists) as Record<string, string>),
  };
}
