/**
 * What people do in a town and what they see, in the product's words. Each platform gives its senses to it; the
 * stories that use this know nothing of HTTP.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sayInJapanese } from '../../src/texts/ja/index.js';
import { controlOf, intentsOf, numberIn, type Control, type Message } from './chat-messages.js';

export type Person = 'suzuki' | 'sato' | 'tanaka' | 'manager';
/** `aside:…`: what only this person is shown of what happens in the desk's channel, wherever the platform shows it. */
export type Room = `dm:${Person}` | `aside:${Person}` | 'desk' | 'all';

export interface Registered {
  readonly number: string;
  /** The message that the proposer wrote. */
  readonly messageId: string;
  readonly receipt: Message;
}

export interface TownChat {
  /** Writes in one's own direct messages, unless `room` says otherwise. Answers the message's id. */
  say: (
    person: Person,
    text: string,
    more?: { room?: Room; replyTo?: string; messageId?: string; eventId?: string },
  ) => Promise<string>;
  edit: (person: Person, messageId: string, text: string) => Promise<void>;
  remove: (person: Person, messageId: string) => Promise<void>;
  press: (person: Person, room: Room, control: Pick<Control, 'intent' | 'target'>) => Promise<void>;
  submit: (
    person: Person,
    room: Room,
    control: Pick<Control, 'intent' | 'target'>,
    values: Record<string, string>,
  ) => Promise<void>;
  /** The form that a press opens for this person. */
  openForm: (person: Person, room: Room, control: Pick<Control, 'intent' | 'target'>) => Promise<Message>;
  messages: (room: Room, person?: Person) => Promise<Message[]>;
  /** The newest message that fulfils the wish, as soon as there is one. */
  until: (
    room: Room,
    person: Person,
    wish: string | ((message: Message) => boolean),
    what?: string,
  ) => Promise<Message>;
  /** Moves the town clock; everything that became due on the way has been handled. */
  advance: (by: string) => Promise<Date>;
  /** Everything that was said so far has been handled. */
  rest: () => Promise<void>;
  /** A new proposal, however recently this person made another one. */
  propose: (person: Person, text: string) => Promise<Registered>;
  /** The desk's card as it is now, once it has left. */
  card: (number: string) => Promise<Message>;
  /** A proposal whose card the desk has. */
  proposeToDesk: (person: Person, text: string) => Promise<Registered & { card: Message }>;
  /** The desk fills in a form of a proposal's card as it is now, and all of it has been handled. */
  decide: (
    person: Person,
    number: string,
    intent: string,
    values?: Record<string, string>,
  ) => Promise<Message>;
}

export const direct = (person: Person): Room => `dm:${person}`;

/** Whose direct messages or asides these are. */
export const personIn = (room: Room): Person => room.slice(room.indexOf(':') + 1) as Person;

/** For platforms that show words to one person only, in the channel itself. */
export const asidesIn = (seenInDesk: readonly Message[], person: Person): Message[] =>
  seenInDesk.filter(({ onlyFor }) => onlyFor === person);

export const isCardOf =
  (number: string) =>
  (message: Message): boolean =>
    message.from === 'bot' &&
    message.onlyFor === null &&
    message.text.startsWith(`${number} `) &&
    intentsOf(message).includes('proposal.note');

/** How a platform lets people act and see. The rest of `TownChat` is made of these. */
export interface Senses {
  readonly say: (
    person: Person,
    text: string,
    room: Room,
    more?: { replyTo?: string; messageId?: string; eventId?: string },
  ) => Promise<string>;
  readonly edit: TownChat['edit'];
  readonly remove: TownChat['remove'];
  readonly press: TownChat['press'];
  readonly submit: TownChat['submit'];
  readonly messages: TownChat['messages'];
}

/** A text within this time is an addition to the proposal before it. */
const additionMs = 30 * 60_000;

/** A wish is granted within a second or two; a machine that is busy with other tests may take longer. */
const patienceMs = 20_000;

export function createTownChat(senses: Senses, moveClock: (by: string) => Promise<Date>): TownChat {
  const { edit, remove, press, submit, messages } = senses;
  let townNow = new Date(0);
  const lastWords = new Map<Person, Date>();
  const say: TownChat['say'] = (person, text, { room = direct(person), ...more } = {}) => {
    if (room === direct(person)) lastWords.set(person, townNow);
    return senses.say(person, text, room, more);
  };

  const until: TownChat['until'] = async (room, person, wish, what = String(wish)) => {
    const isGranted =
      typeof wish === 'string' ? ({ from, text }: Message) => from === 'bot' && text.includes(wish) : wish;
    const deadline = performance.now() + patienceMs;
    do {
      const found = (await messages(room, person)).findLast(isGranted);
      if (found) return found;
      await sleep(30);
    } while (performance.now() < deadline);
    const seen = (await messages(room, person)).map(({ from, text }) => `${from}: ${text}`).join('\n');
    throw new Error(`${room} as ${person} never showed: ${what}\n${seen}`);
  };

  const advance: TownChat['advance'] = async (by) => {
    townNow = await moveClock(by);
    return townNow;
  };
  const rest = async () => {
    await advance('1s');
  };

  const openForm: TownChat['openForm'] = async (person, room, control) => {
    const before = new Set((await messages(room, person)).map(({ id }) => id));
    await press(person, room, control);
    const isNew = ({ id, kind }: Message) => kind === 'open-form' && !before.has(id);
    return until(room, person, isNew, `the form of ${control.intent}`);
  };

  const propose: TownChat['propose'] = async (person, text) => {
    const last = lastWords.get(person)?.getTime() ?? 0;
    if (townNow.getTime() - last < additionMs) await advance('31m');
    const before = new Set((await messages(direct(person), person)).map(({ id }) => id));
    const messageId = await say(person, text);
    const isReceipt = (message: Message) =>
      !before.has(message.id) && intentsOf(message).includes('proposal.tell-more');
    const receipt = await until(direct(person), person, isReceipt, 'the receipt');
    return { number: numberIn(receipt.text), messageId, receipt };
  };

  const card: TownChat['card'] = async (number) => until('desk', 'tanaka', isCardOf(number), 'the card');

  const proposeToDesk: TownChat['proposeToDesk'] = async (person, text) => {
    const registered = await propose(person, text);
    await advance('31m');
    return { ...registered, card: await card(registered.number) };
  };

  const decide: TownChat['decide'] = async (person, number, intent, values) => {
    const control = controlOf(await card(number), intent);
    await (values ? submit(person, 'desk', control, values) : press(person, 'desk', control));
    await rest();
    return card(number);
  };

  return {
    say,
    edit,
    remove,
    press,
    submit,
    openForm,
    messages,
    until,
    advance,
    rest,
    propose,
    card,
    proposeToDesk,
    decide,
  };
}

/** The bot's sentences by their keys, so that a better wording breaks no story. */
export const words = sayInJapanese;
