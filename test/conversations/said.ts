/** Everything the bot said since somebody last did something, as the people in a place read it. */
import type { Block, OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { localDateOf, localTimeOf } from '../../src/calendar/local-date.js';
import { directPlace, isDirect, placeKey, type Place as ChatPlace } from '../../src/places.js';
import { deskPlace, digestPlaces, type Town } from '../../src/town.js';
import { idOf, isUser, type User } from '../fakes/fake-directory.js';
import { nameOf, type Expectation, type Place } from './transcript.js';
import type { AtOnceAnswer, TownUnderTest } from './town-under-test.js';

export interface Said {
  readonly place: ChatPlace;
  readonly onlyFor: string | null;
  readonly rewritten: boolean;
  readonly at: Date;
  readonly text: string;
}

export function chatPlace(place: Place, town: Town): ChatPlace {
  if (place === 'desk') return deskPlace(town);
  if (place !== 'everyone') return directPlace(idOf(place.dmOf));
  const [everyone] = digestPlaces(town);
  if (!everyone) throw new Error('The town has no place for its digest.');
  return everyone;
}

function controlWords(block: Block): string[] {
  if (block.kind !== 'actions') return [];
  return block.controls.map((control) =>
    'options' in control
      ? `[${control.label}: ${control.options.map(({ label }) => label).join('｜')}]`
      : `[${control.label}]`,
  );
}

/** The complete text, then the buttons. */
const words = ({ text, blocks }: OutgoingMessage): string =>
  [text, blocks.flatMap(controlWords).join(' ')].filter((part) => part !== '').join('\n');

function wordsAtOnce(answer: AtOnceAnswer): string {
  if (answer.kind === 'say') return words(answer.what);
  const { title, fields } = answer.what.form;
  return [`画面「${title}」`, ...fields.map(({ label, value }) => `${label}: ${value ?? ''}`)].join('\n');
}

/** Follows what is said; `take` gives what came since the last time. */
export function createListener({ messenger, atOnce, now }: TownUnderTest) {
  let arrived = 0;
  let answered = 0;
  return {
    take: (): Said[] => {
      const answers = atOnce.slice(answered).map((answer) => ({
        place: answer.place,
        onlyFor: isDirect(answer.place) ? null : answer.to,
        rewritten: false,
        at: now(),
        text: wordsAtOnce(answer),
      }));
      const arrivals = messenger.arrivals.slice(arrived).map(({ kind, at, shown, message }) => ({
        place: shown.place,
        onlyFor: shown.onlyFor,
        rewritten: kind === 'updated',
        at,
        text: words(message),
      }));
      arrived = messenger.arrivals.length;
      answered = atOnce.length;
      return [...answers, ...arrivals];
    },
  };
}

export const isSamePlace = (a: ChatPlace, b: ChatPlace): boolean => placeKey(a) === placeKey(b);

/** Line ends are no part of what is said: a reviewer may break the line elsewhere. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

export function matches(said: Said, expected: Expectation): boolean {
  if (expected.at && expected.at.getTime() !== said.at.getTime()) return false;
  const text = flat(said.text);
  if (expected.never.some((part) => text.includes(flat(part)))) return false;
  let from = 0;
  for (const part of expected.parts) {
    const found = text.indexOf(flat(part), from);
    if (found < 0) return false;
    from = found + flat(part).length;
  }
  return true;
}

const userOfDirect = ({ id }: ChatPlace): User | undefined => {
  const user = id.slice('dm:'.length);
  return isUser(user) ? user : undefined;
};

const placeName = (place: ChatPlace, town: Town): string => {
  const user = isDirect(place) ? userOfDirect(place) : undefined;
  if (user) return nameOf(user);
  return isSamePlace(place, deskPlace(town)) ? '窓口' : '全体';
};

/** As it would stand in a transcript. */
export function written({ place, onlyFor, rewritten, at, text }: Said, town: Town): string {
  const { timezone } = town.calendar;
  const reader = onlyFor?.split(':')[1] ?? '';
  const privately = isUser(reader) ? `（${nameOf(reader)}だけに）` : '';
  const head = `bot→${placeName(place, town)}${privately}${rewritten ? '（書き換え）' : ''}`;
  const lines = text.split('\n').map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
  return `${head} ${localDateOf(at, timezone)} ${localTimeOf(at, timezone)}> ${lines.join('\n    ')}`;
}
