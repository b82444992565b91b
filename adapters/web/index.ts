/** The local web chat: a platform for trying out, on this machine only (contract §8). */
import type { Router } from 'express';
import type { DeskSettings } from '../../src/municipality.js';
import type { Directory, Messenger, ParseEvent, Responder } from '../../src/ports.js';
import type { AcceptDeps } from './accept-event.js';
import type { MovableClock } from './clock-routes.js';
import { createMessenger } from './messenger.js';
import { parseEvent } from './parse-event.js';
import { createDirectory } from './people.js';
import { createReceiver } from './receiver.js';
import { createResponder } from './responder.js';
import type { RoomStore } from './room-store.js';
import { createChatStream } from './stream.js';

export interface WebChatDeps extends Omit<AcceptDeps, 'townClock'> {
  /** The town clock, and how it is moved. */
  readonly clock: MovableClock;
  /** Whose press counts as the desk's. */
  readonly desk: Pick<DeskSettings, 'home' | 'members' | 'manager'>;
}

export interface WebChat {
  /** Mounted at the root of the server: it holds `/chat` and everything below. */
  readonly router: Router;
  readonly messenger: Messenger;
  readonly responder: Responder;
  readonly parseEvent: ParseEvent;
  readonly directory: Directory;
  /** Ends the open streams; call it before the server waits for its connections. */
  readonly close: () => void;
}

export function createWebChat(given: WebChatDeps): WebChat {
  const stream = createChatStream(given);
  const rooms = ringing(given.rooms, () => {
    stream.wake();
  });
  const deps = { ...given, rooms, townClock: given.clock, stream };
  return {
    router: createReceiver(deps),
    messenger: createMessenger(deps),
    responder: createResponder(deps),
    parseEvent,
    directory: createDirectory(given.desk),
    close: () => {
      stream.close();
    },
  };
}

/** What this process writes is shown at once; what others write, at the next look. */
function ringing(rooms: RoomStore, ring: () => void): RoomStore {
  const rung =
    <Given extends unknown[], Result>(write: (...given: Given) => Promise<Result>) =>
    async (...args: Given): Promise<Result> => {
      const result = await write(...args);
      ring();
      return result;
    };
  return {
    find: (id) => rooms.find(id),
    list: (room, limit) => rooms.list(room, limit),
    changesSince: (seq, limit) => rooms.changesSince(seq, limit),
    lastSeq: () => rooms.lastSeq(),
    post: rung((message) => rooms.post(message)),
    edit: rung((id, content) => rooms.edit(id, content)),
    remove: rung((id) => rooms.remove(id)),
  };
}
