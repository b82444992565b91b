/** For presses that have no answer of their own (Action.Submit): what would stand in it goes into the presser's chat. */
import { actions, message, paragraph, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { isDirect, type PersonId, type Place } from '../../src/places.js';
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
  const post = async (to: PersonId, place: Place, said: OutgoingMessage): Promise<void> => {
    const aside = { replyTo: null, updates: null, writtenAt: new Date(0) };
    const onlyFor = isDirect(place) ? null : to;
    await messenger.post({ key: ids.next(), place, message: said, onlyFor, ...aside });
  };
  return {
    openForm: (to, place, opened) => post(to, place, offer(opened)),
    say: (to, place, said) => post(to, place, said),
  };
}
