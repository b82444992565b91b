/** Keeps what somebody did, and says what Teams is answered and what begins once it has its answer. */
import { incomingOf, type EventOf } from '../../src/bot/incoming-event.js';
import { reasonOf } from '../../src/errors.js';
import type { Envelope, Inbox, Responder } from '../../src/ports.js';
import { closedAnswer, pressAnswer, refusedAnswer, takenAnswer, type AnswerDeps } from './answer-invoke.js';
import { within } from './best-effort.js';
import type { FormRefusal } from '../../src/use-cases/answer-at-once.js';
import { envelopeOf, type EnvelopeDeps } from './envelope.js';
import { wordsAnswer } from './invoke-answers.js';
import type { Answerable, Kept } from './reading.js';
import { createCollector } from './responder.js';

export interface TakeInDeps extends EnvelopeDeps, AnswerDeps {
  readonly inbox: Pick<Inbox, 'put'>;
  /** Rings the bell for a stored row. Nothing waits for it. */
  readonly onStored: (envelope: Envelope) => void;
  /** A press that opens a form, answered while its client waits. Best effort. */
  readonly answerAtOnce: (event: EventOf<'action'>, responder: Responder) => Promise<void>;
  /** Why a submitted form is not taken as it is right now; null: it is. */
  readonly refusalOf: (event: EventOf<'form'>) => Promise<FormRefusal | null>;
  /** For presses that have no answer (Action.Submit): into the presser's direct messages, as ordinary messages. */
  readonly byMessage: Responder;
}

export interface TakenIn {
  /** Null: no body. */
  readonly answer: object | null;
  /** Never rejects. */
  readonly afterwards: () => Promise<void>;
}

type Submission = Extract<Kept, { kind: 'submission' }>;

/**
 * Clients give up after about five seconds (facts §6), and storing may need half of them. Who is later than this is
 * answered plainly: the turn says the rest.
 */
const openingDeadlineMs = 1_500;
const refusalDeadlineMs = 1_000;

const nothing = () => Promise.resolve();

/** @throws StoreUnavailable: nothing was kept, and Teams has to be told so. */
export async function takeIn(what: Answerable, body: string, deps: TakeInDeps): Promise<TakenIn> {
  switch (what.kind) {
    case 'word': {
      const answer = what.awaits === 'dialog' ? wordsAnswer('dialog', deps.words.proposed) : null;
      const { ring } = await keep(envelopeOf(what, body, deps), deps);
      return { answer, afterwards: ring };
    }
    case 'press':
      return takePress(what, envelopeOf(what, body, deps), deps);
    case 'submission':
      return takeSubmission(what, envelopeOf(what, body, deps), deps);
    case 'form-closed':
      return { answer: await closedAnswer(what.press, deps), afterwards: nothing };
  }
}

interface Outcome {
  readonly isNew: boolean;
  /** The bell. It rings once, for what was known already is on its way. Never rejects. */
  readonly ring: () => Promise<void>;
}

async function keep(envelope: Envelope, { inbox, onStored, log }: TakeInDeps): Promise<Outcome> {
  const isNew = (await inbox.put(envelope)) === 'stored';
  const ring = () =>
    Promise.resolve(envelope)
      .then(onStored)
      .catch((error: unknown) => {
        log.warn({ reason: reasonOf(error) }, 'a stored activity of Teams has to wait for the relay');
      });
  return { isNew, ring: isNew ? ring : nothing };
}

async function takePress(
  { event, press }: Extract<Kept, { kind: 'press' }>,
  envelope: Envelope,
  deps: TakeInDeps,
): Promise<TakenIn> {
  const { isNew, ring } = await keep(envelope, deps);
  const openWith = (responder: Responder) =>
    within(openingDeadlineMs, deps.log, () => deps.answerAtOnce(incomingOf(event, envelope), responder));
  if (press.awaits === 'nothing') {
    const open = () => openWith(deps.byMessage).then(ring);
    return { answer: null, afterwards: isNew ? open : nothing };
  }
  // Also when it came before: its client still waits.
  const { responder, said } = createCollector();
  await openWith(responder);
  return { answer: pressAnswer(press.awaits, said(), press, deps), afterwards: ring };
}

async function takeSubmission(
  { event, press }: Submission,
  envelope: Envelope,
  deps: TakeInDeps,
): Promise<TakenIn> {
  const { awaits, card } = press;
  // Nobody could be shown the form again: the turn keeps what was written, and says what is wrong.
  if (awaits === 'nothing') return { answer: null, afterwards: (await keep(envelope, deps)).ring };
  const form = incomingOf(event, envelope);
  // What cannot be told in time is no refusal: the turn looks again.
  const refusal = await within(refusalDeadlineMs, deps.log, () => deps.refusalOf(form));
  if (refusal?.kind === 'stays-open') {
    const answer = refusedAnswer(awaits, { event: form, refusal: refusal.text, card }, deps);
    return { answer, afterwards: nothing };
  }
  const { ring } = await keep(envelope, deps);
  // It came too late, and is stored all the same: its turn keeps the words and offers them anew.
  if (refusal) return { answer: wordsAnswer(awaits, refusal.message.text), afterwards: ring };
  return { answer: await takenAnswer(awaits, press, deps), afterwards: ring };
}
