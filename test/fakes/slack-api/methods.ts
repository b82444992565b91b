/** The methods of the Web API that we call, on one workspace. */
import { refusalOfMessage, refusalOfView } from './limits-checker.js';
import { botId, botUser, people, teamId, teamName, type SlackMessage, type Workspace } from './workspace.js';

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
});

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

/** So many at most, however many are asked for; the cursor counts what was given already. */
function pageOf(messages: readonly SlackMessage[], { limit, cursor }: Arguments): Answer {
  const from = Number(text(cursor) || '0');
  const to = from + Math.min(Number(text(limit) || '100'), 200);
  return {
    ok: true,
    messages: messages.slice(from, to).map(shown),
    response_metadata: { next_cursor: to < messages.length ? String(to) : '' },
  };
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
  'users.info': ({ accounts }, { user }) => {
    const account = accounts.get(text(user));
    const name = Object.entries(people).find(([id]) => id === user)?.[1];
    return name === undefined && account === undefined
      ? no('user_not_found')
      : { ok: true, user: { id: user, team_id: teamId, profile: { display_name: name }, ...account } };
  },
  'conversations.info': (workspace, args) => {
    const id = text(args['channel']);
    const members = workspace.members.get(id) ?? no('channel_not_found');
    const facts = { is_archived: workspace.archived.has(id), is_member: members.includes(botUser) };
    return { ok: true, channel: { id, is_private: false, ...facts, ...workspace.channels.get(id) } };
  },
  'conversations.open': (workspace, { users }) =>
    Object.keys(people).includes(text(users))
      ? { ok: true, channel: { id: workspace.directOf(text(users)) } }
      : no('user_not_found'),
  'conversations.members': (workspace, args) => ({
    ok: true,
    members: workspace.members.get(channelOf(workspace, args)) ?? [],
    response_metadata: { next_cursor: '' },
  }),
  'conversations.history': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const oldest = Number(text(args['oldest']) || '0');
    const top = workspace.messages.filter(
      ({ ts, threadTs, onlyFor, ...message }) =>
        message.channel === channel && threadTs === null && onlyFor === null && Number(ts) >= oldest,
    );
    return pageOf(top.reverse(), args);
  },
  'conversations.replies': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const ts = text(args['ts']);
    const thread = workspace.messages.filter(
      (message) => message.channel === channel && (message.ts === ts || message.threadTs === ts),
    );
    return thread.length === 0 ? no('thread_not_found') : pageOf(thread, args);
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
    Object.assign(message, contentOf(args), { edited: true });
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
