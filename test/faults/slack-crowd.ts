/** People of a town hall who write to the bot on Slack, and a sender that repeats what was not taken. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { botUser, teamId } from '../fakes/slack-api/workspace.js';
import { until } from './until.js';

export interface Saying {
  readonly user: string;
  readonly text: string;
  /** After the beginning. */
  readonly atMs: number;
}

export interface Said extends Saying {
  /** When it was acknowledged. */
  readonly takenAt: Date;
}

export interface Crowd {
  readonly people: number;
  /** Sayings of each of them. */
  readonly each: number;
  readonly withinMs: number;
}

const longSentence = 'とても長い提案です。';
const longSentences = 1_500;
/** Every so manieth saying is too long for one message of Slack. */
const longEvery = 30;
/** A killed service is back within seconds. */
const patienceMs = 120_000;

/** What tells one saying from every other, also where only its beginning is shown. */
export const gistIn = (text: string): string =>
  /職員\d+の提案その\d+です/.exec(text)?.[0] ?? `no gist in: ${text}`;

/** How much of a long saying is there. */
export const longSentencesIn = (text: string): number => text.split(longSentence).length - 1;

/** New people of the workspace, and what each will write, in this order. */
export function planSayings(
  { workspace }: FakeSlack,
  random: () => number,
  { people, each, withinMs }: Crowd,
): Saying[][] {
  return Array.from({ length: people }, (_, who) => {
    const [user, name] = [`U1CROWD${who + 1}`, `職員${who + 1}`];
    workspace.people.set(user, name);
    const times = Array.from({ length: each }, () => random() * withinMs).sort((a, b) => a - b);
    return times.map((atMs, n) => {
      const gist = `${name}の提案その${n + 1}です`;
      const isLong = (who * each + n + 1) % longEvery === 0;
      return { user, atMs, text: isLong ? `${gist}。${longSentence.repeat(longSentences)}` : gist };
    });
  });
}

/** Written once; delivered again and again until it is acknowledged, for as long as the service is away. */
async function say(slack: FakeSlack, url: string, saying: Saying): Promise<Said> {
  const { user, text } = saying;
  const channel = slack.workspace.directOf(user);
  const content = { channel, user, text, blocks: [], threadTs: null, metadata: undefined, onlyFor: null };
  const { ts } = slack.workspace.post(content);
  const event = {
    type: 'event_callback',
    team_id: teamId,
    event_id: `Ev${user}${ts}`,
    authorizations: [{ team_id: teamId, user_id: botUser, is_bot: true }],
    event: { type: 'message', user, ts, text, channel, channel_type: 'im' },
  };
  const isTaken = async () => ((await slack.send(url, { event })).status === 200 ? true : undefined);
  await until(`the acknowledgement of ${gistIn(text)}`, isTaken, { timeoutMs: patienceMs });
  return { ...saying, takenAt: new Date() };
}

/** One person: the next saying only after the one before was taken. */
async function sayInTurn(slack: FakeSlack, url: string, sayings: readonly Saying[]): Promise<Said[]> {
  const began = performance.now();
  const said: Said[] = [];
  for (const saying of sayings) {
    await sleep(Math.max(0, began + saying.atMs - performance.now()));
    said.push(await say(slack, url, saying));
  }
  return said;
}

/** Everybody at once. Resolves when everything is acknowledged. */
export async function sayEverything(
  slack: FakeSlack,
  url: string,
  plan: readonly Saying[][],
): Promise<Said[]> {
  return (await Promise.all(plan.map((sayings) => sayInTurn(slack, url, sayings)))).flat();
}
