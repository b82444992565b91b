/** What became of a message that could not be sent, in the words of the outbox. */
import { isDirect, type Place } from '../../src/places.js';
import type { Log, SendOutcome, SystemClock } from '../../src/ports.js';
import type { Failure } from './errors.js';

/** A place that cannot be reached yet is looked for again after this. */
const ownLookAgainMs = 60_000;
/** Nothing left, and nobody knows for how long: its lane waits this long. */
const tryAgainMs = 5_000;
const remindEveryMs = 3_600_000;

export interface Outcomes {
  /** The lane waits until the app is installed there; nothing is lost. */
  readonly waits: (reason: string) => SendOutcome;
  readonly of: (place: Place, failure: Failure) => SendOutcome;
  /** The same for a call that came before the message: nothing of the message can have arrived. */
  readonly beforeSending: (place: Place, failure: Failure) => SendOutcome;
}

export interface OutcomesDeps {
  readonly log: Log;
  readonly systemClock: SystemClock;
  readonly lookAgainMs?: number;
}

export function createOutcomes({ log, systemClock, lookAgainMs = ownLookAgainMs }: OutcomesDeps): Outcomes {
  let remindedAt = -Infinity;

  const waits = (reason: string): SendOutcome => {
    const now = systemClock.now().getTime();
    if (now - remindedAt >= remindEveryMs) {
      remindedAt = now;
      log.error(
        { reason },
        'a place on Teams cannot be reached: its messages wait until the app is installed there',
      );
    }
    return { kind: 'rate-limited', retryAfterMs: lookAgainMs };
  };

  const of = (place: Place, failure: Failure): SendOutcome => {
    switch (failure.kind) {
      case 'conversation-gone':
      case 'not-installed':
        return isDirect(place) ? { kind: 'refused', reason: failure.kind } : waits(failure.kind);
      case 'too-large':
      case 'wrong-host':
        return { kind: 'refused', reason: failure.kind };
      case 'our-bug':
        return { kind: 'refused', reason: failure.reason };
      case 'not-updatable':
        return { kind: 'unknown', reason: failure.kind };
      case 'shut-out': {
        const { reason } = failure;
        log.error(
          { reason },
          'Teams does not let us in: check TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID',
        );
        return { kind: 'unavailable', reason };
      }
      default:
        return failure;
    }
  };

  return {
    waits,
    of,
    beforeSending: (place, failure) =>
      failure.kind === 'unknown' ? { kind: 'rate-limited', retryAfterMs: tryAgainMs } : of(place, failure),
  };
}
