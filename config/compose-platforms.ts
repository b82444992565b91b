/** The other half of compose.ts: which chat platforms are on, and what each of them is given. */
import type { Router } from 'express';
import { systemClock } from '../adapters/system/clocks.js';
import type { MongoStores } from '../adapters/mongodb/index.js';
import type { ids } from '../adapters/system/ids.js';
import { createSlack, type SlackRhythm } from '../adapters/slack/index.js';
import { createTeams, type TeamsRhythm } from '../adapters/teams/index.js';
import type { EventOf } from '../src/bot/incoming-event.js';
import type { TurnPorts } from '../src/bot/scene.js';
import { platformOf, type Platform } from '../src/places.js';
import type {
  Directory,
  Envelope,
  Inbox,
  Log,
  Messenger,
  ParseEvent,
  Responder,
  TownClock,
} from '../src/ports.js';
import type { Town } from '../src/town.js';
import { answerAtOnce, formAgain, refusalAtOnce } from '../src/use-cases/answer-at-once.js';
import { composeHome } from '../src/use-cases/compose-home.js';
import { shownMessage } from '../src/use-cases/shown-message.js';
import type { SlackEnvironment, TeamsEnvironment } from './environment.js';

/** A platform that is on, whatever it is called. */
export interface Plug {
  readonly router: Router;
  readonly messenger: Messenger;
  readonly parseEvent: ParseEvent;
  readonly directory: Directory;
  readonly start?: () => void;
  readonly close?: () => void;
}

export type Plugs = Partial<Record<Platform, Plug>>;

/** People are known to their own platform; somebody whose platform is off is shown by id. */
export const directoryOf = (plugs: Plugs, home: Platform): Directory => ({
  describe: async (person) =>
    (await plugs[platformOf(person)]?.directory.describe(person)) ?? {
      id: person,
      name: person,
      section: null,
    },
  isDesk: async (person) => (await plugs[platformOf(person)]?.directory.isDesk(person)) ?? false,
  deskMembers: async () => (await plugs[home]?.directory.deskMembers()) ?? [],
});

export const each = <T>(plugs: Plugs, take: (plug: Plug) => T): Partial<Record<Platform, T>> =>
  Object.fromEntries(Object.entries(plugs).map(([platform, plug]) => [platform, take(plug)]));

export interface PlatformParts {
  readonly stores: MongoStores;
  readonly town: Town;
  readonly townClock: TownClock;
  readonly ports: TurnPorts;
  readonly receiving: {
    readonly inbox: Inbox;
    readonly ids: typeof ids;
    readonly log: Log;
    readonly onStored: (envelope: Envelope) => void;
  };
}

/** What every chat platform answers with within its seconds. */
const atOnce = (ports: TurnPorts) => ({
  answerAtOnce: (event: EventOf<'action'>, responder: Responder) =>
    answerAtOnce({ ...ports, responder }, event),
  refusalOf: (event: EventOf<'form'>) => refusalAtOnce(ports, event),
});

export function plugSlack(
  slack: SlackEnvironment,
  { stores, town, townClock, ports, receiving }: PlatformParts,
  rhythm: SlackRhythm | undefined,
): Plug {
  return createSlack({
    ...receiving,
    ...atOnce(ports),
    settings: slack,
    desk: town.settings.desk,
    townClock,
    systemClock,
    homeOf: (person) => composeHome(ports, person, townClock.now()),
    hearing: stores.hearing,
    installedAt: () => stores.schedules.installedAt(townClock.now()),
    unknownNames: {
      person: town.say('mention.person'),
      channel: town.say('mention.channel'),
      group: town.say('mention.group'),
    },
    words: {
      submit: town.say('form.submit'),
      close: town.say('form.close'),
      part: (at, of) => town.say(at === 1 ? 'long.first' : 'long.next', { at, of }),
      notSent: town.say('form.not-sent'),
      dismiss: town.say('form.dismiss'),
    },
    ...(rhythm === undefined ? {} : { rhythm }),
  });
}

export function plugTeams(
  teams: TeamsEnvironment,
  { stores, town, townClock, ports, receiving }: PlatformParts,
  rhythm: TeamsRhythm | undefined,
): Plug {
  return createTeams({
    ...receiving,
    ...atOnce(ports),
    settings: teams,
    desk: town.settings.desk,
    townClock,
    systemClock,
    references: stores.references,
    formAgain: (event) => formAgain(event, town),
    shownCard: (key) => shownMessage(stores.store.deliveries, key),
    words: {
      received: town.say('at-once.received'),
      proposed: town.say('at-once.proposed'),
      closed: town.say('at-once.closed'),
      notUnderstood: town.say('refused.not-understood'),
      submit: town.say('form.submit'),
      close: town.say('form.close'),
      empty: (field) => town.say('refused.empty', { field }),
    },
    ...(rhythm === undefined ? {} : { rhythm }),
  });
}

/** Only tests change the rhythm of a platform, where no real one listens. */
export interface Rhythms {
  readonly slackRhythm?: SlackRhythm | undefined;
  readonly teamsRhythm?: TeamsRhythm | undefined;
}
