/** A town on Teams behind real HTTP, and our side of it put together as adapters/teams/index.ts does. */
import { createBotAuthentication } from '../../../adapters/teams/bot-authentication.js';
import { createConnector, type Connector } from '../../../adapters/teams/connector.js';
import { createTokens } from '../../../adapters/teams/credentials.js';
import { createMessenger, type MessengerDeps } from '../../../adapters/teams/messenger.js';
import type { ConversationReference, ConversationReferences, Log, Messenger } from '../../../src/ports.js';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.js';
import { answering } from '../../fakes/answering.js';
import { createMemoryReferences } from '../../fakes/memory-references.js';
import {
  startConnectorServer,
  type ConnectorFault,
  type ConnectorServer,
} from '../../fakes/teams-api/connector-server.js';
import { startTokenServer, type TokenServer } from '../../fakes/teams-api/token-server.js';
import {
  appId,
  botAccount,
  deskChannel,
  tenantId,
  type TownPerson,
} from '../../fakes/teams-api/town-on-teams.js';
import { jst } from '../../calendar/calendars.js';

const appPassword = 'a secret';

/** Long enough for a slow machine, short enough for a test. */
const shortTimeoutMs = 400;

export interface TeamsInATest {
  readonly server: ConnectorServer;
  readonly tokenServer: TokenServer;
  readonly clock: FakeClock;
  readonly references: ConversationReferences;
  /** The store does not answer. */
  storeAway: boolean;
  readonly connector: Connector;
  readonly messenger: Messenger;
  /** What was logged as an error or a warning. */
  readonly alarms: readonly string[];
  readonly log: Log;
  /** Goes wrong with so many of the next calls of this kind. */
  readonly failNext: (method: string, fault: ConnectorFault, times?: number) => void;
  readonly close: () => Promise<void>;
}

export const deskReference = (serviceUrl: string): ConversationReference => ({
  place: { platform: 'teams', id: deskChannel },
  conversationId: deskChannel,
  serviceUrl,
  tenantId,
  botId: botAccount,
  user: null,
  seenAt: jst('2026-11-20 09:00'),
});

export const chatReference = (
  server: ConnectorServer,
  { user, account, name }: TownPerson,
): ConversationReference => ({
  ...deskReference(server.serviceUrl),
  place: { platform: 'teams', id: `dm:${user}` },
  conversationId: server.town.chatOf(user),
  user: { accountId: account, name },
  seenAt: jst('2026-11-20 10:00'),
});

export async function startTeams(
  given: Partial<MessengerDeps> = {},
  options: { enforceRates?: boolean } = {},
): Promise<TeamsInATest> {
  const clock = createFakeClock(jst('2026-11-20 10:00'));
  const tokenServer = await startTokenServer({ appId, appPassword, tenantId });
  const server = await startConnectorServer({ tokens: tokenServer, now: clock.now, ...options });
  const alarms: string[] = [];
  const alarm = (_facts: object, text: string) => {
    alarms.push(text);
  };
  const log = { debug: () => undefined, info: () => undefined, warn: alarm, error: alarm };
  const references = answering(createMemoryReferences(), () => teams.storeAway);
  const settings = { appId, appPassword, tenantId, tokenUrl: tokenServer.url };
  const tokens = createTokens({ settings, systemClock: clock, timeoutMs: shortTimeoutMs });
  const authentication = createBotAuthentication({ appId, tokens, timeoutMs: shortTimeoutMs });
  const connector = createConnector({ authentication, appId, tokens });
  const deps = { connector, references, systemClock: clock, log, governmentUrl: null, paceMs: 0, ...given };
  const teams: TeamsInATest = {
    server,
    tokenServer,
    clock,
    references,
    storeAway: false,
    connector,
    messenger: createMessenger(deps),
    alarms,
    log,
    failNext: (method, fault, times = 1) => {
      let left = times;
      server.faultOf = (call) => {
        if (call.method !== method || left === 0) return null;
        left -= 1;
        return fault;
      };
    },
    close: async () => {
      await server.close();
      await tokenServer.close();
    },
  };
  await references.remember(deskReference(server.serviceUrl));
  return teams;
}
