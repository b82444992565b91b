/** The calls of the Bot Connector that we make, in our own words. No retries here: they belong to the outbox. */
import type { Activity, ConversationParameters, ConversationResourceResponse } from 'botbuilder';
import { botIdentity, type BotFrameworkAuthentication, type ConnectorClient } from './bot-authentication.js';
import type { Tokens } from './credentials.js';
import { memberOf, membersOf, type Member } from './member.js';
import type { Content } from './render-message.js';
import { partsOf } from './conversation-id.js';

/** Where and as whom we speak: the base of the API, the tenant, the bot's account there. */
export interface Address {
  readonly serviceUrl: string;
  readonly tenantId: string;
  readonly botId: string;
}

/** A personal chat, a channel, or a thread of a channel. */
export interface Spot extends Address {
  readonly conversationId: string;
}

export interface Said {
  readonly content: Content;
  /** Teams tells of it in the reader's activity feed as well. */
  readonly alert?: boolean;
}

/** Everything throws what the SDK throws: `classify` reads it. */
export interface Connector {
  /** Into a personal chat or a thread. The activity's id; undefined when Teams took it without naming it. */
  readonly say: (spot: Spot, said: Said) => Promise<string | undefined>;
  /** A new thread of a channel, by its first message. */
  readonly startThread: (channel: Spot, said: Said) => Promise<string | undefined>;
  readonly update: (spot: Spot, activityId: string, said: Said) => Promise<void>;
  readonly remove: (spot: Spot, activityId: string) => Promise<void>;
  /** The id of somebody's personal chat: the same one every time. The app has to be installed for them. */
  readonly openChat: (address: Address, user: string) => Promise<string>;
  /** Everybody in a channel's team. */
  readonly members: (spot: Spot) => Promise<readonly Member[]>;
  readonly member: (spot: Spot, user: string) => Promise<Member>;
}

export interface ConnectorDeps {
  readonly authentication: BotFrameworkAuthentication;
  readonly appId: string;
  readonly tokens: Pick<Tokens, 'forget'>;
}

const activityOf = ({ botId, conversationId }: Spot, { content, alert }: Said): Partial<Activity> => ({
  type: 'message',
  from: { id: botId, name: '' },
  conversation: { id: conversationId } as Activity['conversation'],
  ...('attachments' in content ? { ...content, attachments: [...content.attachments] } : content),
  ...(alert === true ? { channelData: { notification: { alert } } } : {}),
});

/** Without `bot` the message would have no sender; without a tenant Teams refuses (facts/teams.md §9). */
const newConversation = ({ botId, tenantId }: Address, channelData: object) => ({
  bot: { id: botId, name: '' },
  tenantId,
  channelData: { ...channelData, tenant: { id: tenantId } },
});

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;

/** An empty string is no id. */
const named = (id: string | undefined): string | undefined => (id === '' ? undefined : id);

export function createConnector({ authentication, appId, tokens }: ConnectorDeps): Connector {
  const clients = new Map<string, Promise<ConnectorClient>>();

  const clientOf = (serviceUrl: string): Promise<ConnectorClient> => {
    const known = clients.get(serviceUrl);
    if (known) return known;
    const factory = authentication.createConnectorFactory(botIdentity(appId));
    const client = factory.create(serviceUrl);
    clients.set(serviceUrl, client);
    return client;
  };

  /** A token that was not taken is not tried a second time. */
  const call = async <T>(
    { serviceUrl }: Address,
    run: (client: ConnectorClient) => Promise<T>,
  ): Promise<T> => {
    try {
      return await run(await clientOf(serviceUrl));
    } catch (error) {
      if (statusOf(error) === 401) tokens.forget();
      throw error;
    }
  };

  const create = (
    address: Address,
    parameters: Partial<ConversationParameters>,
  ): Promise<Partial<ConversationResourceResponse>> =>
    call(address, ({ conversations }) =>
      conversations.createConversation(parameters as ConversationParameters),
    );

  return {
    say: (spot, said) =>
      call(spot, async ({ conversations }) => {
        const { conversationId } = spot;
        return named((await conversations.sendToConversation(conversationId, activityOf(spot, said))).id);
      }),
    startThread: async (spot, said) => {
      const channel = { id: partsOf(spot.conversationId).channel };
      const { id, activityId } = await create(spot, {
        isGroup: true,
        ...newConversation(spot, { channel }),
        activity: activityOf(spot, said) as Activity,
      });
      return named(activityId) ?? partsOf(id ?? '').root ?? undefined;
    },
    update: (spot, activityId, said) =>
      call(spot, async ({ conversations }) => {
        await conversations.updateActivity(spot.conversationId, activityId, activityOf(spot, said));
      }),
    remove: (spot, activityId) =>
      call(spot, async ({ conversations }) => {
        try {
          await conversations.deleteActivity(spot.conversationId, activityId);
        } catch (error) {
          // The SDK takes 201 for a failure (facts §7).
          if (statusOf(error) !== 201) throw error;
        }
      }),
    openChat: async (address, user) => {
      const { id } = await create(address, {
        isGroup: false,
        members: [{ id: user, name: '' }],
        ...newConversation(address, {}),
      });
      if (!id) throw new Error('Teams opened a chat without an id');
      return id;
    },
    members: (spot) => call(spot, (client) => membersOf(client, partsOf(spot.conversationId).channel)),
    member: (spot, user) =>
      call(spot, async ({ conversations }) => {
        const channel = partsOf(spot.conversationId).channel;
        const account = await conversations.getConversationMember(channel, user);
        return memberOf(account) ?? { user, name: null };
      }),
  };
}
