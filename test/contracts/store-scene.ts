/** What the contracts of the store share: a fresh database for each test, a clock that stands still, small builders. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Outgoing } from '../../src/bot/delivery.js';
import { message, paragraph } from '../../src/bot/outgoing-message.js';
import type { Place } from '../../src/places.js';
import type { Envelope, InboxRow } from '../../src/ports.js';
import { openStoreOn, type MongoServer, type OpenedStore } from '../builders/embedded-store.js';

export const start = new Date('2026-11-24T00:00:00Z');
export const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

export const desk: Place = { platform: 'web', id: 'desk' };

export interface Scene {
  readonly opened: () => OpenedStore;
  /** Sets the system clock. */
  readonly at: (now: Date) => void;
  /** Stores an event and reads it as the next of its conversation. */
  readonly arrived: (changes?: Partial<Envelope>) => Promise<InboxRow>;
}

export function storeScene(startServer: () => Promise<MongoServer>): Scene {
  let server: MongoServer;
  let store: OpenedStore;
  let now = start;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    now = start;
    store = await openStoreOn(server, { now: () => now });
  });
  afterEach(async () => {
    await store.close();
  });
  afterAll(async () => {
    await server.close();
  });

  return {
    opened: () => store,
    at: (instant) => {
      now = instant;
    },
    arrived: async (changes = {}) => {
      const envelope = anEnvelope(changes);
      await store.inbox.put(envelope);
      return (await store.inbox.nextOf(envelope.conversation, now))!;
    },
  };
}

let count = 0;

export function anEnvelope(changes: Partial<Envelope> = {}): Envelope {
  count += 1;
  return {
    id: `row-${String(count).padStart(6, '0')}`,
    platform: 'web',
    eventId: `event-${count}`,
    dedupKey: `web|message-${count}`,
    conversation: 'web|dm:suzuki|web:suzuki',
    receivedAt: start,
    body: '{"text":"名札をやめたい"}',
    ...changes,
  };
}

export function aMessage(changes: Partial<Outgoing> = {}): Outgoing {
  count += 1;
  return {
    id: `delivery-${count}`,
    place: desk,
    to: 'desk',
    purpose: 'card',
    proposalIds: [],
    message: message(paragraph('新しい提案です。')),
    ...changes,
  };
}
