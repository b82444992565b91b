/** `yamabiko digest preview|send`: the digest about an ISO week, by default the one before this. */
import { AppError } from '../../src/errors.js';
import { parseIsoWeek, type IsoWeek } from '../../src/calendar/local-date.js';
import { digestAbout, lastWeek, postDigest } from '../../src/use-cases/post-digest.js';
import type { Foundation } from '../compose.js';

class WeekUnreadable extends AppError {
  readonly code = 'DIGEST.WEEK';
  readonly retryable = false;
}

function weekOf(written: string | null, { town, townClock }: Foundation): IsoWeek {
  if (written === null) return lastWeek(townClock.now(), town);
  const week = parseIsoWeek(written);
  if (!week) throw new WeekUnreadable(`--week: "${written}" is not an ISO week; write for example 2026-W48`);
  return week;
}

const portsOf = ({ stores, town }: Foundation) => ({
  archive: stores.archive,
  proposals: stores.store.proposals,
  deliveries: stores.store.deliveries,
  town,
});

export async function previewDigest(foundation: Foundation, written: string | null): Promise<void> {
  const week = weekOf(written, foundation);
  const digest = await digestAbout(portsOf(foundation), week, foundation.townClock.now());
  process.stdout.write(`${digest.text}\n`);
}

/** Hands it to the outbox; the running service sends it. */
export async function sendDigest(foundation: Foundation, written: string | null): Promise<void> {
  const week = weekOf(written, foundation);
  const outcome = await postDigest(portsOf(foundation), week, foundation.townClock.now());
  if (outcome.kind === 'already-posted') {
    process.stdout.write(`The digest about ${week} was posted already.\n`);
    return;
  }
  await foundation.stores.store.commit(outcome.changes);
  process.stdout.write(`The digest about ${week} is on its way.\n`);
}
