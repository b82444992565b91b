/**
 * The bot's own token for talking to Teams: client credentials of a single-tenant app. Nothing of it is shared between
 * installations; the library's credentials keep theirs in a cache of the whole process.
 */
import { z } from 'zod';
import type { SystemClock } from '../../src/ports.js';
import { TokenRefused, TokenUnavailable } from './errors.js';
import type { TeamsSettings } from './settings.js';

export interface Tokens {
  /** @throws TokenRefused or TokenUnavailable */
  readonly current: () => Promise<string>;
  /** The connector did not take it: the next one is fetched anew. */
  readonly forget: () => void;
}

export interface TokensDeps {
  readonly settings: Pick<TeamsSettings, 'appId' | 'appPassword' | 'tenantId' | 'tokenUrl'>;
  readonly systemClock: SystemClock;
  /** Shorter only in tests. */
  readonly timeoutMs?: number;
}

const scope = 'https://api.botframework.com/.default';
const fetchTimeoutMs = 10_000;
/** A token is not used in its last minutes: it must not end on the way. */
const spareMs = 5 * 60_000;

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const refusalSchema = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) });

interface Kept {
  readonly token: string;
  readonly until: number;
}

/** What is asked of Entra ID, and where. `doctor` asks the same. */
export const tokenRequestOf = ({ appId, appPassword, tenantId, tokenUrl }: TokensDeps['settings']) => ({
  url: tokenUrl ?? `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
  form: {
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: appPassword,
    scope,
  },
});

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** Asking again helps against 408, 429 and the server's own failures; against the others only somebody's hand does. */
function failureOf(status: number, body: unknown): TokenRefused | TokenUnavailable {
  const isTheirs = status === 408 || status === 429 || status >= 500;
  const word = refusalSchema.safeParse(body).data?.error ?? `http ${status}`;
  return isTheirs ? new TokenUnavailable(word) : new TokenRefused(word);
}

async function ask({ settings, timeoutMs = fetchTimeoutMs }: TokensDeps): Promise<Response> {
  const { url, form } = tokenRequestOf(settings);
  try {
    return await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new TokenUnavailable('no answer', { cause });
  }
}

async function fetchToken(deps: TokensDeps): Promise<Kept> {
  const askedAt = deps.systemClock.now().getTime();
  const response = await ask(deps);
  const body = await bodyOf(response);
  if (!response.ok) throw failureOf(response.status, body);
  const answer = answerSchema.safeParse(body).data;
  if (!answer) throw new TokenUnavailable('unreadable answer');
  const livesMs = answer.expires_in * 1_000;
  return { token: answer.access_token, until: askedAt + Math.max(livesMs - spareMs, livesMs / 2) };
}

/** One fetch at a time, however many messages wait for it. */
export function createTokens(deps: TokensDeps): Tokens {
  let kept: Kept | null = null;
  let fetching: Promise<Kept> | null = null;

  const renew = async (): Promise<string> => {
    fetching ??= fetchToken(deps).finally(() => {
      fetching = null;
    });
    kept = await fetching;
    return kept.token;
  };

  return {
    current: () =>
      kept && deps.systemClock.now().getTime() < kept.until ? Promise.resolve(kept.token) : renew(),
    forget: () => {
      kept = null;
    },
  };
}
