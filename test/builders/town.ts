import { readFileSync } from 'node:fs';
import { createJapaneseHolidays } from '../../adapters/system/holidays.js';
import { parseMunicipality } from '../../config/municipality.js';
import { createBusinessCalendar } from '../../src/calendar/business-calendar.js';
import type { Municipality } from '../../src/municipality.js';
import { sayInJapanese } from '../../src/texts/ja/index.js';
import type { Town } from '../../src/town.js';

const file = new URL('../../config/municipality.default.yaml', import.meta.url);
const holidays = createJapaneseHolidays();

function readDefaults(): Municipality {
  const reading = parseMunicipality(readFileSync(file, 'utf8'), ['web']);
  if (reading.kind === 'invalid') throw new Error(reading.problems.join('\n'));
  return reading.municipality;
}

const defaults = readDefaults();

/** 山彦町 as it comes with the program, but for the settings given. */
export function aTown(changes: Partial<Municipality> = {}): Town {
  const settings = { ...defaults, ...changes };
  return {
    settings,
    calendar: createBusinessCalendar(settings.calendar, holidays),
    promise: settings.promise,
    say: sayInJapanese,
    deskHears: 'replies',
  };
}
