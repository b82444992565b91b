/**
 * Transcripts: what people do and what the bot says, as a text that the desk can read and correct. The format is
 * explained in README.md, in Japanese, for whoever reviews them.
 */
import { instantAt, localDate } from '../../src/calendar/local-date.js';
import { isUser, people, type User } from '../fakes/fake-directory.js';

const timezone = 'Asia/Tokyo';

export type Place = 'desk' | 'everyone' | { readonly dmOf: User };

export interface Expectation {
  readonly place: Place;
  /** Among others who read there, only this person sees it. */
  readonly onlyFor: User | null;
  /** A message that was there before and says something else now. */
  readonly rewritten: boolean;
  readonly at: Date | null;
  /** In this order, with anything between them. Empty: nothing may have been said. */
  readonly parts: readonly string[];
  /** What the message must not contain. */
  readonly never: readonly string[];
}

export type Step = { readonly line: number; readonly source: string } & (
  | { readonly kind: 'clock'; readonly day: string | null; readonly time: string }
  | { readonly kind: 'event'; readonly text: string }
  | { readonly kind: 'act'; readonly who: User; readonly place: Place; readonly text: string }
  | ({ readonly kind: 'expect' } & Expectation)
);

/** Where a transcript is wrong or was not fulfilled. */
export class TranscriptFailure extends Error {
  constructor(line: number, source: string, problem: string) {
    super(`line ${line}: ${source}\n${problem}`);
    this.name = 'TranscriptFailure';
  }
}

const users = Object.keys(people).filter(isUser);

export const nameOf = (user: User): string => people[user].name;

export const findUser = (name: string): User | undefined => users.find((user) => nameOf(user) === name);

export function findPlace(name: string): Place | undefined {
  if (name === '窓口') return 'desk';
  if (name === '全体') return 'everyone';
  const user = findUser(name.replace(/DM$/, ''));
  return user && { dmOf: user };
}

/** `\n`, `\u202E` and `{あ×1000}` stand for what cannot be written or read in a line. */
export const unescape = (text: string): string =>
  text
    .replace(/\\u([0-9A-Fa-f]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replaceAll('\\n', '\n')
    .replace(/\{(.+?)×(\d+)\}/g, (_, piece: string, times: string) => piece.repeat(Number(times)));

const clockLine = /^@ (?:(\d{4}-\d{2}-\d{2}) )?(\d{2}:\d{2})$/;
const expectLine =
  /^bot→([^\s（>]+)(?:（(\S+?)だけに）)?(（書き換え）)?(?: (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}))?> (.+)$/;
const actLine = /^([^\s＠>]+)(?:＠(\S+?))?> (.+)$/;

export const instantOf = (day: string, time: string): Date => instantAt(localDate(day), time, timezone);

const partsOf = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split('…')).map((part) => unescape(part.trim()));

function parseExpectation(head: RegExpExecArray, more: readonly string[]): Expectation | undefined {
  const [, where = '', reader, rewritten, day, time, first = ''] = head;
  const place = findPlace(where);
  if (!place || (reader !== undefined && !findUser(reader))) return undefined;
  const lines = [first, ...more].filter((line) => line !== '（なし）');
  const isNever = (line: string) => line.startsWith('×');
  return {
    place,
    onlyFor: (reader === undefined ? undefined : findUser(reader)) ?? null,
    rewritten: rewritten !== undefined,
    at: day === undefined || time === undefined ? null : instantOf(day, time),
    parts: partsOf(lines.filter((line) => !isNever(line))).filter((part) => part !== ''),
    never: lines.filter(isNever).map((line) => unescape(line.slice(1).trim())),
  };
}

function parseLine(source: string, line: number, more: readonly string[]): Step {
  const origin = { line, source };
  const [, day, time] = clockLine.exec(source) ?? [];
  if (time !== undefined) return { ...origin, kind: 'clock', day: day ?? null, time };
  if (source.startsWith('! ')) return { ...origin, kind: 'event', text: source.slice(2) };
  const head = expectLine.exec(source);
  const expectation = head && parseExpectation(head, more);
  if (expectation) return { ...origin, kind: 'expect', ...expectation };
  const [, name = '', room, text = ''] = actLine.exec(source) ?? [];
  const who = findUser(name);
  const place = room === undefined ? who && { dmOf: who } : findPlace(room);
  if (!who || !place) throw new TranscriptFailure(line, source, 'This line is not understood.');
  return { ...origin, kind: 'act', who, place, text };
}

/** @throws TranscriptFailure for a line that is not understood. */
export function parseTranscript(text: string): Step[] {
  const steps: Step[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const source = (lines[at] ?? '').trimEnd();
    if (source === '' || source.startsWith('#')) continue;
    const more: string[] = [];
    while (/^\s+\S/.test(lines[at + 1] ?? '')) more.push((lines[++at] ?? '').trim());
    steps.push(parseLine(source, at + 1 - more.length, more));
  }
  return steps;
}
