/** Slack: direct messages, the desk's channel, modals, the App Home (contract §5). One workspace per installation. */
import type { Router } from 'express';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import type { DeskSettings } from '../../src/municipality.js';
import type { PersonId } from '../../src/places.js';
import type { Directory, Hearing, Messenger, ParseEvent, SystemClock } from '../../src/ports.js';
import { createClients } from './client.js';
import { createConversationIds } from './conversation-id.js';
import { createDirectory } from './directory.js';
import { createHome } from './home.js';
import { createIdentity } from './identity.js';
import type { Names } from './incoming-text.js';
import { createListening, slackRhythm, type Rhythm } from './listening.js';
import { createMessenger } from './messenger.js';
import { createParseEvent } from './parse-event.js';
import { createReceiver } from './receiver.js';
import type { ModalWords } from './render-form.js';
import { createResponder } from './responder.js';
import type { SlackSettings } from './settings.js';
import type { TakeInDeps } from './take-in.js';
import type { PartWords } from './thread-parts.js';

export interface SlackDeps extends Omit<TakeInDeps, 'responderFor' | 'publishHome'> {
  readonly settings: SlackSettings;
  readonly desk: Pick<DeskSettings, 'home' | 'channel' | 'members' | 'manager'>;
  readonly systemClock: SystemClock;
  /** What the App Home of a person shows. */
  readonly homeOf: (person: PersonId) => Promise<OutgoingMessage>;
  /** Until when Slack was heard, and when this installation first started. */
  readonly hearing: Hearing;
  readonly installedAt: () => Promise<Date>;
  /** The buttons that Slack draws under every form, and how the parts of a long message are counted. */
  readonly words: ModalWords & PartWords;
  /** How somebody or something is called that a text mentions, and whose name cannot be had. */
  readonly unknownNames: Names['unknown'];
  /** Shorter than Slack's pace only where no real Slack listens. */
  readonly rhythm?: SlackRhythm;
}

export interface SlackRhythm extends Partial<Rhythm> {
  /** Between two messages to one channel. */
  readonly paceMs?: number;
}

export interface Slack {
  /** Mounted at the server's root, before anything that reads bodies. */
  readonly router: Router;
  readonly messenger: Messenger;
  readonly parseEvent: ParseEvent;
  readonly directory: Directory;
  /**
   * Learns who we are, and from then on fetches what Slack does not deliver. Nothing waits for it; until then, own
   * messages are known by other marks.
   */
  readonly start: () => void;
  readonly close: () => void;
}

export function createSlack(deps: SlackDeps): Slack {
  const { log, systemClock, desk, words } = deps;
  const { paceMs, ...rhythm } = deps.rhythm ?? {};
  const clients = createClients(deps.settings);
  const conversations = createConversationIds(clients.post, systemClock);
  const ownUser = () => identity.known()?.botUserId ?? null;
  const directory = createDirectory({ client: clients.post, desk, ownUser, systemClock, log });
  const identity = createIdentity(clients.views, log);
  const listening = createListening({ ...deps, client: clients.post, rhythm: { ...slackRhythm, ...rhythm } });
  return {
    router: createReceiver({
      ...deps,
      inbox: listening.inbox,
      onDropped: listening.unheard,
      identity: identity.known,
      responderFor: (press) => createResponder({ clients, conversations, words }, press),
      publishHome: createHome({ client: clients.views, homeOf: deps.homeOf }),
    }),
    messenger: createMessenger({
      client: clients.post,
      conversations,
      log,
      words,
      ...(paceMs === undefined ? {} : { paceMs }),
    }),
    parseEvent: createParseEvent(directory.names, deps.unknownNames),
    directory,
    start: () => {
      identity.learn(listening.start);
    },
    close: () => {
      listening.close();
      identity.stop();
    },
  };
}
