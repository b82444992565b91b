/** MongoDB, where everything that was acknowledged is kept. `config/compose.ts` sees these two functions only. */
import type {
  Archive,
  ConversationReferences,
  Inbox,
  Lanes,
  Numbers,
  Outbox,
  Schedules,
  Store,
  SystemClock,
} from '../../src/ports.js';
import { createArchive } from './archive.js';
import { createConversationReferences } from './conversation-references.js';
import { createInbox } from './inbox.js';
import { createLanes } from './lanes.js';
import type { Mongo } from './mongo.js';
import { createNumbers } from './numbers.js';
import { createOutbox } from './outbox.js';
import { createRoomStore, type RoomStore } from './rooms.js';
import { createSchedules } from './schedules.js';
import { createTownClockStore, type TownClockStore } from './town-clock.js';
import { createStore } from './unit-of-work.js';

export { openMongo } from './connection.js';
export type { Mongo } from './mongo.js';

export interface MongoStores {
  readonly inbox: Inbox;
  readonly store: Store;
  readonly numbers: Numbers;
  readonly lanes: Lanes;
  readonly outbox: Outbox;
  readonly schedules: Schedules;
  readonly archive: Archive;
  readonly references: ConversationReferences;
  /** Of the local web chat. */
  readonly townClock: TownClockStore;
  readonly rooms: RoomStore;
}

export const createMongoStores = (mongo: Mongo, systemClock: SystemClock): MongoStores => ({
  inbox: createInbox(mongo, systemClock),
  store: createStore(mongo, systemClock),
  numbers: createNumbers(mongo),
  lanes: createLanes(mongo),
  outbox: createOutbox(mongo),
  schedules: createSchedules(mongo),
  archive: createArchive(mongo),
  references: createConversationReferences(mongo),
  townClock: createTownClockStore(mongo),
  rooms: createRoomStore(mongo),
});
