/** What people do on Teams and what they see there: activities as Teams sends them, and what its connector was told. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FakeTeams } from '../fakes/teams-api/fake-teams.js';
import { refusalOfCard } from '../fakes/teams-api/limits-checker.js';
import { allChannel, deskChannel, people, type TeamsMessage } from '../fakes/teams-api/town-on-teams.js';
import type { Control, Message } from './chat-messages.js';
import { createActivities, type Doer } from './teams-activities.js';
import { asMessage, formIn, useOf } from './teams-messages.js';
import { direct, personIn, words, type Person, type Room, type Senses } from './town-chat.js';

const namesOf: Readonly<Record<string, Person>> = Object.fromEntries(
  Object.entries(people).map(([person, { user }]) => [user, person as Person]),
);

/** The answer to an invoke of a card: words beside the card, or a card in its place. */
const answerShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('application/vnd.microsoft.activity.message'), value: z.string() }),
  z.object({ type: z.literal('application/vnd.microsoft.card.adaptive'), value: z.unknown() }),
]);

type Pressed = Pick<Control, 'intent' | 'target'>;

/** That something was received says nothing; why a form came too late is said once more, in the presser's chat. */
const isSaidElsewhere = (text: string): boolean =>
  text === words('at-once.received') ||
  text.includes(words('refused.draft-in-chat')) ||
  text.includes(words('refused.not-sent'));

export function createTeamsSenses(teams: FakeTeams, address: () => string): Senses {
  const { town } = teams;
  const activities = createActivities(teams.serviceUrl);
  const send = (activity: object) => teams.send(`${address()}/api/messages`, activity);
  const conversationOf = (room: Room): string => {
    if (room === 'all') return allChannel;
    return room.startsWith('dm:') ? town.chatOf(people[personIn(room)].user) : deskChannel;
  };
  /** What was answered to presses: only the presser saw it. */
  const answered: { readonly room: Room; readonly message: Message }[] = [];
  /** A message that a test delivers several times: Teams has one id for it and for telling of it. */
  const delivered = new Map<string, TeamsMessage>();

  const write = (doer: Doer, text: string): TeamsMessage =>
    town.post({ ...doer, from: doer.person.user, activity: { type: 'message', text } });

  const say: Senses['say'] = async (person, text, room, { replyTo = null, messageId, eventId } = {}) => {
    const conversationId = conversationOf(room);
    const root = room.startsWith('dm:') ? null : replyTo;
    const doer = { person: people[person], conversationId, root };
    const ids = [
      `${person}/message/${messageId ?? randomUUID()}`,
      `${person}/event/${eventId ?? randomUUID()}`,
    ];
    const known = ids.map((id) => delivered.get(id)).find((message) => message !== undefined);
    const { id } = known ?? write(doer, text);
    for (const name of ids) delivered.set(name, known ?? town.find(conversationId, id)!);
    // Whoever begins a thread is in it.
    const within = room.startsWith('dm:') ? doer : { ...doer, root: root ?? id };
    await send(activities.message(within, { id, text, quotes: replyTo }));
    return id;
  };

  const inOwnChat = (person: Person): Doer => ({
    person: people[person],
    conversationId: conversationOf(direct(person)),
    root: null,
  });

  const own = (person: Person, id: string): TeamsMessage => {
    const message = town.find(conversationOf(direct(person)), id);
    if (!message) throw new Error(`No message ${id} of ${person}`);
    return message;
  };

  const note = (person: Person, room: Room, body: unknown): void => {
    const { type, value } = answerShape.parse(body);
    const about = {
      id: randomUUID(),
      at: town.now().toISOString(),
      from: 'bot' as const,
      blocks: [],
      replyTo: null,
      onlyFor: person,
    };
    if (type === 'application/vnd.microsoft.activity.message') {
      if (!isSaidElsewhere(value))
        answered.push({ room, message: { ...about, kind: 'message', text: value } });
      return;
    }
    const refusal = refusalOfCard(value);
    if (refusal !== null) throw new Error(`Teams would not show this answer: ${refusal}`);
    const form = formIn(value);
    if (!form) return;
    const { error, ...opened } = form;
    answered.push({
      room,
      message:
        error === null
          ? { ...about, kind: 'open-form', text: '', ...opened }
          : { ...about, kind: 'message', text: error },
    });
  };

  /** The newest that shows a control: in the room, or in the presser's own chat, where words for them alone are. */
  const findUse = (person: Person, room: Room, control: Pressed) => {
    const seen = new Set([conversationOf(room), conversationOf(direct(person))]);
    const message = town.messages.findLast(
      (one) => seen.has(one.conversationId) && useOf(one, control) !== undefined,
    );
    return message && { message, use: useOf(message, control) };
  };

  const use = async (person: Person, room: Room, control: Pressed, values: object | null) => {
    const found = findUse(person, room, control);
    const { conversationId = conversationOf(room), root = null, id } = found?.message ?? {};
    const isThread = conversationId.startsWith('19:');
    const doer = { person: people[person], conversationId, root: isThread ? (root ?? id ?? null) : null };
    const { target } = control;
    const pressed = found?.use ?? { verb: control.intent, data: { target } };
    const card = (pressed.data as { card?: string }).card;
    const filled = { target, form: true, ...(card === undefined ? {} : { card }), ...values };
    const activity =
      values === null
        ? activities.execute(doer, pressed.verb, pressed.data, id)
        : activities.execute(doer, control.intent, filled, id);
    note(person, room, await send(activity));
  };

  const inRoom = (room: Room, person?: Person): Message[] => {
    const seen = town.in(conversationOf(room)).map((message) => asMessage(message, namesOf));
    const atOnce = answered
      .filter(({ room: at, message }) => at === room && message.onlyFor === person)
      .map(({ message }) => message)
      // Words about the desk's channel are private: see `aside`.
      .filter(({ kind }) => room !== 'desk' || kind === 'open-form');
    return [...seen, ...atOnce];
  };

  /** Teams shows nothing to one person only: beside what was answered at once, it is in that person's chat. */
  const asideOf = (person: Person): Message[] => {
    const inChat = inRoom(direct(person)).filter(({ from }) => from === 'bot');
    const atOnce = answered.filter(
      ({ room, message }) => room === 'desk' && message.kind === 'message' && message.onlyFor === person,
    );
    return [
      ...inChat.map((message) => ({ ...message, onlyFor: person })),
      ...atOnce.map(({ message }) => message),
    ];
  };

  return {
    say,
    edit: async (person, id, text) => {
      Object.assign(own(person, id), { activity: { type: 'message', text } });
      await send(activities.edited(inOwnChat(person), { id, text }));
    },
    remove: async (person, id) => {
      town.remove(own(person, id));
      await send(activities.deleted(inOwnChat(person), id));
    },
    press: (person, room, control) => use(person, room, control, null),
    submit: use,
    messages: (room, person) => {
      const seen = room.startsWith('aside:') ? asideOf(personIn(room)) : inRoom(room, person);
      return Promise.resolve(seen.sort((a, b) => a.at.localeCompare(b.at)));
    },
  };
}
