/**
 * Bot Framework's way to its connector clients, with four of its habits taken away (facts/teams.md §7): it repeats a
 * request whose outcome nobody knows, it waits for ever, it follows redirections, and it keeps a connection that may
 * be dead by the next message.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Tokens } from './credentials.js';

export type BotFrameworkAuthentication = ConfigurationBotFrameworkAuthentication;
type Base = BotFrameworkAuthentication;
type CredentialsFactory = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;
type Credentials = Awaited<ReturnType<CredentialsFactory['createCredentials']>>;
type ClaimsIdentity = Parameters<Base['createConnectorFactory']>[0];
type ConnectorFactory = ReturnType<Base['createConnectorFactory']>;
export type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;

/** A message is given up after this; whether it arrived is then unknown. */
const requestTimeoutMs = 10_000;

export interface BotAuthenticationDeps {
  readonly appId: string;
  readonly tokens: Tokens;
  /** Shorter only in tests. */
  readonly timeoutMs?: number;
}

interface PipelineRequest {
  readonly url: string;
  abortSignal?: AbortSignal;
  agent?: unknown;
}

interface Policy {
  readonly name: string;
  readonly sendRequest: (
    request: PipelineRequest,
    next: (request: PipelineRequest) => Promise<unknown>,
  ) => Promise<unknown>;
}

/** What the connector client holds, but does not show in its types. */
interface Pipelined {
  readonly client: {
    readonly pipeline: {
      readonly removePolicy: (policy: { name: string }) => unknown[];
      readonly addPolicy: (policy: Policy) => void;
    };
  };
}

/** No connection outlives its request: one that the other side has given up loses a message without a word. */
const agents = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) };

/** The library's own timeout ends with the headers of an answer; this one holds until its last byte. */
const deadline = (timeoutMs: number): Policy => ({
  name: 'yamabikoDeadline',
  sendRequest: (request, next) => {
    request.abortSignal = AbortSignal.timeout(timeoutMs);
    // A proxy that the operator has set comes first.
    request.agent ??= request.url.startsWith('https:') ? agents.https : agents.http;
    return next(request);
  },
});

function tame(connector: ConnectorClient, timeoutMs: number): ConnectorClient {
  const { pipeline } = (connector as unknown as Pipelined).client;
  const removed = pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  // Better no message than every message twice.
  if (removed.length !== 1) throw new Error('This botbuilder hides its retries somewhere else.');
  // What we say is for this host alone.
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy(deadline(timeoutMs));
  return connector;
}

function tamed(factory: ConnectorFactory, timeoutMs: number): ConnectorFactory {
  const create = factory.create.bind(factory);
  factory.create = async (...where) => tame(await create(...where), timeoutMs);
  return factory;
}

const credentialsOf = (tokens: Tokens): Credentials => ({
  signRequest: async (request) => {
    request.headers.set('Authorization', `Bearer ${await tokens.current()}`);
    return request;
  },
});

/** Structural: the library does not export the class. Its own one would keep tokens for the whole process. */
function credentialsFactory(appId: string, tokens: Tokens): CredentialsFactory {
  const factory: { [Method in keyof CredentialsFactory]: CredentialsFactory[Method] } = {
    isValidAppId: (id) => Promise.resolve(id === appId),
    isAuthenticationDisabled: () => Promise.resolve(false),
    createCredentials: () => Promise.resolve(credentialsOf(tokens)),
  };
  return factory;
}

/** Its own check knows no tenant, and takes a token that is shaped like one of ours (facts §2). */
const ownCheckOnly = 'Requests are checked in front of the library, never by it.';

/** Hands out tamed connectors only, and lets nobody in by itself. */
class BotAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #timeoutMs: number;

  constructor({ appId, tokens, timeoutMs = requestTimeoutMs }: BotAuthenticationDeps) {
    super({}, credentialsFactory(appId, tokens));
    this.#timeoutMs = timeoutMs;
  }

  override createConnectorFactory(claims: ClaimsIdentity): ConnectorFactory {
    return tamed(super.createConnectorFactory(claims), this.#timeoutMs);
  }

  override authenticateRequest(): Promise<never> {
    return Promise.reject(new Error(ownCheckOnly));
  }

  override authenticateStreamingRequest(): Promise<never> {
    return Promise.reject(new Error(ownCheckOnly));
  }

  override authenticateChannelRequest(): Promise<never> {
    return Promise.reject(new Error(ownCheckOnly));
  }
}

export const createBotAuthentication = (deps: BotAuthenticationDeps): Base => new BotAuthentication(deps);

/** The bot as it shows itself to the library, which does not export the class of it. */
export function botIdentity(appId: string): ClaimsIdentity {
  const claims = [{ type: 'aud', value: appId }];
  const getClaimValue = (type: string) => claims.find((claim) => claim.type === type)?.value ?? null;
  return { claims, isAuthenticated: true, getClaimValue } as Partial<ClaimsIdentity> as ClaimsIdentity;
}
