import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { jst, townSettings } from './calendars.js';
import { dueDateTable, openDaysPerYear } from './due-date-table.js';

const script = 'test/calendar/count-in-zone.mjs';

interface Counted {
  machineOffset: number;
  dues: [string, string, string][];
  openDays: number[];
}

const countIn = (machineZone: string): Counted => {
  const input = {
    settings: townSettings,
    rows: dueDateTable.map(([received, , count]) => [jst(received), count]),
    years: Object.keys(openDaysPerYear),
  };
  const output = execFileSync(process.execPath, [script, JSON.stringify(input)], {
    env: { ...process.env, TZ: machineZone },
    encoding: 'utf8',
  });
  return JSON.parse(output) as Counted;
};

describe('the calendar on a machine in another zone', () => {
  it('finds the compiled program', () => {
    expect(existsSync('dist/src/calendar/business-calendar.js')).toBe(true);
  });

  it.each([
    ['UTC', 0],
    ['America/New_York', 300],
    ['Asia/Tokyo', -540],
    ['Pacific/Kiritimati', -840],
  ])('counts the same days under TZ=%s', (machineZone, offset) => {
    const counted = countIn(machineZone);

    expect(counted.machineOffset).toBe(offset);
    expect(counted.dues).toEqual(
      dueDateTable.map(([, receiptDay, , dueOn]) => [receiptDay, dueOn, jst(`${dueOn} 17:15`).toISOString()]),
    );
    expect(counted.openDays).toEqual(Object.values(openDaysPerYear));
  });
});
