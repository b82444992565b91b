import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { parseDuration } from '../../src/calendar/duration.js';
import { localDate } from '../../src/calendar/local-date.js';
import type { Municipality } from '../../src/municipality.js';
import type { Platform } from '../../src/places.js';
import { parseMunicipality } from '../../config/municipality.js';

const duration = (text: string) => parseDuration(text)!;

const desk = { name: 'DX推進課', home: 'slack', channel: 'C0DESK', manager: 'U0MANAGER' };
const digest = { places: [{ platform: 'slack', channel: 'C0ALL' }] };

/** A town that is right but for what is given. */
const town = (changes: Record<string, unknown> = {}): string => stringify({ desk, digest, ...changes });

function municipality(yaml: string, platforms: Platform[] = ['slack']): Municipality {
  const reading = parseMunicipality(yaml, platforms);
  if (reading.kind === 'invalid') throw new Error(reading.problems.join('\n'));
  return reading.municipality;
}

function problems(yaml: string, platforms: Platform[] = ['slack']): string[] {
  const reading = parseMunicipality(yaml, platforms);
  return reading.kind === 'invalid' ? reading.problems : [];
}

const defaults: Municipality = {
  name: '山彦町',
  timezone: 'Asia/Tokyo',
  locale: 'ja',
  fiscalYearStartMonth: 4,
  calendar: {
    kind: 'business',
    timezone: 'Asia/Tokyo',
    officeHours: [{ from: localDate('2000-01-01'), windows: ['08:30-12:00', '13:00-17:15'] }],
    closedWeekdays: ['sat', 'sun'],
    nationalHolidays: 'jp',
    yearEnd: ['12-29', '01-03'],
    closedDates: [],
    openDates: [],
  },
  intake: { settle: duration('2m'), addition: duration('30m') },
  promise: {
    firstAnswer: duration('3bd'),
    news: duration('10bd'),
    proposerNudge: duration('5bd'),
    proposerSilence: duration('10bd'),
    opinion: duration('5bd'),
    approval: duration('5bd'),
    trialAtMost: duration('20bd'),
    implementationNews: duration('20bd'),
    check: duration('10bd'),
    objection: duration('10bd'),
    ladder: [
      { direction: 'before', distance: duration('1bd'), tell: ['holder'] },
      { direction: 'after', distance: duration('0bd'), tell: ['holder'] },
      { direction: 'after', distance: duration('1bd'), tell: ['manager', 'proposer'] },
    ],
    ladderRepeat: { every: duration('5bd'), tell: ['holder', 'manager', 'proposer'] },
    bundle: 'half-day',
  },
  desk: { name: 'DX推進課', home: 'slack', channel: 'C0DESK', members: [], manager: 'U0MANAGER' },
  sections: [],
  digest: { slot: { weekday: 'mon', time: '09:00' }, places: [{ platform: 'slack', channel: 'C0ALL' }] },
};

