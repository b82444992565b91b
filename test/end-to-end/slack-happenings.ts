/** What people can do on Slack and nowhere else: the message shortcut, files, the App Home, a modal’s answer. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { allChannel, botUser, teamId } from '../fakes/slack-api/workspace.js';
import type { Control } from './chat-messages.js';

export interface SharedFile {
  readonly id: string;
  readonly name?: string;
  readonly size?: number;
  readonly permalink?: string;
}

export interface Post {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  /** Null: an app wrote it. */
  readonly author: string | null;
  readonly files?: readonly SharedFile[];
}

const label = z.object({ text: z.string() });
const modalSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({
    response_action: z.literal('update'),
    view: z.looseObject({ title: label, submit: label.optional(), blocks: z.array(z.unknown()) }),
  }),
]);
export type ModalAnswer = z.infer<typeof modalSchema>;

export function createSlackHappenings(slack: FakeSlack, address: () => string) {
  const url = () => `${address()}/slack/events`;
  const team = { id: teamId };
  const stamp = () => `${Date.now() / 1_000}`;
  const userOf = (id: string) => ({ id, team_id: teamId });

  const sendEvent = (event: object) =>
    slack.send(url(), {
      event: {
        type: 'event_callback',
        team_id: teamId,
        event_id: `Ev${randomUUID()}`,
        authorizations: [{ team_id: teamId, user_id: botUser, is_bot: true }],
        event,
      },
    });

  /** A message that somebody wrote, in the channel of everybody unless another is named. */
  const write = (author: string | null, text: string, more: Partial<Post> = {}): Post => {
    const { channel = allChannel } = more;
    const { ts } = slack.workspace.post({
      channel,
      user: author ?? 'B0OTHER',
      text,
      blocks: [],
      threadTs: null,
      metadata: undefined,
      onlyFor: null,
    });
    return { channel, ts, text, author, ...more };
  };

  /** 「提案にする」 on a message. */
  const useShortcut = async (presser: string, { channel, ts, text, author, files }: Post): Promise<void> => {
    const by = author === null ? { bot_id: 'B0OTHER' } : { user: author };
    await slack.send(url(), {
      interaction: {
        type: 'message_action',
        callback_id: 'propose-message',
        trigger_id: `trigger-${presser}-${randomUUID()}`,
        action_ts: stamp(),
        response_url: 'https://hooks.slack.example/1',
        team,
        user: userOf(presser),
        channel: { id: channel },
        message: { type: 'message', ts, text, ...by, ...(files ? { files } : {}) },
      },
    });
  };

  /** Writes to the bot with files attached. Answers the message. */
  const share = async (author: string, text: string, files: readonly SharedFile[]): Promise<Post> => {
    const post = write(author, text, { channel: slack.workspace.directOf(author), files });
    const { channel, ts } = post;
    await sendEvent({
      type: 'message',
      subtype: 'file_share',
      channel,
      channel_type: 'im',
      user: author,
      ts,
      text,
      files,
    });
    return post;
  };

  /** The blocks that the App Home shows after somebody opened it. */
  const openHome = async (user: string): Promise<unknown[]> => {
    const { homes } = slack.workspace;
    homes.delete(user);
    await sendEvent({ type: 'app_home_opened', user, tab: 'home', channel: slack.workspace.directOf(user) });
    for (let tries = 0; tries < 400 && !homes.has(user); tries++)
      await new Promise((go) => setTimeout(go, 25));
    return z.object({ blocks: z.array(z.unknown()) }).parse(homes.get(user)).blocks;
  };

  const pressAtHome = (user: string, { intent, target }: Pick<Control, 'intent' | 'target'>) =>
    slack.send(url(), {
      interaction: {
        type: 'block_actions',
        team,
        user: userOf(user),
        trigger_id: `trigger-${user}-${randomUUID()}`,
        container: { type: 'view', view_id: `V${user}` },
        actions: [{ type: 'button', action_id: intent, value: target, action_ts: stamp() }],
      },
    });

  /** Sends a modal. Null: it closes. */
  const sendModal = async (
    user: string,
    channel: string,
    { intent, target }: Pick<Control, 'intent' | 'target'>,
    values: Readonly<Record<string, string | null>>,
  ): Promise<{ status: number; answer: ModalAnswer | null }> => {
    const view = {
      id: `V${randomUUID()}`,
      hash: randomUUID(),
      callback_id: intent,
      private_metadata: JSON.stringify({ target, channel }),
      blocks: Object.keys(values).map((block_id) => ({ type: 'input', block_id })),
      state: {
        values: Object.fromEntries(
          Object.entries(values).map(([field, value]) => [
            field,
            { value: { type: 'plain_text_input', value } },
          ]),
        ),
      },
    };
    const interaction = { type: 'view_submission', team, user: userOf(user), view };
    const { status, body } = await slack.send(url(), { interaction });
    return { status, answer: body === '' ? null : modalSchema.parse(JSON.parse(body)) };
  };

  return { sendEvent, write, useShortcut, share, openHome, pressAtHome, sendModal };
}
export type SlackHappenings = ReturnType<typeof createSlackHappenings>;
