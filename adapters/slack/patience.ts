/** Calls to Slack that nobody waits for: one after the other, at a pace, and a 429 is waited out. */
import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from './errors.js';

/** @throws what the call throws, 429 apart; once it is over, the reason of the signal. */
export type PatientCall = <T>(call: () => Promise<T>) => Promise<T>;

/** `paceMs`: before every call. After a 429 the same call goes again, as late as Slack says and as often as it takes. */
export function createPatientCall(paceMs: number, signal: AbortSignal): PatientCall {
  const rest = (ms: number) => sleep(ms, undefined, { ref: false, signal });
  return async (call) => {
    for (;;) {
      await rest(paceMs);
      try {
        return await call();
      } catch (error) {
        const failure = classify(error);
        if (failure.kind !== 'rate-limited') throw error;
        await rest(failure.retryAfterMs);
      } finally {
        // What came too late is nobody's any more.
        signal.throwIfAborted();
      }
    }
  };
}
