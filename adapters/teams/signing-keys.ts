/** The keys that Microsoft signs with: kept in memory, fetched anew when they are old or a token names another one. */
import type { CryptoKey } from 'jose';
import { AppError } from '../../src/errors.js';
import type { Log, SystemClock } from '../../src/ports.js';

export interface SigningKey {
  readonly key: CryptoKey;
  /** Channels that the key may sign for; null: it names none, so it is not restricted. */
  readonly endorsements: readonly string[] | null;
}

/** By key id. */
export type KeySet = ReadonlyMap<string, SigningKey>;

/** There are no keys to check a token with: nobody can say whether it is good. */
export class SigningKeysUnavailable extends AppError {
  readonly code = 'TEAMS.SIGNING_KEYS_UNAVAILABLE';
  readonly retryable = true;
}

export interface SigningKeysDeps {
  /** Rejects when they cannot be had. */
  readonly fetchKeys: () => Promise<KeySet>;
  readonly systemClock: SystemClock;
  readonly log: Log;
}

/** Undefined: no key of that id. @throws SigningKeysUnavailable when that cannot be told. */
export type FindSigningKey = (kid: string) => Promise<SigningKey | undefined>;

/** Keys are announced long before they are used: Microsoft asks to look once a day. */
const freshForMs = 24 * 3_600_000;
/** Anybody can send tokens with key ids that nobody knows: they make us ask so often and no more. */
const mostFetchesPerMinute = 10;

export function createSigningKeys({ fetchKeys, systemClock, log }: SigningKeysDeps): FindSigningKey {
  const held: { keys: KeySet | null; since: number } = { keys: null, since: 0 };
  let begun: readonly number[] = [];
  let fetching: Promise<boolean> | null = null;
  const now = () => systemClock.now().getTime();

  /** Never rejects. False: they could not be had, and what was known stays. */
  const fetchAnew = async (): Promise<boolean> => {
    try {
      held.keys = await fetchKeys();
      held.since = now();
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      log.warn({ reason, keysKnown: held.keys !== null }, 'the signing keys of Teams could not be fetched');
      return false;
    } finally {
      fetching = null;
    }
  };

  /** Whoever asks while they are on their way waits for these. True: it is known what there is to know. */
  const refresh = (): Promise<boolean> => {
    if (fetching) return fetching;
    begun = begun.filter((at) => now() - at < 60_000);
    if (begun.length >= mostFetchesPerMinute) return Promise.resolve(held.keys !== null);
    begun = [...begun, now()];
    fetching = fetchAnew();
    return fetching;
  };

  return async (kid) => {
    const known = held.keys?.get(kid);
    // What is old is good until it is replaced: nobody waits for that.
    if (known && now() - held.since > freshForMs) void refresh();
    if (known) return known;
    // A key that is new to us may be new altogether; while nobody can be asked, it may as well be good.
    if (!(await refresh())) throw new SigningKeysUnavailable('The signing keys of Teams are not known');
    return held.keys?.get(kid);
  };
}
