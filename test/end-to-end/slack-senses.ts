/** What people do on Slack and what they see there: events as Slack sends them, and what its Web API was told. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { allChannel, botUser, deskChannel, teamId, type SlackMessage } from '../fakes/slack-api/workspace.js';
import { refusalOfView } from '../fakes/slack-api/limits-checker.js';
import { controlsOf, type Control, type Message } from './chat-messages.js';
import { asMessage, asOpenForm, type People } from './slack-messages.js';
import { asidesIn, personIn, type Person, type Room, type Senses } from './town-chat.js';

const userOf: Readonly<Record<Person, string>> = {
  suzuki: 'U0SUZUKI',
  sato: 'U0SATO',
  tanaka: 'U0TANAKA',
  manager: 'U0MANAGER',
};
const people: People = Object.fromEntries(
  Object.entries(userOf).map(([person, user]) => [user, person as Person]),
);

/** Null: the modal closes. */
const modalAnswer = z
  .discriminatedUnion('response_action', [
    z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
    z.object({ response_action: z.literal('update'), view: z.unknown() }),
  ])
  .nullable();

/** Slack sends texts escaped. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const callback = (event: object, eventId: string = `Ev${randomUUID()}`) => ({
  type: 'event_callback',
  team_id: teamId,
  event_id: eventId,
  authorizations: [{ team_id: teamId, user_id: botUser, is_bot: true }],
  event,
});

export function createSlackSenses(slack: FakeSlack, address: () => string): Senses {
  const { workspace } = slack;
  const url = () => `${address()}/slack/events`;
  const channelOf = (room: Room): string => {
    if (room === 'desk') return deskChannel;
    return room === 'all' ? allChannel : workspace.directOf(userOf[personIn(room)]);
  };
  /** A message that a test delivers several times under one id of its own. */
  const named = new Map<string, SlackMessage>();

  const write = (person: Person, room: Room, text: string, threadTs: string | null): SlackMessage =>
    workspace.post({
      channel: channelOf(room),
      user: userOf[person],
      text: escaped(text),
      blocks: [],
      threadTs,
      metadata: undefined,
      onlyFor: null,
    });

  const eventOf = (message: SlackMessage) => ({
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    client_msg_id: randomUUID(),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  });

  const inChannel = (room: Room) => ({
    channel: channelOf(room),
    channel_type: room.startsWith('dm:') ? 'im' : 'channel',
  });

  const say: Senses['say'] = async (person, text, room, { replyTo, messageId, eventId } = {}) => {
    const name = `${person}/${messageId ?? randomUUID()}`;
    const message = named.get(name) ?? write(person, room, text, replyTo ?? null);
    named.set(name, message);
    await slack.send(url(), { event: callback({ ...eventOf(message), ...inChannel(room) }, eventId) });
    return message.ts;
  };

  const revise = async (person: Person, ts: string, newText: string | null) => {
    const room: Room = `dm:${person}`;
    const message = workspace.find(channelOf(room), ts);
    if (!message) throw new Error(`No message ${ts} of ${person}`);
    const previous_message = eventOf(message);
    const stamp = workspace.stamp();
    if (newText === null) {
      workspace.remove(message.channel, ts);
      const event = {
        type: 'message',
        subtype: 'message_deleted',
        deleted_ts: ts,
        previous_message,
        ts: stamp,
      };
      await slack.send(url(), { event: callback({ ...event, ...inChannel(room) }) });
      return;
    }
    Object.assign(message, { text: escaped(newText), editedTs: stamp });
    const edited = { ...eventOf(message), edited: { user: message.user, ts: stamp } };
    const event = {
      type: 'message',
      subtype: 'message_changed',
      message: edited,
      previous_message,
      ts: stamp,
    };
    await slack.send(url(), { event: callback({ ...event, ...inChannel(room) }) });
  };

  const messages: Senses['messages'] = async (room, person) => {
    if (room.startsWith('aside:')) return asidesIn(await messages('desk', personIn(room)), personIn(room));
    const user = person && userOf[person];
    const seen = workspace.messages
      .filter(({ channel, onlyFor }) => channel === channelOf(room) && (onlyFor === null || onlyFor === user))
      .map((message) => asMessage(message, people));
    const forms = workspace.views
      .filter((view) => view.user === user)
      .map((view) => asOpenForm(view, people));
    return [...seen, ...forms].sort((a, b) => a.at.localeCompare(b.at));
  };

  const shownIn = async (
    room: Room,
    person: Person,
    { intent, target }: Pick<Control, 'intent' | 'target'>,
  ) => {
    const holds = (message: Message) =>
      controlsOf(message).some((control) => control.intent === intent && control.target === target);
    return (await messages(room, person)).findLast(holds);
  };

  const press: Senses['press'] = async (person, room, control) => {
    const shown = await shownIn(room, person, control);
    const user = { id: userOf[person], team_id: teamId };
    const action_ts = `${Date.now() / 1_000}`;
    const inMenu = shown?.blocks.some((block) => JSON.stringify(block).includes('"options"')) ?? false;
    const button = { type: 'button', action_id: control.intent, value: control.target, action_ts };
    const option = { type: 'static_select', action_id: 'more', action_ts };
    const value = `${control.intent}|${control.target}`;
    const isOption =
      inMenu && !JSON.stringify(shown?.blocks).includes(`"intent":"${control.intent}","target"`);
    const interaction = {
      type: 'block_actions',
      team: { id: teamId },
      user,
      trigger_id: `trigger-${user.id}-${randomUUID()}`,
      container: { type: 'message', message_ts: shown?.id ?? '0.0', channel_id: channelOf(room) },
      channel: { id: channelOf(room) },
      actions: [isOption ? { ...option, selected_option: { value } } : button],
    };
    await slack.send(url(), { interaction });
  };

  const submit: Senses['submit'] = async (person, room, { intent, target }, values) => {
    const fields = Object.keys(values).length > 0 ? Object.keys(values) : ['reason'];
    const view = {
      id: `V${randomUUID()}`,
      hash: randomUUID(),
      callback_id: intent,
      private_metadata: JSON.stringify({ target, channel: channelOf(room) }),
      blocks: fields.map((block_id) => ({ type: 'input', block_id })),
      state: {
        values: Object.fromEntries(
          fields.map((field) => [
            field,
            { value: { type: 'plain_text_input', value: values[field] ?? null } },
          ]),
        ),
      },
    };
    const user = { id: userOf[person], team_id: teamId };
    const sent = { type: 'view_submission', team: { id: teamId }, user, view };
    const { body } = await slack.send(url(), { interaction: sent });
    const answer = modalAnswer.parse(body === '' ? null : JSON.parse(body));
    // A modal that is replaced says nothing new: its words come as a message too.
    const refusal = answer?.response_action === 'update' ? refusalOfView(answer.view) : null;
    if (refusal !== null) throw new Error(`Slack would refuse this view: ${refusal}`);
    if (answer?.response_action !== 'errors') return;
    // What a modal says instead of closing is seen by its writer only.
    workspace.post({
      channel: channelOf(room),
      user: 'bot',
      text: escaped(Object.values(answer.errors).join('\n')),
      blocks: [],
      threadTs: null,
      metadata: undefined,
      onlyFor: user.id,
    });
  };

  return {
    say,
    edit: revise,
    remove: (person, ts) => revise(person, ts, null),
    press,
    submit,
    messages,
  };
}
