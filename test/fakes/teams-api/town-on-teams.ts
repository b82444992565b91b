/** One tenant as Teams would keep it: people, personal chats, a team with channels, messages in threads. No HTTP here. */

export const tenantId = '5f0c7c2e-0000-4000-8000-000000000001';
export const appId = '5f0c7c2e-0000-4000-8000-0000000000b0';
export const botAccount = `28:${appId}`;

export interface TownPerson {
  /** AAD object id. */
  readonly user: string;
  /** What Teams calls them towards this bot. */
  readonly account: string;
  readonly name: string;
}

const person = (last: string, name: string): TownPerson => ({
  user: `5f0c7c2e-0000-4000-8000-0000000001${last}`,
  account: `29:1${last}AbCdEfGh`,
  name,
});

export const people = {
  suzuki: person('01', '鈴木'),
  sato: person('02', '佐藤'),
  tanaka: person('03', '田中'),
  manager: person('04', '山本'),
} as const;

export const deskChannel = '19:desk@thread.tacv2';
export const allChannel = '19:all@thread.tacv2';

export interface TeamsMessage {
  readonly id: string;
  /** A personal chat or a channel, without the thread. */
  readonly conversationId: string;
  /** The first message of the thread; null: it is itself the first, or in a personal chat. */
  readonly root: string | null;
  /** `bot` for what we posted. */
  readonly from: string;
  activity: Readonly<Record<string, unknown>>;
  edited: boolean;
  readonly at: Date;
}

export class TownOnTeams {
  readonly messages: TeamsMessage[] = [];
  /** Who has the app in their personal chats, by AAD object id. */
  readonly installedFor = new Set<string>(Object.values(people).map(({ user }) => user));
  /** The channels of teams that have the app. */
  readonly channels = new Set<string>([deskChannel, allChannel]);
  /** Channels that exist, but whose team does not have the app. */
  readonly withoutApp = new Set<string>();
  /** Chats that were deleted: Teams opens another one instead. */
  readonly #deletedChats = new Map<string, number>();
  #count = 0;

  constructor(readonly now: () => Date) {}

  /** The id of somebody's personal chat with the bot. */
  chatOf = (user: string): string => `a:1-${user}-${this.#deletedChats.get(user) ?? 0}`;

  deleteChat(user: string): void {
    const old = this.chatOf(user);
    this.#deletedChats.set(user, (this.#deletedChats.get(user) ?? 0) + 1);
    for (const message of this.messages.filter(({ conversationId }) => conversationId === old))
      this.remove(message);
  }

  /** Whose chat this is. */
  userIn = (conversationId: string): string | undefined =>
    Object.values(people).find(({ user }) => this.chatOf(user) === conversationId)?.user;

  /** Everybody of the team, whichever channel: only the desk works in this one. */
  readonly members = new Map<string, readonly TownPerson[]>([
    [deskChannel, [people.tanaka, people.manager]],
    [allChannel, Object.values(people)],
  ]);

  post(message: Pick<TeamsMessage, 'conversationId' | 'root' | 'from' | 'activity'>): TeamsMessage {
    this.#count += 1;
    const posted = {
      ...message,
      id: String(1_700_000_000_000 + this.#count),
      edited: false,
      at: this.now(),
    };
    this.messages.push(posted);
    return posted;
  }

  find = (conversationId: string, id: string): TeamsMessage | undefined =>
    this.messages.find((message) => message.conversationId === conversationId && message.id === id);

  remove(message: TeamsMessage): void {
    this.messages.splice(this.messages.indexOf(message), 1);
  }

  in = (conversationId: string): TeamsMessage[] =>
    this.messages.filter((message) => message.conversationId === conversationId);
}
