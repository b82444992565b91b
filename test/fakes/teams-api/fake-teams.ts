/** Teams as a town has it: the connector towards us, its keys and tokens, and the sender of signed activities. */
import { startConnectorServer, type ConnectorServer } from './connector-server.js';
import { startOpenIdServer } from './open-id.js';
import { startTokenServer } from './token-server.js';
import { aSigningPair, channelToken } from './tokens.js';
import { appId, tenantId } from './town-on-teams.js';

const appPassword = 'a-client-secret';

/** Making a key takes longer than most of what it signs. */
const signingPair = await aSigningPair('key-1');

export interface FakeTeams extends Pick<ConnectorServer, 'town' | 'serviceUrl' | 'calls'> {
  readonly connector: ConnectorServer;
  /** Of an installation that talks to this Teams. */
  readonly environment: Readonly<Record<string, string>>;
  /** As the Bot Framework posts an activity. Answers the body, read; null: none. @throws unless it was taken. */
  readonly send: (url: string, activity: object) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export async function startFakeTeams(now: () => Date): Promise<FakeTeams> {
  const tokens = await startTokenServer({ appId, appPassword, tenantId });
  const openId = await startOpenIdServer(signingPair);
  const connector = await startConnectorServer({ tokens, now });
  const { serviceUrl } = connector;
  return {
    connector,
    town: connector.town,
    serviceUrl,
    calls: connector.calls,
    environment: {
      TEAMS_APP_ID: appId,
      TEAMS_APP_PASSWORD: appPassword,
      TEAMS_TENANT_ID: tenantId,
      TEAMS_OPENID_METADATA_URL: openId.metadataUrl,
      TEAMS_TOKEN_URL: tokens.url,
      TEAMS_SERVICE_URLS: serviceUrl,
    },
    send: async (url, activity) => {
      const token = await channelToken(signingPair, { appId, serviceUrl, now: new Date() });
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
        body: JSON.stringify(activity),
      });
      const body = await response.text();
      if (!response.ok) throw new Error(`Teams was answered ${response.status} ${body}`);
      return body === '' ? null : (JSON.parse(body) as unknown);
    },
    close: async () => {
      await connector.close();
      await openId.close();
      await tokens.close();
    },
  };
}
