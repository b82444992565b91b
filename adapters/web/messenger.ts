import { userOf, type Place } from '../../src/places.js';
import type { Messenger, Post, SendOutcome, TownClock } from '../../src/ports.js';
import { reasonOf } from '../../src/errors.js';
import { renderMessage } from './render-message.js';
import type { RoomStore } from './room-store.js';
import { entryId, isRoom, type Room } from './rooms.js';

export interface MessengerDeps {
  readonly rooms: RoomStore;
  readonly townClock: TownClock;
}

/** A delivery keeps one message id however often it is tried: a repeat is a duplicate and shows nothing twice. */
const postedId = (post: Post): string => `b-${post.key}`;

const roomOf = ({ platform, id }: Place): Room | undefined =>
  platform === 'web' && isRoom(id) ? id : undefined;

export function createMessenger(deps: MessengerDeps): Messenger {
  const { rooms } = deps;
  return {
    platform: 'web',
    paceMs: 0,
    post: async (post) => {
      const room = roomOf(post.place);
      if (!room) return { kind: 'refused', reason: 'no such room' };
      try {
        return await send(post, room, deps);
      } catch (error) {
        return { kind: 'unavailable', reason: reasonOf(error) };
      }
    },
    lookUp: async (post) => {
      try {
        const found = await rooms.find(entryId(post.place.id, postedId(post)));
        return found ? { kind: 'found', platformMessageId: postedId(post) } : { kind: 'absent' };
      } catch (error) {
        return { kind: 'unavailable', reason: reasonOf(error) };
      }
    },
  };
}

async function send(post: Post, room: Room, { rooms, townClock }: MessengerDeps): Promise<SendOutcome> {
  const content = renderMessage(post.message);
  if (post.updates !== null && (await rooms.edit(entryId(room, post.updates), content))) {
    return { kind: 'sent', platformMessageId: post.updates };
  }
  await rooms.post({
    ...content,
    id: entryId(room, postedId(post)),
    room,
    at: townClock.now(),
    from: 'bot',
    replyTo: post.replyTo,
    onlyFor: post.onlyFor === null ? null : userOf(post.onlyFor),
    kind: 'message',
    form: null,
  });
  return { kind: 'sent', platformMessageId: postedId(post) };
}
