/** The methods of the Web API that we call, on one workspace. */
import { refusalOfMessage, refusalOfView } from './limits-checker.js';
import {
  allChannel,
  botId,
  botUser,
  teamId,
  teamName,
  type SlackMessage,
  type Workspace,
} from './workspace.js';

export type Arguments = Readonly<Record<string, unknown>>;
export type Answer = { ok: true } & Record<string, unknown>;

/** Slack's way to say no: 200 with a word. */
export class SlackSaysNo extends Error {}

const no = (word: string): never => {
  throw new SlackSaysNo(word);
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const shown = (message: SlackMessage) => ({
  type: 'message',
  ts: message.ts,
  text: message.text,
  blocks: message.blocks,
  ...(message.user === 'bot' ? { bot_id: botId, user: botUser } : { user: message.user }),
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  ...(message.editedTs === null ? {} : { edited: { user: message.user, ts: message.editedTs } }),
  ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
  ...(message.files === undefined ? {} : { files: message.files }),
});

/** What a thread's parent says of it. */
function threadOf(workspace: Workspace, { channel, ts }: SlackMessage): object {
  const replies = workspace.messages.filter((each) => each.channel === channel && each.threadTs === ts);
  const latest_reply = replies.at(-1)?.ts;
  return latest_reply === undefined ? {} : { thread_ts: ts, reply_count: replies.length, latest_reply };
}

function channelOf(workspace: Workspace, args: Arguments): string {
  const channel = text(args['channel']);
  if (!workspace.exists(channel)) no('channel_not_found');
  if (workspace.archived.has(channel)) no('is_archived');
  return channel;
}

function contentOf(args: Arguments): { text: string; blocks: unknown[] } {
  const content = { text: text(args['text']), blocks: list(args['blocks']) };
  const refusal = refusalOfMessage(content.text, content.blocks);
  return refusal === null ? content : no(refusal);
}

const mostPerPage = 999;
const perPage = ({ limit }: Arguments): number => Math.min(Number(limit ?? 100), mostPerPage);

/** One page of `messages`, in their order. A cursor is the timestamp of the last message before it. */
function pageOf(workspace: Workspace, messages: readonly SlackMessage[], args: Arguments): Answer {
  const [oldest, latest] = [text(args['oldest']), text(args['latest'])];
  const within = messages.filter(
    ({ ts }) => Number(ts) > Number(oldest) && (latest === '' || Number(ts) < Number(latest)),
  );
  const from = within.findIndex(({ ts }) => ts === text(args['cursor'])) + 1;
  const page = within.slice(from, from + perPage(args));
  const has_more = from + page.length < within.length;
  const bare = args['include_all_metadata'] === 'true' ? {} : { metadata: undefined };
  return {
    ok: true,
    messages: page.map((message) => ({ ...shown(message), ...threadOf(workspace, message), ...bare })),
    has_more,
    response_metadata: { next_cursor: has_more ? page.at(-1)?.ts : '' },
  };
}

/** Slack lists the direct messages that there are, Slackbot's among them. */
function listDirect(workspace: Workspace, args: Arguments): Answer {
  if (text(args['types']) !== 'im') no('unknown_method');
  const written = new Set(workspace.messages.map(({ channel }) => channel));
  const all = ['USLACKBOT', ...workspace.people.keys()]
    .map((user) => ({
      id: workspace.directOf(user),
      user,
      is_im: true,
      is_user_deleted: workspace.left.has(user),
    }))
    .filter(({ id, user }) => user === 'USLACKBOT' || written.has(id));
  const from = Number(text(args['cursor']));
  const next = from + perPage(args);
  const next_cursor = next < all.length ? String(next) : '';
  return { ok: true, channels: all.slice(from, next), response_metadata: { next_cursor } };
}

type Method = (workspace: Workspace, args: Arguments) => Answer;

export const methods: Readonly<Record<string, Method>> = {
  'api.test': () => ({ ok: true }),
  'auth.test': ({ installation }) => ({
    ok: true,
    team: teamName,
    team_id: teamId,
    bot_id: botId,
    user_id: botUser,
    ...installation,
  }),
  'users.info': (workspace, { user }) => {
    const account = workspace.accounts.get(text(user));
    const name = workspace.people.get(text(user));
    return name === undefined && account === undefined
      ? no('user_not_found')
      : { ok: true, user: { id: user, team_id: teamId, profile: { display_name: name }, ...account } };
  },
  'conversations.info': (workspace, args) => {
    const id = text(args['channel']);
    const members = workspace.members.get(id) ?? no('channel_not_found');
    const named = id === allChannel ? { name: 'general' } : {};
    const facts = { ...named, is_archived: workspace.archived.has(id), is_member: members.includes(botUser) };
    return { ok: true, channel: { id, is_private: false, ...facts, ...workspace.channels.get(id) } };
  },
  'users.conversations': listDirect,
  'conversations.open': (workspace, { users }) =>
    workspace.people.has(text(users))
      ? { ok: true, channel: { id: workspace.directOf(text(users)) } }
      : no('user_not_found'),
  'conversations.members': (workspace, args) => ({
    ok: true,
    members: workspace.members.get(channelOf(workspace, args)) ?? [],
    response_metadata: { next_cursor: '' },
  }),
  'conversations.history': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const top = workspace.messages.filter(
      (message) =>
        message.channel === channel &&
        (message.threadTs === null || message.subtype === 'thread_broadcast') &&
        message.onlyFor === null,
    );
    return pageOf(workspace, top.reverse(), args);
  },
  'conversations.replies': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const ts = text(args['ts']);
    const thread = workspace.messages.filter(
      (message) => message.channel === channel && (message.ts === ts || message.threadTs === ts),
    );
    return thread.length === 0 ? no('thread_not_found') : pageOf(workspace, thread, args);
  },
  'chat.postMessage': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const threadTs = textOrNull(args['thread_ts']);
    const posted = workspace.post({
      channel,
      user: 'bot',
      ...contentOf(args),
      threadTs,
      metadata: args['metadata'],
      onlyFor: null,
    });
    return { ok: true, channel, ts: posted.ts };
  },
  'chat.postEphemeral': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const onlyFor = text(args['user']);
    const content = contentOf(args);
    const posted = workspace.post({
      channel,
      user: 'bot',
      ...content,
      threadTs: null,
      metadata: undefined,
      onlyFor,
    });
    return { ok: true, message_ts: posted.ts };
  },
  'chat.update': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const message = workspace.find(channel, text(args['ts']));
    if (message?.user !== 'bot') return no('message_not_found');
    Object.assign(message, contentOf(args), { editedTs: workspace.stamp() });
    return { ok: true, channel, ts: message.ts };
  },
  'chat.delete': (workspace, args) =>
    workspace.remove(channelOf(workspace, args), text(args['ts'])) ? { ok: true } : no('message_not_found'),
  'views.open': (workspace, { trigger_id, view }) => {
    const refusal = refusalOfView(view);
    if (refusal !== null) no(refusal);
    const [, user = ''] = /^trigger-(U\w+)-/.exec(text(trigger_id)) ?? [];
    if (user === '') no('invalid_trigger_id');
    workspace.views.push({
      user,
      triggerId: text(trigger_id),
      view: { ...(view as object) },
      at: new Date(),
    });
    return { ok: true };
  },
  'views.publish': (workspace, { user_id, view }) => {
    const refusal = refusalOfView(view);
    if (refusal !== null) no(refusal);
    workspace.homes.set(text(user_id), view);
    return { ok: true };
  },
};