describe('parseMunicipality', () => {
  it('takes the defaults of the contract for what is left out', () => {
    expect(municipality(town())).toEqual(defaults);
  });

  it('takes them also for groups and lists that are left blank', () => {
    const blank = 'calendar:\npromise:\n  ladder:\nsections:\nintake: # settle: 5m\n';

    expect(municipality(blank + town())).toEqual(defaults);
  });

  it('reads days that come without quotes', () => {
    const { calendar } = municipality(
      `%YAML 1.1\n---\ncalendar:\n  officeHours: [{ from: 2026-04-01, windows: [08:30-17:15] }]\n  yearEnd: [12-28, 01-04]\n  closedDates: [2026-11-28]\n${town()}`,
    );

    expect(calendar).toMatchObject({
      officeHours: [{ from: '2026-04-01', windows: ['08:30-17:15'] }],
      yearEnd: ['12-28', '01-04'],
      closedDates: ['2026-11-28'],
    });
  });

  it('counts the calendar in the zone of the town', () => {
    const read = municipality(town({ municipality: { timezone: 'Europe/Berlin' } }));

    expect([read.timezone, read.calendar.timezone]).toEqual(['Europe/Berlin', 'Europe/Berlin']);
  });

  it('reads plain times, for demos', () => {
    const read = municipality(
      town({
        calendar: { kind: 'always-open', nationalHolidays: 'none', yearEnd: 'none' },
        intake: { settle: '0s' },
        promise: {
          firstAnswer: '90s',
          ladder: [{ after: '0s', tell: ['holder'] }],
          ladderRepeat: { every: '30s' },
        },
      }),
    );

    expect(read.calendar).toMatchObject({ kind: 'always-open', nationalHolidays: 'none', yearEnd: null });
    expect(read.intake.settle).toEqual({ unit: 'time', ms: 0 });
    expect(read.promise.ladder).toEqual([
      { direction: 'after', distance: { unit: 'time', ms: 0 }, tell: ['holder'] },
    ]);
    expect(read.promise.ladderRepeat).toEqual({
      every: { unit: 'time', ms: 30_000 },
      tell: ['holder', 'manager', 'proposer'],
    });
  });

  it('knows sections with and without somebody to ask', () => {
    expect(
      municipality(town({ sections: [{ name: '市民課', contact: 'U0SHIMIN' }, { name: '税務課' }] }))
        .sections,
    ).toEqual([
      { name: '市民課', contact: 'U0SHIMIN' },
      { name: '税務課', contact: null },
    ]);
  });

  it('is the built-in town without a file: the defaults, a quick desk on the web chat', () => {
    const yaml = readFileSync(new URL('../../config/municipality.default.yaml', import.meta.url), 'utf8');

    expect(municipality(yaml, ['web'])).toEqual({
      ...defaults,
      intake: { ...defaults.intake, settle: duration('3s') },
      desk: { name: 'DX推進課', home: 'web', channel: 'desk', members: [], manager: 'manager' },
      sections: ['市民課', '税務課', '総務課'].map((name) => ({ name, contact: null })),
      digest: { ...defaults.digest, places: [{ platform: 'web', channel: 'all' }] },
    });
  });
});

const examples = 'write for example 3bd, 4bh, 90s, 30m or 12h';

