import type { BusinessCalendar } from './calendar/business-calendar.js';
import type { Municipality, PromiseSettings } from './municipality.js';
import { personId, type PersonId, type Place } from './places.js';
import type { Say } from './texts/ja/index.js';

/** One town: its settings, the calendar its promises are counted in, and the language it is spoken to. */
export interface Town {
  readonly settings: Municipality;
  readonly calendar: BusinessCalendar;
  readonly promise: PromiseSettings;
  readonly say: Say;
  /** What reaches the bot of what is written under a card: every reply, or only those that name it. */
  readonly deskHears: 'replies' | 'mentions';
}

export const deskPlace = ({ settings: { desk } }: Town): Place => ({ platform: desk.home, id: desk.channel });

export const managerOf = ({ settings: { desk } }: Town): PersonId => personId(desk.home, desk.manager);

export const digestPlaces = ({ settings: { digest } }: Town): Place[] =>
  digest.places.map(({ platform, channel }) => ({ platform, id: channel }));
