import { z } from 'zod';

/** The chat platforms a word can come from. A new one is a new folder in adapters/. */
export const platforms = ['slack', 'teams', 'web'] as const;
export const platformSchema = z.enum(platforms);
export type Platform = z.infer<typeof platformSchema>;

/**
 * Somewhere a message can be posted: a channel, or somebody's direct messages (`dm:<user>`, whatever
 * id the platform itself gives that conversation).
 */
export const placeSchema = z.object({ platform: platformSchema, id: z.string().min(1) });
export type Place = z.infer<typeof placeSchema>;

/** `<platform>:<user id on that platform>`, unique over all platforms. */
export type PersonId = string;

/** Somebody as the platform shows them, kept with what they said so that a later rename changes no record. */
export const personSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  section: z.string().nullable(),
});
export type Person = z.infer<typeof personSchema>;

const directPrefix = 'dm:';

/** The key of a place in stores, lanes and indexes. */
export const placeKey = (place: Place): string => `${place.platform}|${place.id}`;

export function parsePlaceKey(key: string): Place {
  const at = key.indexOf('|');
  return placeSchema.parse({ platform: key.slice(0, at), id: key.slice(at + 1) });
}

export const personId = (platform: Platform, user: string): PersonId => `${platform}:${user}`;

export const platformOf = (person: PersonId): Platform =>
  platformSchema.parse(person.slice(0, person.indexOf(':')));

export const userOf = (person: PersonId): string => person.slice(person.indexOf(':') + 1);

/** Somebody's direct messages with the bot. */
export const directPlace = (person: PersonId): Place => ({
  platform: platformOf(person),
  id: directPrefix + userOf(person),
});

export const isDirect = (place: Place): boolean => place.id.startsWith(directPrefix);

/** Whose direct messages a place is; undefined: it is a channel. */
export const personIn = (place: Place): PersonId | undefined =>
  isDirect(place) ? personId(place.platform, userIn(place)) : undefined;

/** The user, on their platform, whose direct messages `place` is. */
export const userIn = ({ id }: Place): string => id.slice(directPrefix.length);

export const samePlace = (a: Place, b: Place): boolean => placeKey(a) === placeKey(b);

/** One message of a person, wherever it was written; edits and deletions name the same one. */
export const messageKey = (place: Place, messageId: string): string => `${placeKey(place)}|${messageId}`;
