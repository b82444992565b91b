/** Keeps what somebody did, and says what the sender is told and what begins once it has its answer. */
import type { EventOf } from '../../src/bot/incoming-event.js';
import { AppError } from '../../src/errors.js';
import type { Envelope, Inbox, Log, Responder } from '../../src/ports.js';
import { within } from './deadline.js';
import { envelopeOf, type EnvelopeDeps } from './envelope.js';
import { incomingOf } from './parse-event.js';
import type { HomeOpened, Kept, Press } from './reading.js';

export interface TakeInDeps extends EnvelopeDeps {
  readonly inbox: Pick<Inbox, 'put'>;
  readonly log: Log;
  /** Rings the bell for a stored row. Nothing waits for it. */
  readonly onStored: (envelope: Envelope) => void;
  /** A press that opens a form, answered within Slack's three seconds. Best effort. */
  readonly answerAtOnce: (event: EventOf<'action'>, responder: Responder) => Promise<void>;
  readonly responderFor: (press: Press) => Responder;
  /** What is wrong with a submitted form right now, as a sentence; null: nothing. */
  readonly refusalOf: (event: EventOf<'form'>) => Promise<string | null>;
  /** Draws the App Home of a Slack user. Best effort. */
  readonly publishHome: (user: string) => Promise<void>;
}

export interface TakenIn {
  /** Block → sentence: the modal stays open with what was written. Null: it closes. */
  readonly errors: Readonly<Record<string, string>> | null;
  /** Never rejects. */
  readonly afterwards: () => Promise<void>;
}

/** Slack waits three seconds for the answer to a form, and storing it needs most of them. */
const refusalDeadlineMs = 1_000;

/** @throws StoreUnavailable: nothing was kept, and Slack has to be told so. */
export async function takeIn(what: Kept | HomeOpened, body: string, deps: TakeInDeps): Promise<TakenIn> {
  if (what.kind === 'home-opened')
    return { errors: null, afterwards: bestEffort(deps, publishing(what, deps)) };
  const envelope = envelopeOf(what, body, deps);
  const refusal = what.kind === 'submission' ? await refusalOf(what, envelope, deps) : null;
  if (refusal) return { errors: refusal, afterwards: () => Promise.resolve() };
  const outcome = await deps.inbox.put(envelope);
  return {
    errors: null,
    afterwards: bestEffort(deps, outcome === 'stored' ? following(what, envelope, deps) : []),
  };
}

type Step = () => void | Promise<void>;

const publishing = ({ user }: HomeOpened, { publishHome }: TakeInDeps): Step[] => [() => publishHome(user)];

function following(kept: Kept, envelope: Envelope, deps: TakeInDeps): Step[] {
  const ring = () => {
    deps.onStored(envelope);
  };
  if (kept.kind !== 'press') return [ring];
  const event = incomingOf(kept.event, envelope);
  // The trigger of a press lives for three seconds: it goes before everything else.
  return [() => deps.answerAtOnce(event, deps.responderFor(kept.press)), ring];
}

const bestEffort =
  ({ log }: TakeInDeps, steps: readonly Step[]) =>
  async (): Promise<void> => {
    const run = async (step: Step) => {
      await step();
    };
    for (const outcome of await Promise.allSettled(steps.map(run))) {
      if (outcome.status === 'rejected')
        log.warn({ reason: reasonOf(outcome.reason) }, 'Slack could not be answered at once');
    }
  };

/** What cannot be told in time is no refusal: the turn looks again, and keeps the words as a draft. */
async function refusalOf(
  { event, firstInput }: Extract<Kept, { kind: 'submission' }>,
  envelope: Envelope,
  { refusalOf: ask, log }: TakeInDeps,
): Promise<Record<string, string> | null> {
  if (firstInput === null) return null;
  try {
    const refusal = await within(refusalDeadlineMs, ask(incomingOf(event, envelope)));
    return refusal ? { [firstInput]: refusal } : null;
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'a submitted form could not be looked at before it was stored');
    return null;
  }
}

/** A stable word, never a text that may hold somebody's data. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
