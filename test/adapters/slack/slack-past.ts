/** What Slack keeps while nobody listens: its history behind real HTTP, an inbox in memory, and a clock that is set. */
import type { WebClient } from '@slack/web-api';
import { createClients } from '../../../adapters/slack/client.js';
import type { CatchUpDeps } from '../../../adapters/slack/catch-up.js';
import { parseJsonObject } from '../../../src/json-object.js';
import { createPatientCall } from '../../../adapters/slack/patience.js';
import { readPayload } from '../../../adapters/slack/read-payload.js';
import type { Envelope, Hearing, Log } from '../../../src/ports.js';
import { createFakeIds } from '../../fakes/fake-ids.js';
import { RecordingInbox } from '../../fakes/recording-inbox.js';
import { createMemoryStore, type MemoryStore } from '../../fakes/memory-store.js';
import { startFakeSlack, type FakeSlack } from '../../fakes/slack-api/fake-slack.js';
import { botId, botUser, deskChannel, teamId } from '../../fakes/slack-api/workspace.js';

export const start = new Date('2026-11-24T00:00:00Z');
export const minute = 60_000;
export const day = 24 * 60 * minute;

const settings = { signingSecret: 'secret', botToken: 'xoxb-1' };

export class SlackPast {
  readonly inbox = new RecordingInbox();
  readonly store: MemoryStore;
  readonly logged: { level: keyof Log; facts: object; message: string }[] = [];
  readonly rung: string[] = [];
  readonly stop = new AbortController();
  installedAt = new Date(start.getTime() - 300 * day);
  now = start;

  private constructor(readonly slack: FakeSlack) {
    slack.workspace.slackNow = () => this.now;
    this.store = createMemoryStore({ now: () => this.now });
  }

  get hearing(): Hearing {
    return this.store.hearing;
  }

  static readonly open = async (): Promise<SlackPast> =>
    new SlackPast(await startFakeSlack({ ...settings, now: () => new Date() }));

  get workspace() {
    return this.slack.workspace;
  }

  readonly at = (sinceStartMs: number): void => {
    this.now = new Date(start.getTime() + sinceStartMs);
  };

  /** What was stored, as the turn will read it, in that order. */
  get words(): string[] {
    return this.inbox.envelopes.map(({ body }) => {
      const reading = readPayload(parseJsonObject(body) ?? {});
      if (reading.kind !== 'word' || !('text' in reading.event)) return reading.kind;
      const { person, kind, text } = reading.event;
      return `${person.slice('slack:U0'.length)} ${kind} ${text}`;
    });
  }

  readonly wordsOf = (user: string): string[] => this.words.filter((word) => word.startsWith(user));

  /** Channels whose history was asked for, in order. */
  get asked(): unknown[] {
    return this.slack.calls
      .filter(({ method }) => method === 'conversations.history')
      .map(({ args }) => args['channel']);
  }

  get warnings(): object[] {
    return this.logged.filter(({ level }) => level === 'warn');
  }

  get client() {
    return createClients({ ...settings, apiUrl: this.slack.apiUrl }).post;
  }

  /** `paceMs`: between two calls. */
  readonly deps = (paceMs = 0) => {
    const record = (level: keyof Log) => (facts: object, message: string) => {
      this.logged.push({ level, facts, message });
    };
    const { signal } = this.stop;
    return {
      client: this.client,
      reader: { client: this.client, call: createPatientCall(paceMs, signal) },
      inbox: this.inbox,
      hearing: this.hearing,
      identity: { teamId, botId, botUserId: botUser },
      installedAt: () => Promise.resolve(this.installedAt),
      desk: { home: 'slack', channel: deskChannel } as const,
      ids: createFakeIds(),
      townClock: { now: () => this.now },
      systemClock: { now: () => this.now },
      onStored: ({ conversation }: Envelope) => {
        this.rung.push(conversation);
      },
      log: { debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') },
      signal,
    } satisfies CatchUpDeps & { client: WebClient };
  };

  readonly close = async (): Promise<void> => {
    this.stop.abort();
    await this.slack.close();
  };
}
