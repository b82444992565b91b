/** Microsoft Teams: personal chats, the desk's channel, Adaptive Cards (contract §5). One tenant per installation. */
import type { Router } from 'express';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import type { DeskSettings } from '../../src/municipality.js';
import type {
  ConversationReferences,
  Directory,
  Messenger,
  ParseEvent,
  Responder,
  SystemClock,
} from '../../src/ports.js';
import { createBotAuthentication } from './bot-authentication.js';
import { createConnector } from './connector.js';
import { createTokens } from './credentials.js';
import { createDirectory } from './directory.js';
import { createKnownPlaces, type KnownPlaces } from './known-places.js';
import { createMessageResponder } from './message-responder.js';
import { createMessenger } from './messenger.js';
import { parseEvent } from './parse-event.js';
import { createReceiver, type ReceiverDeps } from './receiver.js';
import { governmentUrlOf } from './remedies.js';
import { renderForm, type FormWords } from './render-form.js';
import { renderCard } from './render-message.js';
import type { Renderers } from './responder.js';
import type { TeamsSettings } from './settings.js';
import { splitMessage } from './split-message.js';

type Wired = 'settings' | 'desk' | 'places' | 'authentication' | 'renderers' | 'byMessage' | 'words';

export interface TeamsDeps extends Omit<ReceiverDeps, Wired> {
  readonly settings: TeamsSettings;
  readonly desk: Pick<DeskSettings, 'home' | 'channel' | 'members' | 'manager'>;
  readonly systemClock: SystemClock;
  readonly references: ConversationReferences;
  /** What Teams shows where the heart says nothing, and what is written on forms. */
  readonly words: ReceiverDeps['words'] & FormWords;
  /** Another one than Teams needs only where no real Teams listens. */
  readonly rhythm?: TeamsRhythm;
}

export interface TeamsRhythm {
  /** Between two messages to one conversation. */
  readonly paceMs: number;
  /** Until a place is looked for again that nobody has told us of yet. */
  readonly lookAgainMs: number;
}

export interface Teams {
  /** Mounted at the server's root, before anything that reads bodies. */
  readonly router: Router;
  readonly messenger: Messenger;
  readonly parseEvent: ParseEvent;
  readonly directory: Directory;
}

/** What both sides learn of a place is learnt once. */
const rememberedBy = ({ find, latestOn, see, forget }: KnownPlaces): ConversationReferences => ({
  find,
  latestOn,
  remember: (reference) => see(reference, 'anew'),
  forget,
});

const firstPart = (message: OutgoingMessage): OutgoingMessage => splitMessage(message)[0] ?? message;

const renderersWith = (words: FormWords): Renderers => ({
  renderForm: (opened, shown) => renderForm(opened, shown, words),
  renderMessage: (message, key) => renderCard(firstPart(message), key),
});

export function createTeams(deps: TeamsDeps): Teams {
  const { settings, systemClock, log, desk, words, rhythm } = deps;
  const { appId } = settings;
  const tokens = createTokens({ settings, systemClock });
  const authentication = createBotAuthentication({ appId, tokens });
  const connector = createConnector({ authentication, appId, tokens });
  const places = createKnownPlaces(deps.references, systemClock);
  const references = rememberedBy(places);
  const messenger = createMessenger({
    connector,
    references,
    systemClock,
    log,
    governmentUrl: governmentUrlOf(settings),
    ...rhythm,
  });
  const byMessage: Responder = createMessageResponder({ messenger, ids: deps.ids });
  return {
    router: createReceiver({
      ...deps,
      places,
      authentication,
      renderers: renderersWith(words),
      byMessage,
    }),
    messenger,
    parseEvent: (row) => Promise.resolve(parseEvent(row)),
    directory: createDirectory({ connector, references, desk, systemClock, log }),
  };
}
