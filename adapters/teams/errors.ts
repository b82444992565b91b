/** What a failed call to Teams means for what we wanted to say (facts/teams.md §8). One table; above it nobody sees an SDK error. */
import { AppError } from '../../src/errors.js';
import { isObject } from '../../src/json-object.js';
import type { SendOutcome } from '../../src/ports.js';
import { readAnswer, type Answered } from './read-answer.js';

/** The app's id or secret is wrong, or its registration is gone: only an administrator can put it right. */
export class TokenRefused extends AppError {
  readonly code = 'TEAMS.TOKEN_REFUSED';
  readonly retryable = false;
}

/** There is no token right now. Without one nothing leaves. */
export class TokenUnavailable extends AppError {
  readonly code = 'TEAMS.TOKEN_UNAVAILABLE';
  readonly retryable = true;
}

export type Failure =
  | Exclude<SendOutcome, { kind: 'sent' }>
  /** Teams does not let us in at all: every message waits, and somebody has to act. */
  | { kind: 'shut-out'; reason: string }
  /** The message to be updated is not there any more: it is posted anew. */
  | { kind: 'not-updatable' }
  /** Teams does not know the conversation: it is opened again, once. */
  | { kind: 'conversation-gone' }
  /** The app is not installed where the message should go. */
  | { kind: 'not-installed' }
  /** The conversation belongs to a government tenant, which has a host of its own. */
  | { kind: 'wrong-host' }
  /** It is cut smaller. */
  | { kind: 'too-large' }
  /** Teams does not take what we made of the message: it goes once more as plain text, with an alarm. */
  | { kind: 'our-bug'; reason: string };

/** Without a word from Teams about how long: a lane waits this long before it tries again. */
const ownBackoffMs = 5_000;
function notFound(code: string | undefined): Failure {
  // Any other 404 is of the address, and an address is made anew once.
  return code === 'ActivityNotFoundInConversation'
    ? { kind: 'not-updatable' }
    : { kind: 'conversation-gone' };
}

function forbidden(code: string | undefined): Failure {
  switch (code) {
    case 'BotNotInConversationRoster':
      return { kind: 'not-installed' };
    case 'InvalidBotApiHost':
      return { kind: 'wrong-host' };
    default:
      return { kind: 'refused', reason: code ?? 'http 403' };
  }
}

function fromAnswer({ status, code, retryAfterMs }: Answered): Failure {
  const reason = code ?? `http ${status}`;
  switch (status) {
    case 400:
      return { kind: 'our-bug', reason };
    case 401:
      return { kind: 'shut-out', reason };
    case 403:
      return forbidden(code);
    case 404:
      return notFound(code);
    case 412:
    case 429:
      return { kind: 'rate-limited', retryAfterMs: retryAfterMs ?? ownBackoffMs };
    case 413:
      return { kind: 'too-large' };
    default:
      return { kind: 'unknown', reason };
  }
}

/** The codes in a chain of causes. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error, depth = 0; isObject(at) && depth < 5; at = at['cause'], depth++) {
    if (typeof at['code'] === 'string') codes.push(at['code']);
    if (typeof at['name'] === 'string') codes.push(at['name']);
  }
  return codes;
}

/** There was no connection, or it was given up before anything was written to it. */
const neverLeft = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** Every throw that is not listed is unknown: the request may have arrived. */
export function classify(error: unknown): Failure {
  if (error instanceof TokenRefused) return { kind: 'shut-out', reason: `no token: ${error.message}` };
  if (error instanceof TokenUnavailable) return { kind: 'unavailable', reason: 'no token' };
  // Our own store was asked before anything left.
  if (error instanceof AppError) return { kind: 'rate-limited', retryAfterMs: ownBackoffMs };
  const answered = readAnswer(error);
  if (answered) return fromAnswer(answered);
  const codes = codesOf(error);
  if (codes.some((code) => neverLeft.includes(code))) return { kind: 'unavailable', reason: 'no connection' };
  return { kind: 'unknown', reason: codes[0] ?? 'unknown' };
}

/** A stable word for logs and for `doctor`. */
export function failureReason(error: unknown): string {
  const failure = classify(error);
  return 'reason' in failure ? failure.reason : failure.kind;
}
