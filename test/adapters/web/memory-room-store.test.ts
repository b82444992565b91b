import { createMemoryRoomStore } from '../../fakes/memory-room-store.js';
import { roomStoreContract } from './room-store.contract.js';

roomStoreContract('in memory', createMemoryRoomStore);
