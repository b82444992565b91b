/** Tokens as the Bot Framework signs them, with keys of our own. */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

export interface SigningPair {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** As the key server publishes it. */
  readonly publicJwk: JWK & { readonly endorsements?: readonly string[] };
}

/** `endorsements`: channels that the key may sign for; null: it names none. */
export async function aSigningPair(
  kid: string,
  endorsements: readonly string[] | null = ['msteams', 'webchat'],
): Promise<SigningPair> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig' };
  return { kid, privateKey, publicJwk: endorsements ? { ...jwk, endorsements: [...endorsements] } : jwk };
}

export interface TokenDetails {
  readonly appId: string;
  readonly serviceUrl: string;
  readonly now: Date;
  /** Changed claims; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Changed header; undefined leaves a field out. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000);

const present = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What the Bot Framework says of itself in a token for us, good for an hour. */
export const channelClaims = ({ appId, serviceUrl, now, claims }: TokenDetails): Record<string, unknown> =>
  present({
    serviceurl: serviceUrl,
    nbf: seconds(now),
    exp: seconds(now) + 3_600,
    iss: 'https://api.botframework.com',
    aud: appId,
    ...claims,
  });

export const channelToken = ({ kid, privateKey }: SigningPair, details: TokenDetails): Promise<string> =>
  new SignJWT(channelClaims(details))
    .setProtectedHeader(present({ alg: 'RS256', typ: 'JWT', kid, ...details.header }) as { alg: string })
    .sign(privateKey);
