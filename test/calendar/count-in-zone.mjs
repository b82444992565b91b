// Run by time-zone.test.ts in a process of its own, since TZ is read once: counts with the compiled calendar.
// Input (argv): { settings, rows: [received, count][], years }. Output: one JSON line.
import { createJapaneseHolidays } from '../../dist/adapters/system/holidays.js';
import { createBusinessCalendar } from '../../dist/src/calendar/business-calendar.js';
import { addDays } from '../../dist/src/calendar/local-date.js';

const { settings, rows, years } = JSON.parse(process.argv[2]);
const calendar = createBusinessCalendar(settings, createJapaneseHolidays());

const dues = rows.map(([received, count]) => {
  const { dueAt, basis } = calendar.due(new Date(received), { unit: 'business-days', count });
  return [basis.receiptDay, basis.dueOn, dueAt.toISOString()];
});

const openDays = years.map((year) => {
  let count = 0;
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1))
    count += calendar.isOpenDay(day) ? 1 : 0;
  return count;
});

console.log(JSON.stringify({ machineOffset: new Date(2026, 0, 1).getTimezoneOffset(), dues, openDays }));
