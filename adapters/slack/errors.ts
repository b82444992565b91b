/** What a failed call to Slack means for what we wanted to say (facts/slack.md §10). One table; above it nobody sees an SDK error. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { SendOutcome } from '../../src/ports.js';

export type Failure =
  | Exclude<SendOutcome, { kind: 'sent' }>
  /** The message to be updated is not there, or cannot be changed any more: it is posted anew. */
  | { kind: 'not-updatable' }
  /** Slack does not take what we made of the message: it goes once more as plain text, with an alarm. */
  | { kind: 'our-bug'; reason: string };

type Class = 'later' | 'away' | 'unknown' | 'installation' | 'target' | 'bug' | 'not-updatable';

const classes: Readonly<Record<Class, readonly string[]>> = {
  later: ['ratelimited', 'rate_limited', 'request_timeout'],
  /** The workspace as a whole, for minutes or, while it moves into an organisation, for hours. */
  away: ['service_unavailable', 'team_added_to_org', 'org_login_required'],
  unknown: ['fatal_error', 'internal_error'],
  installation: [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'missing_scope',
    'no_permission',
    'ekm_access_denied',
    'access_denied',
    // Nobody can be written to: in the app's settings its messages tab is switched off.
    'messages_tab_disabled',
  ],
  target: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'user_not_found',
    'user_disabled',
    'users_not_found',
    'user_not_visible',
    'cannot_dm_bot',
    'user_not_in_channel',
  ],
  bug: [
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'no_text',
    'invalid_arguments',
    'too_many_attachments',
  ],
  'not-updatable': ['message_not_found', 'cant_update_message', 'cant_delete_message', 'edit_window_closed'],
};

/** Without a word from Slack about how long: a lane waits this long before it tries again. */
const ownBackoffMs = 5_000;

function classOf(error: string): Class {
  if (error.startsWith('restricted_action')) return 'target';
  const known = (Object.keys(classes) as Class[]).find((name) => classes[name].includes(error));
  // A page of HTML instead of an answer, or a word that is new to us: it may have arrived.
  return known ?? 'unknown';
}

/** A stable, short word: an answer that is no error code may hold anything. */
const reasonOf = (error: string): string => (/^[a-z_]{1,60}$/.test(error) ? error : 'unreadable answer');

function fromPlatform(error: string): Failure {
  const reason = reasonOf(error);
  switch (classOf(error)) {
    case 'later':
      return { kind: 'rate-limited', retryAfterMs: ownBackoffMs };
    case 'unknown':
      return { kind: 'unknown', reason };
    case 'away':
    case 'installation':
      return { kind: 'unavailable', reason };
    case 'target':
      return { kind: 'refused', reason };
    case 'bug':
      return { kind: 'our-bug', reason };
    case 'not-updatable':
      return { kind: 'not-updatable' };
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The codes in a chain of causes: fetch wraps the socket's error twice. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error, depth = 0; isObject(at) && depth < 5; at = 'cause' in at ? at.cause : null, depth++) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
    if ('name' in at && typeof at.name === 'string') codes.push(at.name);
  }
  return codes;
}

const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** Every throw that is not listed is unknown: the request may have arrived. */
export function classify(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rate-limited', retryAfterMs: error.retryAfter * 1_000 };
  }
  if (error instanceof WebAPIPlatformError) return fromPlatform(error.data.error);
  if (error instanceof WebAPIHTTPError) return { kind: 'unknown', reason: `http ${error.statusCode}` };
  // What fetch threw: the SDK's own chain of causes can end before the socket's code.
  const codes = codesOf(error instanceof WebAPIRequestError ? error.original : error);
  const left = !codes.some((code) => neverLeft.includes(code));
  if (error instanceof WebAPIRequestError && !left) return { kind: 'unavailable', reason: 'no connection' };
  // A 429 without Retry-After surfaces as a plain Error (node-slack-sdk#1421).
  if (error instanceof Error && /Retry header did not contain|rate.?limit/i.test(error.message)) {
    return { kind: 'rate-limited', retryAfterMs: ownBackoffMs };
  }
  return { kind: 'unknown', reason: codes[0] ?? 'unknown' };
}

/** What a question that failed means for whoever asked it. */
export type ReadingFailure =
  | Extract<SendOutcome, { kind: 'rate-limited' | 'unavailable' }>
  /** Slack understood the question and does not answer it, however often it is asked. */
  | { kind: 'not-told'; reason: string };

/** Asking again does no harm: what is unknown of a message is only "not now" of a question. */
export function classifyReading(error: unknown): ReadingFailure {
  const failure = classify(error);
  switch (failure.kind) {
    case 'rate-limited':
    case 'unavailable':
      return failure;
    case 'unknown': {
      const { reason } = failure;
      const isWord = error instanceof WebAPIPlatformError && reason === error.data.error;
      return isWord && !classes.unknown.includes(reason)
        ? { kind: 'not-told', reason }
        : { kind: 'unavailable', reason };
    }
    case 'refused':
    case 'our-bug':
      return { kind: 'not-told', reason: failure.reason };
    case 'not-updatable':
      return { kind: 'not-told', reason: failure.kind };
  }
}

/** A short word for a log or a check: why a call failed, without anything that somebody wrote. */
export function failureReason(error: unknown): string {
  const failure = classify(error);
  return 'reason' in failure ? failure.reason : failure.kind;
}
