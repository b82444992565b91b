import { describe, expect, it } from '@jest/globals';
import { ChangeCursor } from '../../../adapters/web/change-cursor.js';
import type { RoomMessage } from '../../../adapters/web/room-store.js';
import { anEntry } from './room-store.contract.js';

const entry = (position: number, seq = position, removed = false): RoomMessage => ({
  ...anEntry({ id: `desk|${position}` }),
  position,
  seq,
  removed,
});
const told = (cursor: ChangeCursor, ...entries: RoomMessage[]) =>
  cursor.take(entries).map((change) => `${change.kind} ${change.entry.position}`);

describe('a reader of the room log', () => {
  it('takes every change once', () => {
    const cursor = new ChangeCursor(0);

    expect(told(cursor, entry(1), entry(2))).toEqual(['message 1', 'message 2']);
    expect(told(cursor, entry(1), entry(2))).toEqual([]);
    expect(told(cursor, entry(2), entry(1, 3))).toEqual(['edit 1']);
    expect(told(cursor, entry(1, 3), entry(2, 4, true))).toEqual(['remove 2']);
  });

  it('does not miss a number that becomes visible late', () => {
    const cursor = new ChangeCursor(0);

    expect(told(cursor, entry(2))).toEqual(['message 2']);
    expect(told(cursor, entry(1), entry(2))).toEqual(['message 1']);
  });

  it('knows an entry from before its time as one that was edited', () => {
    const cursor = new ChangeCursor(1000);

    expect(cursor.since).toBeLessThan(1000);
    expect(told(cursor, entry(5, 1001))).toEqual(['edit 5']);
  });

  it('is silent about what came and went between two looks', () => {
    expect(told(new ChangeCursor(0), entry(1, 2, true))).toEqual([]);
  });
});