const wrong: [title: string, yaml: string, expected: string[]][] = [
  [
    'nothing at all',
    '',
    [
      'desk.name: is missing',
      'desk.home: is missing; write slack, teams or web',
      'desk.channel:',
      'desk.manager:',
      'digest.places: is missing; write a list',
    ],
  ],
  ['a list instead of keys', '- desk', ["the file: [ 'desk' ] is not a group of keys"]],
  [
    'a duration',
    town({
      promise: {
        ladder: [
          { before: '1bd', tell: ['holder'] },
          { after: 'abc', tell: ['holder'] },
        ],
      },
    }),
    [`promise.ladder[1].after: "abc" is not a duration; ${examples}`],
  ],
  [
    'a duration without its unit',
    town({ promise: { news: 10 } }),
    [`promise.news: 10 is not a duration; ${examples}`],
  ],
  [
    'a negative duration',
    town({ intake: { settle: '-2m' } }),
    [`intake.settle: "-2m" is not a duration; ${examples}`],
  ],
  [
    'a duration beyond the known holidays',
    town({ promise: { news: '9999bd' } }),
    ['promise.news: is longer than a year'],
  ],
  ['a duration left blank', town({ promise: { news: null } }), [`promise.news: is missing; ${examples}`]],
  [
    'a repeat without distance',
    town({ promise: { ladderRepeat: { every: '0bd' } } }),
    ['promise.ladderRepeat.every: is zero'],
  ],
  [
    'a step with both directions, told to nobody we know',
    town({ promise: { ladder: [{ before: '1bd', after: '1bd', tell: ['mayor'] }] } }),
    [
      'promise.ladder[0].tell[0]: "mayor" is not a receiver; write holder, manager or proposer',
      'promise.ladder[0]: has not exactly one of before and after',
    ],
  ],
  [
    'a step with no direction',
    town({ promise: { ladder: [{ tell: ['holder'] }] } }),
    ['promise.ladder[0]: has not exactly'],
  ],
  [
    'a step that tells nobody',
    town({ promise: { ladder: [{ after: '1bd', tell: [] }] } }),
    ['promise.ladder[0].tell: is empty'],
  ],
  [
    'a way of bundling',
    town({ promise: { bundle: 'daily' } }),
    ['promise.bundle: "daily" is not a way of bundling; write half-day or none'],
  ],
  [
    'misspelt keys',
    town({ promis: {}, promise: { newz: '3bd', ladderRepeat: { evry: '5bd' } } }),
    [
      'promise.ladderRepeat.evry: is not a key here; the keys are every and tell',
      'promise.newz: is not a key here',
      'promis: is not a key here; the keys are municipality, calendar',
    ],
  ],
  [
    'a day that does not exist',
    town({ calendar: { closedDates: ['2026-11-28', '2026-02-30'] } }),
    ['calendar.closedDates[1]: "2026-02-30" is not a day; write one that exists'],
  ],
  [
    'a day that is a number',
    town({ calendar: { openDates: [20261128] } }),
    ['calendar.openDates[0]: 20261128 is not a day'],
  ],
  [
    'a day both closed and open',
    town({ calendar: { closedDates: ['2026-11-28'], openDates: ['2026-11-28'] } }),
    ['calendar.openDates[0]: "2026-11-28" is in closedDates too'],
  ],
  [
    'a window that ends before it begins',
    town({ calendar: { officeHours: [{ from: '2000-01-01', windows: ['17:15-08:30'] }] } }),
    [
      'calendar.officeHours[0].windows[0]: "17:15-08:30" is not a time window; write for example "08:30-12:00"',
    ],
  ],
  [
    'windows that overlap',
    town({ calendar: { officeHours: [{ from: '2000-01-01', windows: ['08:30-12:00', '11:00-17:15'] }] } }),
    ['calendar.officeHours[0].windows[1]: begins before the window above it ends'],
  ],
  [
    'windows out of order',
    town({ calendar: { officeHours: [{ from: '2000-01-01', windows: ['13:00-17:15', '08:30-12:00'] }] } }),
    ['calendar.officeHours[0].windows[1]: begins before'],
  ],
  [
    'no window, and entries out of order',
    town({
      calendar: {
        officeHours: [
          { from: '2026-04-01', windows: ['08:30-17:15'] },
          { from: '2000-01-01', windows: [] },
        ],
      },
    }),
    [
      'calendar.officeHours[1].windows: is empty',
      'calendar.officeHours[1].from: is not after the day of the entry above it',
    ],
  ],
  ['no office hours', town({ calendar: { officeHours: [] } }), ['calendar.officeHours: is empty']],
  [
    'a week without an open day',
    town({ calendar: { closedWeekdays: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] } }),
    ['calendar.closedWeekdays: closes all seven days'],
  ],
  [
    'a weekday',
    town({ calendar: { closedWeekdays: ['土'] } }),
    ['calendar.closedWeekdays[0]: "土" is not a weekday; write sun, mon'],
  ],
  [
    'a year-end that does not exist',
    town({ calendar: { yearEnd: ['12-29', '02-30'] } }),
    ['calendar.yearEnd[1]: "02-30" is not a day of the year'],
  ],
  [
    'a year-end of one day',
    town({ calendar: { yearEnd: ['12-29'] } }),
    ["calendar.yearEnd: [ '12-29' ] is not a closure; write the first and the last closed day"],
  ],
  [
    'a year-end in swapped order',
    town({ calendar: { yearEnd: ['01-03', '12-29'] } }),
    ['calendar.yearEnd: closes more than two months'],
  ],
  [
    'a kind of calendar',
    town({ calendar: { kind: 'lunar', nationalHolidays: 'us' } }),
    [
      'calendar.kind: "lunar" is not a kind of calendar; write business or always-open',
      'calendar.nationalHolidays: "us" is not a list of holidays; write jp or none',
    ],
  ],
  [
    'a time zone',
    town({ municipality: { timezone: 'Asia/Yamabiko' } }),
    ['municipality.timezone: "Asia/Yamabiko" is not a time zone; write for example Asia/Tokyo'],
  ],
  [
    'an offset for a time zone',
    town({ municipality: { timezone: '+09:00' } }),
    ['municipality.timezone: "+09:00" is not a time zone'],
  ],
  [
    'a month',
    town({ municipality: { fiscalYearStartMonth: 13, locale: 'en' } }),
    [
      'municipality.locale: "en" is not a language',
      'municipality.fiscalYearStartMonth: 13 is not a month; write a number from 1 to 12',
    ],
  ],
  [
    'a desk on a platform that is off',
    town({ desk: { ...desk, home: 'teams' } }),
    ['desk.home: teams is not on; set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID, or write slack'],
  ],
  [
    'a desk on no platform',
    town({ desk: { ...desk, home: 'mail' } }),
    ['desk.home: "mail" is not a platform; write slack, teams or web'],
  ],
  [
    'a digest on a platform that is off',
    town({ digest: { places: [...digest.places, { platform: 'web', channel: 'all' }] } }),
    ['digest.places[1].platform: web is not on; set WEB_CHAT=on, or write slack'],
  ],
  [
    'a digest twice in one place',
    town({ digest: { places: [...digest.places, ...digest.places] } }),
    ['digest.places[1]: is listed before'],
  ],
  [
    'a time of day',
    town({ digest: { ...digest, slot: { time: '9時' } } }),
    ['digest.slot.time: "9時" is not a time of day; write for example "09:00"'],
  ],
  [
    'an id that YAML reads as a number',
    town({ desk: { ...desk, manager: 12345 } }),
    ['desk.manager: 12345 is not text; write for example "U0MANAGER"'],
  ],
  [
    'members that are no list',
    town({ desk: { ...desk, members: 'U1' } }),
    ['desk.members: "U1" is not a list; write a list, for example ["U0MEMBER"]'],
  ],
  [
    'a section twice',
    town({ sections: [{ name: '市民課' }, { name: '市民課' }] }),
    ['sections[1].name: is listed before'],
  ],
  [
    'a quote that does not end',
    `desk:\n  name: "DX`,
    ['line 2: Missing closing "quote; correct the YAML there'],
  ],
  [
    'tabs, and more than one error',
    '\tdesk: 1\na: b: c\n',
    ['line 1: Tabs are not allowed as indentation; correct', 'line 2: '],
  ],
  [
    'a key given twice beside a wrong value',
    `${town({ promise: { news: 'soon' } })}sections: []\nsections: []\n`,
    ['line', 'promise.news: "soon" is not a duration'],
  ],
  ['an alias without its anchor', `${town()}sections: *all`, ['the file: Unresolved alias']],
  [
    'anchors that contain themselves',
    `${town()}promise: { news: &n [*n] }`,
    ['promise.news: <ref *1> [ [Circular *1] ] is not a duration'],
  ],
];

describe('a wrong municipality.yaml', () => {
  it.each(wrong)('is refused with every key named: %s', (_, yaml, expected) => {
    const found = problems(yaml);

    expect(found).toEqual(expected.map((start) => expect.stringContaining(start)));
    expect(found.join()).not.toContain('\n');
  });

  it('shows all its mistakes in one go', () => {
    const yaml = town({
      municipality: { timezone: 'Mars' },
      calendar: { closedDates: ['2026-13-01'] },
      promise: { news: 'x', ladder: [{ tell: ['holder'] }] },
      desk: { ...desk, home: 'web' },
    });

    expect(problems(yaml).map((problem) => problem.split(':')[0])).toEqual([
      'municipality.timezone',
      'calendar.closedDates[0]',
      'promise.news',
      'promise.ladder[0]',
      'desk.home',
    ]);
  });
});
