/** Did Teams send this? Our own check, in front of the library's, which lets too much pass (facts §2). */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type CryptoKey, type JWTPayload } from 'jose';
import type { SystemClock } from '../../src/ports.js';
import { RequestRejected, type Claimed } from './request-rejected.js';
import { SigningKeysUnavailable, type FindSigningKey } from './signing-keys.js';

export const channelId = 'msteams';

export const defaultTokenIssuers: readonly string[] = ['https://api.botframework.com'];

/** Ours and Microsoft's clock may be so far apart. */
const clockToleranceSeconds = 300;

export interface TokenCheckDeps {
  /** The audience of every token for us. */
  readonly appId: string;
  readonly issuers: readonly string[];
  readonly findKey: FindSigningKey;
  readonly systemClock: SystemClock;
}

/** What a good token says. */
export interface VerifiedToken {
  /** As it is written there. */
  readonly serviceUrl: string;
  /** Only tokens of Entra ID name one. */
  readonly tenantId: string | null;
}

/**
 * Takes the value of the header `Authorization`. RS256 with a key of the OpenID metadata that is endorsed for Teams,
 * one of our issuers, our audience, not expired, not for later, and a service URL.
 *
 * @throws RequestRejected 401, or 503 while there are no keys to check with: then the platform has to try again.
 * @see https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export type VerifyToken = (authorization: string | undefined) => Promise<VerifiedToken>;

export function createTokenCheck({ appId, issuers, findKey, systemClock }: TokenCheckDeps): VerifyToken {
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new RequestRejected(401, 'no bearer token');
    const claimed = claimedBy(token);
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => keyOf(kid, findKey), {
        algorithms: ['RS256'],
        issuer: [...issuers],
        audience: appId,
        requiredClaims: ['exp'],
        currentDate: systemClock.now(),
        clockTolerance: clockToleranceSeconds,
      });
      return readClaims(payload);
    } catch (error) {
      throw rejectionFor(error, claimed);
    }
  };
}

/** What jose has no words for. */
class TokenRefused extends Error {}

async function keyOf(kid: unknown, findKey: FindSigningKey): Promise<CryptoKey> {
  const found = typeof kid === 'string' ? await findKey(kid) : undefined;
  if (!found) throw new TokenRefused('no key of that id');
  if (found.endorsements && !found.endorsements.includes(channelId))
    throw new TokenRefused('a key that is not endorsed for Teams');
  return found.key;
}

function readClaims({ serviceurl: serviceUrl, tid }: JWTPayload): VerifiedToken {
  if (typeof serviceUrl !== 'string') throw new TokenRefused('no claim serviceurl');
  return { serviceUrl, tenantId: typeof tid === 'string' ? tid : null };
}

function rejectionFor(error: unknown, claimed: Claimed): RequestRejected {
  if (error instanceof SigningKeysUnavailable)
    return new RequestRejected(503, 'no keys to check the token with', { claimed, cause: error });
  return new RequestRejected(401, reasonOf(error), { claimed });
}

/** Words of this program or of jose, none of the token. */
function reasonOf(error: unknown): string {
  if (error instanceof TokenRefused) return error.message;
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired)
    return `${error.code} ${error.claim} ${error.reason}`;
  return error instanceof errors.JOSEError ? error.code : 'no token';
}

/** What is not verified yet: for the log, and to find the key. */
function claimedBy(token: string): Claimed {
  try {
    return {
      iss: loggable(decodeJwt(token).iss),
      kid: loggable(decodeProtectedHeader(token).kid),
    };
  } catch {
    return { iss: null, kid: null };
  }
}

/** Addresses and ids; anything else was made up to be read by somebody. */
const loggable = (claim: unknown): string | null =>
  typeof claim === 'string' && /^[\w.:/@~-]{1,200}$/.test(claim) ? claim : null;
