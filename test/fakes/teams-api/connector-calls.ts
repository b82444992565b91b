/** The calls of the Bot Connector that we make, on one town. */
import { z } from 'zod';
import { refusalOfActivity } from './limits-checker.js';
import { people, tenantId, type TeamsMessage, type TownOnTeams, type TownPerson } from './town-on-teams.js';

/** Teams' way to say no: a status with a code. */
export class TeamsSaysNo extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message = code,
  ) {
    super(message);
  }
}

export interface ConnectorCall {
  readonly method: string;
  /** Behind `/v3/`, each part decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface ConnectorAnswer {
  readonly status: number;
  readonly body: object | null;
}

const separator = ';messageid=';

interface Spot {
  readonly conversationId: string;
  readonly root: string | null;
}

function spotOf(id: string): Spot {
  const [conversationId = '', root, ...more] = id.split(separator);
  if (more.length > 0) throw new TeamsSaysNo(400, 'Bad Argument', 'Bad format of conversation ID');
  return { conversationId, root: root ?? null };
}

/** Who may be spoken to here. */
function admit(town: TownOnTeams, { conversationId, root }: Spot): void {
  if (town.withoutApp.has(conversationId)) throw new TeamsSaysNo(403, 'BotNotInConversationRoster');
  const user = town.userIn(conversationId);
  if (user === undefined && !town.channels.has(conversationId))
    throw new TeamsSaysNo(404, 'ConversationNotFound');
  if (user !== undefined && !town.installedFor.has(user))
    throw new TeamsSaysNo(403, 'BotNotInConversationRoster');
  if (root !== null && !town.find(conversationId, root)) throw new TeamsSaysNo(404, 'ConversationNotFound');
}

function checked(activity: unknown): Readonly<Record<string, unknown>> {
  const refusal = refusalOfActivity(activity ?? null);
  if (refusal) throw new TeamsSaysNo(refusal.status, refusal.code, refusal.message);
  return activity as Record<string, unknown>;
}

function ownMessage(town: TownOnTeams, spot: Spot, id: string): TeamsMessage {
  admit(town, spot);
  const message = town.find(spot.conversationId, id);
  const isThere = spot.root === null || spot.root === id || spot.root === message?.root;
  if (message?.from !== 'bot' || !isThere) throw new TeamsSaysNo(404, 'ActivityNotFoundInConversation');
  return message;
}

const creation = z.object({
  isGroup: z.boolean(),
  bot: z.object({ id: z.string() }),
  members: z.array(z.object({ id: z.string() })).optional(),
  tenantId: z.literal(tenantId),
  channelData: z.object({
    tenant: z.object({ id: z.literal(tenantId) }),
    channel: z.object({ id: z.string() }).optional(),
  }),
  activity: z.unknown().optional(),
});

function createConversation(town: TownOnTeams, body: unknown): ConnectorAnswer {
  const read = creation.safeParse(body);
  if (!read.success) throw new TeamsSaysNo(400, 'Bad Argument', read.error.issues[0]?.path.join('.'));
  const { isGroup, members = [], channelData, activity } = read.data;
  const { channel } = channelData;
  if (!isGroup) {
    const [member, ...others] = members;
    if (member === undefined || others.length > 0) throw new TeamsSaysNo(400, 'BadSyntax');
    const conversationId = town.chatOf(member.id);
    if (town.userIn(conversationId) === undefined) throw new TeamsSaysNo(403, 'BotNotInConversationRoster');
    admit(town, { conversationId, root: null });
    return { status: 201, body: { id: conversationId } };
  }
  if (channel === undefined) throw new TeamsSaysNo(400, 'BadSyntax', 'group chats cannot be created');
  if (activity === undefined) throw new TeamsSaysNo(400, 'Bad Argument', 'activity');
  const spot = { conversationId: channel.id, root: null };
  admit(town, spot);
  const { id } = town.post({ ...spot, from: 'bot', activity: checked(activity) });
  return { status: 201, body: { id: `${channel.id}${separator}${id}`, activityId: id } };
}

const pageSize = 2;

/** A personal chat has one member besides the bot. */
const membersIn = (town: TownOnTeams, { conversationId }: Spot): readonly TownPerson[] =>
  town.members.get(conversationId) ??
  Object.values(people).filter(({ user }) => user === town.userIn(conversationId));

const listed = ({ user, account, name }: TownPerson) => ({ id: account, objectId: user, name, tenantId });

function membersPage(town: TownOnTeams, spot: Spot, query: URLSearchParams): ConnectorAnswer {
  admit(town, spot);
  const everybody = membersIn(town, spot);
  const from = Number(query.get('continuationToken') ?? '0');
  const rest = everybody.slice(from + pageSize);
  const members = everybody.slice(from, from + pageSize).map(listed);
  return {
    status: 200,
    body: { members, ...(rest.length > 0 ? { continuationToken: String(from + pageSize) } : {}) },
  };
}

function oneMember(town: TownOnTeams, spot: Spot, id: string): ConnectorAnswer {
  admit(town, spot);
  const found = membersIn(town, spot).find(({ user, account }) => user === id || account === id);
  if (!found) throw new TeamsSaysNo(404, 'MemberNotFoundInConversation');
  return { status: 200, body: listed(found) };
}

/** @throws TeamsSaysNo */
export function perform(town: TownOnTeams, { method, path, query, body }: ConnectorCall): ConnectorAnswer {
  const [conversations, conversation, what, which] = path;
  if (conversations !== 'conversations') throw new TeamsSaysNo(404, 'UnknownPath');
  if (conversation === undefined && method === 'POST') return createConversation(town, body);
  const spot = spotOf(conversation ?? '');
  switch (`${method} ${what ?? ''}${which === undefined ? '' : '/id'}`) {
    case 'POST activities': {
      admit(town, spot);
      const { id } = town.post({ ...spot, from: 'bot', activity: checked(body) });
      return { status: 201, body: { id } };
    }
    case 'PUT activities/id': {
      const message = ownMessage(town, spot, which ?? '');
      Object.assign(message, { activity: checked(body), edited: true });
      return { status: 200, body: { id: message.id } };
    }
    case 'DELETE activities/id':
      town.remove(ownMessage(town, spot, which ?? ''));
      return { status: 200, body: null };
    case 'GET pagedmembers':
      return membersPage(town, spot, query);
    case 'GET members/id':
      return oneMember(town, spot, which ?? '');
    default:
      throw new TeamsSaysNo(405, 'MethodNotAllowed');
  }
}
