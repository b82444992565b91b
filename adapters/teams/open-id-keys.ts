/** OpenID metadata → the keys it points to. */
import { importJWK } from 'jose';
import { z } from 'zod';
import { isLoopbackHost } from './service-url.js';
import type { KeySet, SigningKey } from './signing-keys.js';

/** @see https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export const defaultOpenIdMetadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

/** Two of these, and Teams still waits for its answer. */
const patienceMs = 4_000;

const metadataShape = z.object({ jwks_uri: z.url() });
const keySetShape = z.object({ keys: z.array(z.unknown()) });
const keyShape = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  /** RS256 wants 2048 bits: so many letters of base64url. */
  n: z.string().min(342),
  e: z.string(),
  use: z.literal('sig').nullish(),
  endorsements: z.array(z.string()).nullish(),
});

/** @throws what `fetch` throws, and an Error for an answer that is not what it should be. */
export async function fetchOpenIdKeys(metadataUrl: string): Promise<KeySet> {
  const { jwks_uri: address } = metadataShape.parse(await fetchJson(metadataUrl));
  if (!isTrustworthy(new URL(address))) throw new Error('The signing keys are at an address without TLS');
  const { keys } = keySetShape.parse(await fetchJson(address));
  const usable = new Map((await Promise.all(keys.map(readKey))).flat());
  if (usable.size === 0) throw new Error('There is no key for RS256 among the signing keys');
  return usable;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`The answer was ${response.status}`);
  return response.json();
}

const isTrustworthy = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));

/** Nothing for a key of another kind, or a weak one: the others are good without it. */
async function readKey(written: unknown): Promise<[kid: string, key: SigningKey][]> {
  const parsed = keyShape.safeParse(written);
  if (!parsed.success) return [];
  const { kty, n, e, kid, endorsements } = parsed.data;
  const key = await importJWK({ kty, n, e }, 'RS256');
  return key instanceof Uint8Array ? [] : [[kid, { key, endorsements: endorsements ?? null }]];
}
