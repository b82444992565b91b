// The store in memory keeps the contract of the one in MongoDB. The contract opens what `embedded-store` gives it, so
// that module is replaced here: "MongoDB" is gone when its connection is closed, and back when it is opened.
import { jest } from '@jest/globals';
import type { SystemClock } from '../../src/ports.js';
import { createMemoryRoomStore } from '../fakes/memory-room-store.js';
import { createMemoryStore } from '../fakes/memory-store.js';

const done = () => Promise.resolve();

function openInMemory(_: unknown, clock: SystemClock) {
  const memory = createMemoryStore(clock);
  const setAway = (away: boolean) => () => {
    memory.away = away;
    return done();
  };
  return Promise.resolve({
    ...memory,
    rooms: createMemoryRoomStore(),
    uri: 'memory',
    mongo: {
      connection: { close: setAway(true), openUri: setAway(false) },
      ping: () => Promise.resolve(!memory.away),
    },
    close: done,
  });
}

jest.unstable_mockModule('../builders/embedded-store.js', () => ({
  openStoreOn: openInMemory,
  silentLog: {},
}));

const { storeContract } = await import('./store.contract.js');
const { storeLanesContract } = await import('./store-lanes.contract.js');
const { storeReferencesContract } = await import('./store-references.contract.js');

const server = () => Promise.resolve({ uri: 'memory', close: done });

storeContract('in memory', server);
storeLanesContract('in memory', server);
storeReferencesContract('in memory', server);
