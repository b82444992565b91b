/**
 * An outage that we cannot see: the service is fine, and its proxy or certificate is not. Conversations are read in
 * turn, a call now and then, so that such words are found too, within hours.
 */
import { marginMs, pastConversations, type CatchUpDeps } from './catch-up.js';
import { failureReason } from './errors.js';
import { fetchMissed, tellMissed } from './fetch-missed.js';
import type { Span } from './past-events.js';

/** Longer than one turn takes, even with a few thousand conversations. */
const lookBackMs = 3 * 24 * 3_600_000;

/** What is younger may be on its way to us just now. */
const onItsWayMs = 60_000;

export type LookAroundDeps = Omit<CatchUpDeps, 'hearing'>;

/** One turn through all conversations. Whom Slack does not let us read is left to the next one. */
export function createLookAround(deps: LookAroundDeps): () => Promise<void> {
  const spanNow = (installedAt: Date): Span => {
    const now = deps.systemClock.now().getTime();
    const from = Math.max(now - lookBackMs, installedAt.getTime() - marginMs);
    return { from: new Date(from), to: new Date(now - onItsWayMs) };
  };

  return async () => {
    const installedAt = await deps.installedAt();
    for (const conversation of await pastConversations(deps.desk, deps.reader)) {
      try {
        tellMissed(await fetchMissed(deps, conversation, spanNow(installedAt)), deps.log);
      } catch (error) {
        if (deps.signal.aborted) return;
        deps.log.debug({ reason: failureReason(error) }, 'a conversation was not looked through this time');
      }
    }
  };
}
