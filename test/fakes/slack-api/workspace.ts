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
  /** When its words were changed last. */
  editedTs: string | null;
  readonly subtype?: string;
  readonly files?: readonly object[];
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
  /** Whoever is added here can be written to, and writes. */
  readonly people = new Map<string, string>(Object.entries(people));
  /** Whose accounts were deactivated. */
  readonly left = new Set<string>();
  #lastMicros = 0;

  /** A test that needs days of history sets it. */
  slackNow = (): Date => new Date();

  constructor(readonly now: () => Date) {}

  /** The direct messages of a person with the bot. */
  directOf = (user: string): string => `D${user.slice(1)}`;

  exists(channel: string): boolean {
    const isDirect = [...this.people.keys()].some((user) => this.directOf(user) === channel);
    return isDirect || this.members.has(channel);
  }

  post(message: Omit<SlackMessage, 'ts' | 'at' | 'editedTs'>): SlackMessage {
    const posted = { ...message, ts: this.stamp(), at: this.now(), editedTs: null };
    this.messages.push(posted);
    return posted;
  }

  /** What somebody writes; whether we hear of it is another matter. */
  write(user: string, text: string, more: Partial<SlackMessage> = {}): SlackMessage {
    const plain = { channel: this.directOf(user), blocks: [], threadTs: null, metadata: undefined };
    return this.post({ user, text, onlyFor: null, ...plain, ...more });
  }

  /** Slack's own clock, whatever the town's says; every message has another. */
  stamp(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, this.slackNow().getTime() * 1_000);
    return (this.#lastMicros / 1_000_000).toFixed(6);
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
