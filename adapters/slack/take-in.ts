/** Keeps what somebody did, and says what the sender is told and what begins once it has its answer. */
import { incomingOf, type EventOf } from '../../src/bot/incoming-event.js';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { reasonOf } from '../../src/errors.js';
import type { Envelope, Inbox, Log, Responder } from '../../src/ports.js';
import type { FormRefusal } from '../../src/use-cases/answer-at-once.js';
import { within } from './deadline.js';
import { envelopeOf, type EnvelopeDeps } from './envelope.js';
import type { HomeOpened, Kept, Press } from './reading.js';

export interface TakeInDeps extends EnvelopeDeps {
  readonly inbox: Pick<Inbox, 'put'>;
  readonly log: Log;
  /** Rings the bell for a stored row. Nothing waits for it. */
  readonly onStored: (envelope: Envelope) => void;
  /** A press that opens a form, answered within Slack's three seconds. Best effort. */
  readonly answerAtOnce: (event: EventOf<'action'>, responder: Responder) => Promise<void>;
  readonly responderFor: (press: Press) => Responder;
  /** What is wrong with a submitted form right now; null: nothing. */
  readonly refusalOf: (event: EventOf<'form'>) => Promise<FormRefusal | null>;
  /** Draws the App Home of a Slack user. Best effort. */
  readonly publishHome: (user: string) => Promise<void>;
}

/** What the modal of a form does instead of closing. */
export type ModalAnswer =
  /** Block → sentence: it stays open with what was written. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  /** It says this in place of the form. */
  | { readonly kind: 'notice'; readonly message: OutgoingMessage };

export interface TakenIn {
  /** Null: nothing to say; a modal closes. */
  readonly answer: ModalAnswer | null;
  /** Never rejects. */
  readonly afterwards: () => Promise<void>;
}

/** Slack waits three seconds for the answer to a form, and storing it needs most of them. */
const refusalDeadlineMs = 1_000;

/** @throws StoreUnavailable: nothing was kept, and Slack has to be told so. */
export async function takeIn(what: Kept | HomeOpened, body: string, deps: TakeInDeps): Promise<TakenIn> {
  if (what.kind === 'home-opened')
    return { answer: null, afterwards: bestEffort(deps, publishing(what, deps)) };
  const envelope = envelopeOf(what, body, deps);
  const answer = what.kind === 'submission' ? await answerTo(what, envelope, deps) : null;
  if (answer?.kind === 'errors') return { answer, afterwards: () => Promise.resolve() };
  const outcome = await deps.inbox.put(envelope);
  return {
    answer,
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

type Submission = Extract<Kept, { kind: 'submission' }>;

/** A form that came too late is stored all the same: its turn keeps the words. */
async function answerTo(
  submission: Submission,
  envelope: Envelope,
  deps: TakeInDeps,
): Promise<ModalAnswer | null> {
  const refusal = await refusalInTime(submission, envelope, deps);
  if (refusal === null) return null;
  if (refusal.kind === 'too-late') return { kind: 'notice', message: refusal.message };
  const block = submission.inputs.find((input) => input === refusal.field) ?? submission.inputs[0];
  return block === undefined ? null : { kind: 'errors', errors: { [block]: refusal.text } };
}

/** What cannot be told in time is no refusal: the turn looks again. */
async function refusalInTime(
  { event }: Submission,
  envelope: Envelope,
  { refusalOf, log }: TakeInDeps,
): Promise<FormRefusal | null> {
  try {
    return (await within(refusalDeadlineMs, refusalOf(incomingOf(event, envelope)))) ?? null;
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'a submitted form could not be looked at before it was stored');
    return null;
  }
}
