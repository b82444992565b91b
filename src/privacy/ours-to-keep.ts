import type { Happened } from '../bot/incoming-event.js';
import type { DeskSettings } from '../municipality.js';
import { isDirect, samePlace } from '../places.js';

/**
 * The bot also sits in channels that people talk to one another in: their words are not ours to keep. What somebody
 * proposes with 「提案にする」 is, wherever it stands.
 */
export const isOursToKeep = (
  { kind, place }: Pick<Happened, 'kind' | 'place'>,
  { home, channel }: Pick<DeskSettings, 'home' | 'channel'>,
): boolean => kind === 'shortcut' || isDirect(place) || samePlace(place, { platform: home, id: channel });
