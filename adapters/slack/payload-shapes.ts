/**
 * The fields that we read of what Slack sends. Only what everything depends on is required: an odd detail must not
 * cost a person's words. @see https://docs.slack.dev/reference/events/message/
 */
import { z } from 'zod';

const word = z.string().min(1);
const maybeWord = z.string().nullish();
const maybe = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);

const fileShape = z.object({
  name: maybe(z.string()),
  title: maybe(z.string()),
  size: maybe(z.int().nonnegative()),
  permalink: maybe(z.string()),
  /** `tombstone`: it was deleted meanwhile. */
  mode: maybe(z.string()),
});
export type SlackFile = z.infer<typeof fileShape>;

const messageShape = z.object({
  subtype: maybeWord,
  ts: word,
  thread_ts: maybeWord,
  user: maybeWord,
  bot_id: maybeWord,
  app_id: maybeWord,
  text: maybe(z.string()),
  edited: maybe(z.object({ ts: word })),
  files: maybe(z.array(fileShape)),
});
export type SlackMessage = z.infer<typeof messageShape>;

const messageEventShape = messageShape.extend({
  type: z.enum(['message', 'app_mention']),
  channel: word,
  event_ts: maybeWord,
  deleted_ts: maybeWord,
  message: maybe(messageShape),
  previous_message: maybe(messageShape),
});
export type MessageEvent = z.infer<typeof messageEventShape>;

const homeOpenedShape = z.object({ type: z.literal('app_home_opened'), user: word, tab: maybeWord });

export const eventCallbackShape = z.object({
  type: z.literal('event_callback'),
  event_id: maybeWord,
  authorizations: maybe(z.array(z.object({ user_id: maybeWord, is_bot: z.boolean().nullish() }))),
  event: z.discriminatedUnion('type', [messageEventShape, homeOpenedShape]),
});
export type EventCallback = z.infer<typeof eventCallbackShape>;

const team = maybe(z.object({ id: word }));
const user = z.object({ id: word, team_id: maybeWord });
const channel = z.object({ id: word });

const actionShape = z.object({
  action_id: word,
  action_ts: word,
  value: maybeWord,
  selected_option: maybe(z.object({ value: maybeWord })),
});

/** @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload/ */
export const blockActionsShape = z.object({
  type: z.literal('block_actions'),
  team,
  user,
  channel: maybe(channel),
  container: maybe(z.object({ message_ts: maybeWord, channel_id: maybeWord, view_id: maybeWord })),
  trigger_id: maybeWord,
  response_url: maybeWord,
  actions: z.tuple([actionShape]).rest(z.unknown()),
});
export type BlockActions = z.infer<typeof blockActionsShape>;

/** What an input holds; which of these is filled depends on its kind. */
const inputStateShape = z.object({
  value: maybe(z.string()),
  selected_option: maybe(z.object({ value: maybeWord })),
  selected_date: maybe(z.string()),
  selected_user: maybe(z.string()),
});
export type InputState = z.infer<typeof inputStateShape>;

/** @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload/ */
export const viewSubmissionShape = z.object({
  type: z.literal('view_submission'),
  user,
  view: z.object({
    id: word,
    hash: maybeWord,
    callback_id: word,
    private_metadata: word,
    blocks: maybe(z.array(z.object({ type: maybeWord, block_id: maybeWord }))),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), inputStateShape)) }),
  }),
});
export type ViewSubmission = z.infer<typeof viewSubmissionShape>;

/** @see https://docs.slack.dev/interactivity/implementing-shortcuts/#messages */
export const messageActionShape = z.object({
  type: z.literal('message_action'),
  callback_id: word,
  action_ts: word,
  team,
  user,
  channel,
  message: messageShape,
});
export type MessageAction = z.infer<typeof messageActionShape>;
