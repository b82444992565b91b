/** For presses that have no answer of their own (Action.Submit): what would stand in it goes into the presser's chat. */
import { actions, message, paragraph, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { directPlace, type PersonId } from '../../src/places.js';
import type { Ids, Messenger, OpenedForm, Responder } from '../../src/ports.js';

export interface MessageResponderDeps {
  readonly messenger: Pick<Messenger, 'post'>;
  readonly ids: Ids;
}

/** The form cannot be opened from here: a control that opens it can be pressed there. */
const offer = ({ intent, target, form }: OpenedForm): OutgoingMessage =>
  message(paragraph(form.title), actions({ intent, target, label: form.title, emphasis: 'primary', form }));

export function createMessageResponder({ messenger, ids }: MessageResponderDeps): Responder {
  /** Best effort: what became of it is nobody's promise. */
  const post = async (to: PersonId, said: OutgoingMessage): Promise<void> => {
    const aside = { replyTo: null, updates: null, onlyFor: null, writtenAt: new Date(0) };
    await messenger.post({ key: ids.next(), place: directPlace(to), message: said, ...aside });
  };
  return {
    openForm: (to, _place, opened) => post(to, offer(opened)),
    say: (to, _place, said) => post(to, said),
  };
}
