import { userOf, type PersonId, type Place } from '../../src/places.js';
import type { Ids, Responder, TownClock } from '../../src/ports.js';
import { renderForm, renderMessage } from './render-message.js';
import type { NewRoomMessage, RoomStore } from './room-store.js';
import { entryId } from './rooms.js';

export interface ResponderDeps {
  readonly rooms: RoomStore;
  readonly townClock: TownClock;
  readonly ids: Ids;
}

/** Answers at once, as entries that only this person sees. */
export function createResponder({ rooms, townClock, ids }: ResponderDeps): Responder {
  const entryFor = (to: PersonId, place: Place, prefix: 'f' | 's') => ({
    id: entryId(place.id, `${prefix}-${ids.next()}`),
    room: place.id,
    at: townClock.now(),
    from: 'bot',
    replyTo: null,
    onlyFor: userOf(to),
  });
  const post = async (entry: NewRoomMessage) => {
    await rooms.post(entry);
  };
  return {
    openForm: (to, place, { intent, target, form }) =>
      post({
        ...entryFor(to, place, 'f'),
        kind: 'open-form',
        text: form.title,
        blocks: [],
        form: { intent, target, form: renderForm(form) },
      }),
    say: (to, place, message) =>
      post({ ...entryFor(to, place, 's'), kind: 'message', ...renderMessage(message), form: null }),
  };
}
