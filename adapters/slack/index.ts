/** Slack: direct messages, the desk's channel, modals, the App Home (contract §5). One workspace per installation. */
import type { Router } from 'express';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import type { DeskSettings } from '../../src/municipality.js';
import type { PersonId } from '../../src/places.js';
import type { Directory, Messenger, ParseEvent, SystemClock } from '../../src/ports.js';
import { catchUp } from './catch-up.js';
import { createClients } from './client.js';
import { createConversationIds } from './conversation-id.js';
import { createDirectory } from './directory.js';
import { createHome } from './home.js';
import { createIdentity } from './identity.js';
import { createMessenger } from './messenger.js';
import { parseEvent } from './parse-event.js';
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
  /** Everybody who ever wrote to the bot on Slack. */
  readonly knownPeople: () => Promise<readonly PersonId[]>;
  /** The two buttons that Slack draws under every form, and how the parts of a long message are counted. */
  readonly words: ModalWords & PartWords;
  /** Between two messages to one channel; shorter than Slack's pace only where no real Slack listens. */
  readonly paceMs?: number;
}

export interface Slack {
  /** Mounted at the server's root, before anything that reads bodies. */
  readonly router: Router;
  readonly messenger: Messenger;
  readonly parseEvent: ParseEvent;
  readonly directory: Directory;
  /**
   * Learns who we are, and fetches what Slack could not deliver while we were away. Nothing waits for it; until then,
   * own messages are known by other marks.
   */
  readonly start: () => void;
  readonly close: () => void;
}

/** Slack keeps delivering for minutes, an outage may last a night: what is known already is a duplicate. */
const lookBackMs = 3 * 24 * 3_600_000;

export function createSlack(deps: SlackDeps): Slack {
  let closed = false;
  const { log, systemClock, desk, words } = deps;
  const clients = createClients(deps.settings);
  const conversations = createConversationIds(clients.post, systemClock);
  const identity = createIdentity(clients.views, log);
  return {
    router: createReceiver({
      ...deps,
      identity: identity.known,
      responderFor: (press) => createResponder({ clients, conversations, words }, press),
      publishHome: createHome({ client: clients.views, homeOf: deps.homeOf }),
    }),
    messenger: createMessenger({
      client: clients.post,
      conversations,
      log,
      words,
      ...(deps.paceMs === undefined ? {} : { paceMs: deps.paceMs }),
    }),
    parseEvent,
    directory: createDirectory({
      client: clients.post,
      desk,
      ownUser: () => identity.known()?.botUserId ?? null,
      systemClock,
      log,
    }),
    start: () => {
      identity.learn();
      const oldest = new Date(systemClock.now().getTime() - lookBackMs);
      const parts = { ...deps, client: clients.post, conversations, stopping: () => closed };
      void catchUp(parts, oldest);
    },
    close: () => {
      closed = true;
      identity.stop();
    },
  };
}
