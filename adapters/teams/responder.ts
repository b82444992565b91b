/** Answers a press within the seconds that its client waits. Best effort. */
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import type { OpenedForm, Responder } from '../../src/ports.js';
import type { ShownForm } from './render-form.js';

/** An Adaptive Card, as JSON. */
export type Card = object;

export interface Renderers {
  /** A form with [送る] and, outside of a dialog, [やめる], which brings back the card that it took the place of. */
  readonly renderForm: (opened: OpenedForm, shown: ShownForm) => Card;
  /** `key`: of the delivery that the message is; null: of none. */
  readonly renderMessage: (message: OutgoingMessage, key: string | null) => Card;
}

/** What the heart wanted to be shown. */
export type Said =
  | { readonly kind: 'form'; readonly opened: OpenedForm }
  | { readonly kind: 'words'; readonly message: OutgoingMessage };

export interface Collector {
  readonly responder: Responder;
  readonly said: () => Said | null;
}

/** An invoke has one answer: the first thing that was said. */
export function createCollector(): Collector {
  let said: Said | null = null;
  const say = (what: Said): Promise<void> => {
    said ??= what;
    return Promise.resolve();
  };
  return {
    responder: {
      openForm: (_to, _place, opened) => say({ kind: 'form', opened }),
      say: (_to, _place, message) => say({ kind: 'words', message }),
    },
    said: () => said,
  };
}
