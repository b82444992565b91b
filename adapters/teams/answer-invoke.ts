/** What the client of a presser shows: what the heart said, the form again, or the card that was there before. */
import type { EventOf } from '../../src/bot/incoming-event.js';
import { message, paragraph, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { reasonOf } from '../../src/errors.js';
import type { Log, OpenedForm } from '../../src/ports.js';
import { within } from './best-effort.js';
import { keyIn } from './card-reference.js';
import { cardAnswer, wordsAnswer } from './invoke-answers.js';
import type { Answered, Press } from './reading.js';
import type { ShownForm } from './render-form.js';
import type { Card, Renderers, Said } from './responder.js';

/** What Teams shows where the heart said nothing. */
export interface AnswerWords {
  /** After a press or a form. */
  readonly received: string;
  /** After 「提案にする」: the rest is said in the presser's direct messages. */
  readonly proposed: string;
  /** An invoke that is not ours, or that says too little. */
  readonly notUnderstood: string;
  /** After [やめる], when what was there before cannot be shown. */
  readonly closed: string;
}

export interface AnswerDeps {
  readonly log: Log;
  /** The form that was submitted, filled in as it was; undefined: none of ours. */
  readonly formAgain: (event: EventOf<'form'>) => OpenedForm | undefined;
  /** What the message of ours with this key shows now. Best effort. */
  readonly shownCard: (key: string) => Promise<OutgoingMessage | undefined>;
  readonly renderers: Renderers;
  readonly words: AnswerWords;
}

const shownCardDeadlineMs = 500;

export function pressAnswer(awaits: Answered, said: Said | null, { card }: Press, deps: AnswerDeps): object {
  if (said?.kind !== 'form') return wordsAnswer(awaits, said?.message.text ?? deps.words.received);
  return formAnswer(awaits, { opened: said.opened, card, instead: deps.words.received }, deps);
}

/** The form again, with what was written in it. */
export function refusedAnswer(
  awaits: Answered,
  { event, refusal, card }: { event: EventOf<'form'>; refusal: string; card: string | null },
  deps: AnswerDeps,
): object {
  const opened = deps.formAgain(event);
  if (!opened) return wordsAnswer(awaits, refusal);
  return formAnswer(awaits, { opened, card, error: refusal, instead: refusal }, deps);
}

export const takenAnswer = (awaits: Answered, { card }: Press, deps: AnswerDeps): Promise<object> =>
  awaits === 'card'
    ? shownAnswer(card, deps.words.received, deps)
    : Promise.resolve(wordsAnswer('dialog', deps.words.received));

/** A dialog closes when nothing is answered. */
export const closedAnswer = ({ awaits, card }: Press, deps: AnswerDeps): Promise<object | null> =>
  awaits === 'card' ? shownAnswer(card, deps.words.closed, deps) : Promise.resolve(null);

interface FormShown extends Omit<ShownForm, 'inTaskModule'> {
  readonly opened: OpenedForm;
  /** Words for when it cannot be drawn. */
  readonly instead: string;
}

function formAnswer(awaits: Answered, { opened, instead, ...about }: FormShown, deps: AnswerDeps): object {
  const drawn = drawnWith(deps, ({ renderForm }) =>
    renderForm(opened, { ...about, inTaskModule: awaits === 'dialog' }),
  );
  return drawn ? cardAnswer(awaits, drawn, opened.form.title) : wordsAnswer(awaits, instead);
}

/** The card that the form took the place of; a small one that says `words` when that cannot be had. */
async function shownAnswer(card: string | null, words: string, deps: AnswerDeps): Promise<object> {
  const find = () => (card === null ? Promise.resolve(undefined) : deps.shownCard(keyIn(card)));
  const shown = await within(shownCardDeadlineMs, deps.log, find);
  const drawn = drawnWith(deps, ({ renderMessage }) =>
    shown ? renderMessage(shown, card) : renderMessage(message(paragraph(words)), null),
  );
  return drawn ? cardAnswer('card', drawn, '') : wordsAnswer('card', words);
}

/** What is stored is stored, also when it cannot be drawn: Teams must not send it again for that. */
function drawnWith({ renderers, log }: AnswerDeps, draw: (renderers: Renderers) => Card): Card | null {
  try {
    return draw(renderers);
  } catch (error) {
    log.error({ reason: reasonOf(error) }, 'a card for Teams could not be drawn');
    return null;
  }
}
