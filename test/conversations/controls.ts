/** Buttons as a person finds them: by their label, in the newest message that has it. */
import { controlsOf, type Control, type Form } from '../../src/bot/outgoing-message.js';
import type { Place as ChatPlace } from '../../src/places.js';
import { parseNumber } from '../../src/proposals/number.js';
import { idOf, isOfDesk, type User } from '../fakes/fake-directory.js';
import type { Shown } from '../fakes/fake-messenger.js';
import { chatPlace, isSamePlace } from './said.js';
import type { TownUnderTest } from './town-under-test.js';
import type { Place } from './transcript.js';

export interface Pressable {
  readonly control: Control;
  readonly place: ChatPlace;
}

export interface Wanted {
  readonly label: string;
  /** Only buttons about this proposal. */
  readonly number: string | null;
  /** As it was drawn before the message was last rewritten. */
  readonly outdated: boolean;
}

/** The newest word first: a message counts from when it was last rewritten. */
function newestFirst(tut: TownUnderTest, user: User, place: Place): Shown[] {
  const { messenger, town } = tut;
  const seen = new Map<string, Shown>();
  for (const { shown } of messenger.arrivals) {
    seen.delete(shown.id);
    seen.set(shown.id, shown);
  }
  // Somebody of the desk looks at the desk's room too, unless a room is named.
  const isOwn = typeof place === 'object' && place.dmOf === user;
  const places = [place, ...(isOwn && isOfDesk(user) ? (['desk'] as const) : [])].map((one) =>
    chatPlace(one, town),
  );
  return [...seen.values()]
    .filter(({ onlyFor }) => onlyFor === null || onlyFor === idOf(user))
    .filter((shown) => places.some((one) => isSamePlace(one, shown.place)))
    .reverse();
}

async function subjectOf({ memory }: TownUnderTest, number: string): Promise<string | undefined> {
  const parsed = parseNumber(number);
  return parsed && (await memory.store.proposals.findByNumber(parsed))?.value.id;
}

export async function findControl(
  tut: TownUnderTest,
  user: User,
  place: Place,
  wanted: Wanted,
): Promise<Pressable | undefined> {
  const subject = wanted.number === null ? null : await subjectOf(tut, wanted.number);
  const isWanted = ({ label, target }: Control) =>
    label === wanted.label && (subject === null || target.split(/[.~]/)[0] === subject);
  for (const shown of newestFirst(tut, user, place)) {
    const message = shown.versions.at(wanted.outdated ? -2 : -1);
    const control = message && controlsOf(message).find(isWanted);
    if (control) return { control, place: shown.place };
  }
  return undefined;
}

/** The last message of the bot that somebody can answer in its thread; with a number, the last about that proposal. */
export async function lastMessage(
  { messenger, memory, town }: TownUnderTest,
  place: Place,
  number: string | null,
): Promise<Shown | undefined> {
  const parsed = number === null ? undefined : parseNumber(number);
  const about = parsed && (await memory.store.proposals.findByNumber(parsed))?.value.id;
  const newest = messenger.shownIn(chatPlace(place, town)).filter(({ onlyFor }) => onlyFor === null);
  for (const shown of newest.reverse()) {
    const delivery = await memory.store.deliveries.find(shown.key);
    if (shown.replyTo === null && (!about || delivery?.value.proposalIds.includes(about))) return shown;
  }
  return undefined;
}

/** `お返事文 見出し=会議室の電子予約`: the first required field, then others by the beginning of their label. */
export function fillIn(form: Form, text: string): Record<string, string> {
  const prefilled = Object.fromEntries(
    form.fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  ) as Record<string, string>;
  const [first = '', ...named] = text.split(/\s+(?=[^\s=]+=)/);
  const main = form.fields.find(({ required }) => required) ?? form.fields[0];
  const values = main && first !== '' ? { ...prefilled, [main.name]: first } : prefilled;
  for (const pair of named) {
    const at = pair.indexOf('=');
    const field = form.fields.find(({ label }) => label.startsWith(pair.slice(0, at)));
    if (!field) throw new Error(`The form has no field ${pair.slice(0, at)}.`);
    values[field.name] = pair.slice(at + 1);
  }
  return values;
}
