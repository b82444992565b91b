/** The rooms of the web chat, who may do what in them, and how they are written in the heart and in the log. */
import type { Place } from '../../src/places.js';
import { deskRoomMembers, type User } from './people.js';

export const rooms = ['dm:suzuki', 'dm:sato', 'dm:tanaka', 'dm:manager', 'desk', 'all'] as const;
export type Room = (typeof rooms)[number];

export const isRoom = (value: unknown): value is Room => rooms.some((room) => room === value);

/** Direct messages belong to one person. What somebody may do in the open rooms is decided by the heart. */
export const mayWrite = (user: User, room: Room): boolean => !room.startsWith('dm:') || room === `dm:${user}`;

export const mayRead = (user: User, room: Room): boolean =>
  room === 'desk' ? deskRoomMembers.includes(user) : mayWrite(user, room);

export const placeOf = (room: Room): Place => ({ platform: 'web', id: room });

/** Message ids are unique in their room only: two people may both send an `m1`. */
export const entryId = (room: string, messageId: string): string => `${room}|${messageId}`;

export const messageIdOf = ({ id, room }: { id: string; room: string }): string => id.slice(room.length + 1);
