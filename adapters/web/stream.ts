/** `GET /chat/stream`: what changes in the rooms that a person reads, as server-sent events. */
import type { Response } from 'express';
import type { Log } from '../../src/ports.js';
import type { Change } from './change-cursor.js';
import type { User } from './people.js';
import { isVisibleTo, presentEntry } from './present-entry.js';
import type { RoomStore } from './room-store.js';
import { RoomWatcher } from './room-watcher.js';
import { isRoom, mayRead } from './rooms.js';

const pollMs = 300;
// Proxies and browsers give up on a connection that says nothing for long.
const heartbeatMs = 15_000;

export interface ChatStream {
  /** Takes the response over for as long as its caller stays. @throws StoreUnavailable before it has begun */
  readonly open: (person: User, response: Response) => Promise<void>;
  readonly wake: () => void;
  /** Ends every connection: a server that waits for them could not stop. */
  readonly close: () => void;
}

export function createChatStream(deps: { rooms: RoomStore; log: Log }): ChatStream {
  const watcher = new RoomWatcher({ ...deps, pollMs });
  const connections = new Set<Response>();
  return {
    open: async (person, response) => {
      const unsubscribe = await watcher.subscribe((change) => {
        if (response.headersSent && isFor(change, person)) response.write(eventOf(change));
      });
      connections.add(response);
      begin(response, () => {
        connections.delete(response);
        unsubscribe();
      });
    },
    wake: () => {
      watcher.wake();
    },
    close: () => {
      watcher.close();
      for (const connection of connections) connection.end();
    },
  };
}

function begin(response: Response, onClose: () => void): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs);
  const end = () => {
    clearInterval(heartbeat);
    onClose();
  };
  // The caller may have gone while the store was asked.
  if (response.destroyed) end();
  else response.on('close', end);
}

const isFor = ({ entry }: Change, person: User): boolean =>
  isRoom(entry.room) && mayRead(person, entry.room) && isVisibleTo(entry, person);

function eventOf({ kind, entry }: Change): string {
  const shown = presentEntry(entry);
  const data = kind === 'remove' ? { id: shown.id, room: shown.room } : shown;
  return `event: ${kind}\nid: ${entry.seq}\ndata: ${JSON.stringify(data)}\n\n`;
}
