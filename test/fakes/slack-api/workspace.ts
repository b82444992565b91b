/** One workspace as Slack would keep it: people, channels, messages, opened views. No HTTP here. */

export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  /** `bot` for what we posted. */
  readonly user: string;
  text: string;
  blocks: unknown[];
  readonly threadTs: string | null;
  readonly metadata: unknown;
  /** Slack shows it to this user only. */
  readonly onlyFor: string | null;
  readonly at: Date;
  edited: boolean;
}

export interface OpenedView {
  readonly user: string;
  readonly triggerId: string;
  readonly view: Record<string, unknown>;
  readonly at: Date;
}

export const botUser = 'U0BOT';
export const botId = 'B0BOT';
export const teamId = 'T0TOWN';
export const teamName = '山彦町';

/** User ids and what Slack shows of them. */
export const people = {
  U0SUZUKI: '鈴木',
  U0SATO: '佐藤',
  U0TANAKA: '田中',
  U0MANAGER: '山本',
} as const;

export const deskChannel = 'C0DESK';
export const allChannel = 'C0ALL';

export class Workspace {
  readonly messages: SlackMessage[] = [];
  readonly views: OpenedView[] = [];
  readonly homes = new Map<string, unknown>();
  readonly members = new Map<string, readonly string[]>([
    [deskChannel, ['U0TANAKA', 'U0MANAGER', botUser]],
    [allChannel, [...Object.keys(people), botUser]],
  ]);
  readonly archived = new Set<string>();
  /** What `auth.test`, `users.info` and `conversations.info` say beyond the ordinary, by field. */
  readonly installation: Record<string, unknown> = {};
  readonly accounts = new Map<string, Readonly<Record<string, unknown>>>();
  readonly channels = new Map<string, Readonly<Record<string, unknown>>>();
  #count = 0;

  constructor(readonly now: () => Date) {}

  /** The direct messages of a person with the bot. */
  directOf = (user: string): string => `D${user.slice(1)}`;

  exists(channel: string): boolean {
    const isDirect = Object.keys(people).some((user) => this.directOf(user) === channel);
    return isDirect || this.members.has(channel);
  }

  post(message: Omit<SlackMessage, 'ts' | 'at' | 'edited'>): SlackMessage {
    this.#count += 1;
    // Of the real time, as Slack's: what somebody asks for since an instant is what came after it.
    const seconds = Math.floor(Date.now() / 1_000);
    const posted = {
      ...message,
      ts: `${seconds}.${String(this.#count).padStart(6, '0')}`,
      at: this.now(),
      edited: false,
    };
    this.messages.push(posted);
    return posted;
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  remove(channel: string, ts: string): boolean {
    const index = this.messages.findIndex((message) => message.channel === channel && message.ts === ts);
    if (index >= 0) this.messages.splice(index, 1);
    return index >= 0;
  }
}
