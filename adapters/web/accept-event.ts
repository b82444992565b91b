/** Keeps what somebody did: in the inbox, as every platform, and in the room log, which the web chat is itself. */
import { conversationKey } from '../../src/bot/conversation.js';
import type { IncomingEvent } from '../../src/bot/incoming-event.js';
import { messageKey, personId, placeKey } from '../../src/places.js';
import type { Envelope, Ids, Inbox, Log, TownClock } from '../../src/ports.js';
import { reasonOf } from '../../src/errors.js';
import { parseEvent } from './parse-event.js';
import type { RoomStore } from './room-store.js';
import { entryId, placeOf } from './rooms.js';
import type { WebEvent } from './web-event.js';

export interface AcceptDeps {
  readonly inbox: Pick<Inbox, 'put'>;
  readonly rooms: RoomStore;
  readonly townClock: TownClock;
  readonly ids: Ids;
  readonly log: Log;
  /** Rings the bell for a stored row. Nothing waits for it. */
  readonly onStored: (envelope: Envelope) => void;
  /** What an action wants within seconds: opening a form, a refusal. Best effort. */
  readonly answerAtOnce: (event: IncomingEvent) => Promise<void>;
}

export interface Acceptance {
  readonly envelope: Envelope;
  /** False: already stored before, or not stored. */
  readonly isNew: boolean;
  /** Null when everything is durable. */
  readonly failure: string | null;
}

/** Never rejects. A repeat with the same ids after a failure completes what was missing and doubles nothing. */
export async function acceptEvent(event: WebEvent, deps: AcceptDeps): Promise<Acceptance> {
  const envelope = envelopeOf(event, deps);
  const [stored, logged] = await Promise.allSettled([
    deps.inbox.put(envelope),
    recordInRoom(event, deps, envelope.receivedAt),
  ]);
  const failed = [stored, logged].find((outcome) => outcome.status === 'rejected');
  return {
    envelope,
    isNew: stored.status === 'fulfilled' && stored.value === 'stored',
    failure: failed ? reasonOf(failed.reason) : null,
  };
}

/** Once the sender has its answer. */
export function afterwards({ envelope, isNew }: Acceptance, deps: AcceptDeps): void {
  if (!isNew) return;
  deps.onStored(envelope);
  const event = parseEvent(envelope);
  if (event.kind !== 'action') return;
  deps.answerAtOnce(event).catch((error: unknown) => {
    deps.log.warn({ reason: reasonOf(error) }, 'An action could not be answered at once');
  });
}

function envelopeOf(event: WebEvent, { ids, townClock }: AcceptDeps): Envelope {
  return {
    id: ids.next(),
    platform: 'web',
    eventId: event.eventId,
    dedupKey: dedupKeyOf(event),
    conversation: conversationKey(placeOf(event.room), personId('web', event.person)),
    receivedAt: townClock.now(),
    body: JSON.stringify(event),
  };
}

function dedupKeyOf(event: WebEvent): string {
  const place = placeOf(event.room);
  switch (event.kind) {
    case 'message':
      return `${messageKey(place, event.messageId)}|message`;
    case 'edit':
    case 'delete':
      return `${messageKey(place, event.messageId)}|${event.kind}|${event.eventId}`;
    case 'action':
    case 'form':
      return `${placeKey(place)}|${event.person}|${event.kind}|${event.eventId}`;
  }
}

async function recordInRoom(event: WebEvent, { rooms }: AcceptDeps, at: Date): Promise<void> {
  switch (event.kind) {
    case 'message':
      await rooms.post({
        id: entryId(event.room, event.messageId),
        room: event.room,
        at,
        from: event.person,
        text: event.text,
        blocks: [],
        replyTo: event.replyTo ?? null,
        onlyFor: null,
        kind: 'message',
        form: null,
      });
      return;
    case 'edit':
    case 'delete':
      await changeOwn(event, rooms);
      return;
    case 'action':
    case 'form':
      return;
  }
}

/** Only one's own words change; for anything else the room stays as it is and the heart has its say. */
async function changeOwn(
  event: Extract<WebEvent, { kind: 'edit' | 'delete' }>,
  rooms: RoomStore,
): Promise<void> {
  const id = entryId(event.room, event.messageId);
  const entry = await rooms.find(id);
  if (entry?.from !== event.person) return;
  if (event.kind === 'edit') await rooms.edit(id, { text: event.text, blocks: [] });
  else await rooms.remove(id);
}
