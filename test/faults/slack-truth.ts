/** What must hold after every fault, as people see it on Slack and as our own ledger has it. */
import { expect } from '@jest/globals';
import type { FakeSlack } from '../fakes/slack-api/fake-slack.js';
import { deskChannel, type SlackMessage } from '../fakes/slack-api/workspace.js';
import { gistIn, longSentencesIn, type Said } from './slack-crowd.js';
import type { LedgerRow } from './slack-ledger.js';
import { numberIn } from './truth.js';

const saidByBot = ({ workspace }: FakeSlack, channel: string): SlackMessage[] =>
  workspace.messages.filter((message) => message.channel === channel && message.user === 'bot');

const answersTo = (slack: FakeSlack, user: string): SlackMessage[] =>
  saidByBot(slack, slack.workspace.directOf(user));

const usersOf = (said: readonly Said[]): string[] => [...new Set(said.map(({ user }) => user))];

/** The keys of the desk and of everybody who spoke. */
export const placesOf = (said: readonly Said[]): string[] => [
  deskChannel,
  ...usersOf(said).map((user) => `dm:${user}`),
];

export const cardsIn = (slack: FakeSlack): SlackMessage[] =>
  saidByBot(slack, deskChannel).filter(({ threadTs }) => threadTs === null);

/** Everybody reads one receipt for each of their words, in their order, and nothing else. */
export function expectReceipts(slack: FakeSlack, said: readonly Said[]): void {
  for (const user of usersOf(said)) {
    const answers = answersTo(slack, user).map(({ text }) => text);
    const words = said.filter((one) => one.user === user).map(({ text }) => gistIn(text));
    expect(answers.filter((text) => !text.includes('で受け付けました'))).toEqual([]);
    expect(answers.map(gistIn)).toEqual(words);
  }
}

/** Everything of a card, with what follows in its thread. */
function wholeOf(slack: FakeSlack, card: SlackMessage): string {
  const follows = saidByBot(slack, deskChannel).filter(({ threadTs }) => threadTs === card.ts);
  return [card, ...follows].map(({ text }) => text.replaceAll(/[「」\n]/g, '')).join('');
}

/** The desk has one card for each receipt, with the same number and the same words, and nothing else. */
export function expectCards(slack: FakeSlack, said: readonly Said[]): void {
  const numberOf = new Map(
    usersOf(said).flatMap((user) =>
      answersTo(slack, user).map(({ text }) => [gistIn(text), numberIn(text)] as const),
    ),
  );
  expect(new Set(numberOf.values()).size).toBe(said.length);
  const wanted = said.map(({ text }) => [numberOf.get(gistIn(text)), gistIn(text), longSentencesIn(text)]);
  const shown = cardsIn(slack).map((card) => {
    const whole = wholeOf(slack, card);
    return [numberIn(card.text), gistIn(whole), longSentencesIn(whole)];
  });
  expect(shown.sort()).toEqual(wanted.sort());
}

/** Everything was sent, nothing twice on suspicion, and each place has its messages in the order of their commits. */
export function expectLedger(ledger: readonly LedgerRow[], said: readonly Said[]): void {
  expect(ledger.filter(({ status, resent }) => status !== 'sent' || resent)).toEqual([]);
  for (const place of placesOf(said)) {
    const rows = ledger.filter(({ lane }) => lane === `slack|${place}`);
    const stamps = rows.map(({ platformMessageId }) => platformMessageId);
    expect(stamps.length).toBeGreaterThan(0);
    expect(stamps).toEqual([...stamps].sort());
  }
}

/** How long each word waited for its receipt after it was acknowledged, in ms, the shortest first. */
export function waitsForReceipts(slack: FakeSlack, said: readonly Said[]): number[] {
  const takenAt = new Map(said.map((one) => [gistIn(one.text), one.takenAt.getTime()]));
  const receipts = usersOf(said).flatMap((user) => answersTo(slack, user));
  return receipts
    .map(({ text, ts }) => Number(ts) * 1_000 - (takenAt.get(gistIn(text)) ?? NaN))
    .sort((a, b) => a - b);
}
