/** municipality.yaml as a whole (contract §4): its keys, their defaults, and the rules between them. */
import { z } from 'zod';
import type { Municipality } from '../src/municipality.js';
import { platforms } from '../src/places.js';
import type { Platform } from '../src/places.js';
import { calendar, weekdays } from './calendar-schema.js';
import { intake, promise } from './promise-schema.js';
import { group, list, repeatedAt } from './written-groups.js';
import { listed, oneOf, optional, problem, written } from './written-values.js';

const howToTurnOn: Record<Platform, string> = {
  slack: 'set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN',
  teams: 'set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID',
  web: 'set WEB_CHAT=on',
};

const text = (example: string) =>
  written({ what: 'text', example: `for example "${example}"`, parse: (value) => value.trim() || undefined });

const month = z.custom<number>(
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 12,
  {
    error: ({ input }) => problem(input, 'a month', 'a number from 1 to 12'),
  },
);

const timeOfDay = written({
  what: 'a time of day',
  example: 'for example "09:00"',
  parse: (value) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? value : undefined),
});

const timezone = written({
  what: 'a time zone',
  example: 'for example Asia/Tokyo',
  parse: (value) => (isTimezone(value) ? value : undefined),
});

function isTimezone(name: string): boolean {
  // An offset such as +09:00 is accepted by some versions of Node and is no name of the IANA list.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const town = group({
  name: text('山彦町').default('山彦町'),
  timezone: timezone.default('Asia/Tokyo'),
  locale: oneOf('a language of the bot', ['ja']).default('ja'),
  fiscalYearStartMonth: month.default(4),
});

const section = group({ name: text('市民課'), contact: optional(text('U0CONTACT')) });

const sections = list(section, '{ name: 市民課 }', []).superRefine((entries, context) => {
  const index = repeatedAt(entries.map(({ name }) => name));
  if (index >= 0) context.addIssue({ code: 'custom', path: [index, 'name'], message: twice('section') });
});

const twice = (what: string): string => `is listed before; write each ${what} once`;

function platformThatIsOn(on: readonly Platform[]) {
  const others = on.length > 0 ? `, or write ${listed(on, 'or')}` : '';
  return oneOf('a platform', platforms).superRefine((platform, context) => {
    if (!on.includes(platform)) context.addIssue(`${platform} is not on; ${howToTurnOn[platform]}${others}`);
  });
}

const deskOn = (on: readonly Platform[]) =>
  group({
    name: text('DX推進課'),
    home: platformThatIsOn(on),
    channel: text('C0DESK'),
    members: list(text('U0MEMBER'), '["U0MEMBER"]', []),
    manager: text('U0MANAGER'),
  });

function digestOn(on: readonly Platform[]) {
  const place = group({ platform: platformThatIsOn(on), channel: text('C0ALL') });
  const places = list(place, '{ platform: slack, channel: "C0ALL" }').superRefine((entries, context) => {
    const index = repeatedAt(entries.map(({ platform, channel }) => `${platform} ${channel}`));
    if (index >= 0) context.addIssue({ code: 'custom', path: [index], message: twice('place') });
  });
  const slot = group({
    weekday: oneOf('a weekday', weekdays).default('mon'),
    time: timeOfDay.default('09:00'),
  });
  return group({ slot, places });
}

/** `on`: the platforms that the desk may live on and the digest may go to. */
export const municipalityOn = (on: readonly Platform[]) =>
  group({
    municipality: town,
    calendar,
    intake,
    promise,
    desk: deskOn(on),
    sections,
    digest: digestOn(on),
  }).transform(({ municipality, calendar, ...others }): Municipality => ({
    ...municipality,
    ...others,
    calendar: { ...calendar, timezone: municipality.timezone },
  }));
