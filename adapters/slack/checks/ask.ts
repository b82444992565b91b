/** A question to Slack whose failure is an answer too: `doctor` says what it could not see. */
import { WebAPIPlatformError } from '@slack/web-api';
import { warning, type Check } from '../../../src/check.js';
import { classify, failureReason } from '../errors.js';

export type Answer<Value> = { readonly kind: 'told'; readonly value: Value } | Unanswered;

export type Unanswered =
  /** Slack says no; `word` is its own, such as `channel_not_found`. */
  | { readonly kind: 'refused'; readonly word: string }
  | { readonly kind: 'busy' }
  /** Nobody answered in time, or somebody who is not Slack did. */
  | { readonly kind: 'silent'; readonly reason: string };

export async function ask<Value>(question: () => Promise<Value>): Promise<Answer<Value>> {
  try {
    return { kind: 'told', value: await question() };
  } catch (error) {
    return unanswered(error);
  }
}

/** Slack's words are letters and underscores; a page of a proxy is none. */
const isWord = (text: string): boolean => /^[a-z_]+$/.test(text);

function unanswered(error: unknown): Unanswered {
  if (classify(error).kind === 'rate-limited') return { kind: 'busy' };
  const reason = failureReason(error);
  return error instanceof WebAPIPlatformError && isWord(reason)
    ? { kind: 'refused', word: reason }
    : { kind: 'silent', reason };
}

/** What is neither well nor unwell, because Slack did not say. */
export const unseen = (about: string, what: string, answer: Unanswered): Check =>
  warning(about, `${what} could not be looked at (${reasonOf(answer)}); ${remedyOf(answer)}`);

function reasonOf(answer: Unanswered): string {
  switch (answer.kind) {
    case 'refused':
      return answer.word;
    case 'busy':
      return 'Slack asks us to wait';
    case 'silent':
      return answer.reason;
  }
}

const remedyOf = (answer: Unanswered): string =>
  answer.kind === 'refused' && answer.word === 'missing_scope'
    ? 'grant the missing scopes first'
    : 'run doctor again in a minute';
