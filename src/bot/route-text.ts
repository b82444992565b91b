/**
 * Where a text in somebody's direct messages belongs (design §6): the first row that matches wins.
 * Pure: what it asks of the world was read before.
 */
import type { AboutBotTopic, Command, Understanding } from '../texts/understand.js';
import type { ProposalNumber } from '../proposals/number.js';

export interface TextFacts {
  readonly understanding: Understanding;
  /** The whole text is a number. */
  readonly wholeNumber: ProposalNumber | null;
  /** The proposal of one's own that this text answers in a thread, or names. */
  readonly namedProposal: string | null;
  /** A dialog that this person opened waits for a text. */
  readonly dialogOpen: boolean;
  /** The desk's question is the latest message here, and still waits. */
  readonly questionOf: string | null;
  /** The open proposal that this person registered a moment ago. */
  readonly justRegistered: string | null;
}

export type TextRoute =
  | { kind: 'command'; command: Command }
  | { kind: 'number'; number: ProposalNumber }
  | { kind: 'to-proposal'; proposalId: string }
  | { kind: 'courtesy'; courtesy: 'greeting' | 'thanks' | 'reaction' }
  | { kind: 'dialog-answer' }
  | { kind: 'question-answer'; proposalId: string }
  | { kind: 'about-bot'; topic: AboutBotTopic }
  | { kind: 'doubtful' }
  | { kind: 'addition'; proposalId: string }
  | { kind: 'proposal' };

type Rule = (facts: TextFacts) => TextRoute | undefined;

const command: Rule = ({ understanding, wholeNumber }) => {
  if (wholeNumber) return { kind: 'number', number: wholeNumber };
  return understanding.kind === 'command' ? { kind: 'command', command: understanding.command } : undefined;
};

/** A lone 👍 under a message is a reaction there too, not an addition (contract §6). */
const ownThread: Rule = ({ namedProposal, understanding }) =>
  namedProposal === null || understanding.kind === 'reaction'
    ? undefined
    : { kind: 'to-proposal', proposalId: namedProposal };

const courtesy: Rule = ({ understanding }) =>
  understanding.kind === 'greeting' || understanding.kind === 'thanks' || understanding.kind === 'reaction'
    ? { kind: 'courtesy', courtesy: understanding.kind }
    : undefined;

/** Inside a question every word is an answer, 「はい」 and 「テスト」 too. */
const openQuestion: Rule = ({ dialogOpen, questionOf }) => {
  if (dialogOpen) return { kind: 'dialog-answer' };
  return questionOf === null ? undefined : { kind: 'question-answer', proposalId: questionOf };
};

const aboutBot: Rule = ({ understanding }) =>
  understanding.kind === 'about-bot' ? { kind: 'about-bot', topic: understanding.topic } : undefined;

const doubtful: Rule = ({ understanding }) =>
  understanding.kind === 'assent' || understanding.kind === 'trial' || understanding.kind === 'no-letters'
    ? { kind: 'doubtful' }
    : undefined;

const addition: Rule = ({ justRegistered }) =>
  justRegistered === null ? undefined : { kind: 'addition', proposalId: justRegistered };

const rules: readonly Rule[] = [command, ownThread, courtesy, openQuestion, aboutBot, doubtful, addition];

/** What no rule claims is a proposal. Shortness is no doubt: 「名札をやめたい」 is one. */
export function routeText(facts: TextFacts): TextRoute {
  for (const rule of rules) {
    const route = rule(facts);
    if (route) return route;
  }
  return { kind: 'proposal' };
}
