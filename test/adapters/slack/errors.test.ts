/** Every word of facts/slack.md §10, and what it means for what we wanted to say or to know. */
import { describe, expect, it } from '@jest/globals';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { classify, classifyReading } from '../../../adapters/slack/errors.js';

const said = (error: string) => new WebAPIPlatformError({ ok: false, error });
const socket = (code: string) =>
  new WebAPIRequestError(
    new TypeError('fetch failed', { cause: Object.assign(new Error('socket'), { code }) }),
  );
const later = { kind: 'rate-limited', retryAfterMs: 5_000 };

/** Word → of a message, of a question. */
const words: [words: string, message: string, question: string][] = [
  ['ratelimited rate_limited request_timeout', 'rate-limited', 'rate-limited'],
  ['service_unavailable team_added_to_org org_login_required', 'unavailable', 'unavailable'],
  ['fatal_error internal_error', 'unknown', 'unavailable'],
  [
    'invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission ' +
      'ekm_access_denied access_denied messages_tab_disabled',
    'unavailable',
    'unavailable',
  ],
  [
    'channel_not_found not_in_channel is_archived restricted_action restricted_action_read_only_channel ' +
      'restricted_action_thread_only_channel user_not_found users_not_found user_disabled user_not_visible ' +
      'user_not_in_channel cannot_dm_bot',
    'refused',
    'not-told',
  ],
  [
    'msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format no_text invalid_arguments too_many_attachments',
    'our-bug',
    'not-told',
  ],
  [
    'message_not_found cant_update_message cant_delete_message edit_window_closed',
    'not-updatable',
    'not-told',
  ],
  // Of forms and the App Home: nobody posts a message with them, so nothing is lost by them.
  [
    'expired_trigger_id exchanged_trigger_id invalid_trigger_id hash_conflict duplicate_external_id not_found ' +
      'push_limit_reached view_too_large',
    'unknown',
    'not-told',
  ],
  ['a_word_that_is_new_to_us', 'unknown', 'not-told'],
];
const eachWord = words.flatMap(([list, ...means]) =>
  list.split(' ').map((word) => [word, ...means] as const),
);

describe('what Slack says to a message', () => {
  it.each(eachWord)('%s: %s', (word, message) => {
    const failure = classify(said(word));
    expect(failure.kind).toBe(message);
    if ('reason' in failure) expect(failure.reason).toBe(word);
  });

  it.each([
    ['429 with Retry-After', new WebAPIRateLimitedError(7), { kind: 'rate-limited', retryAfterMs: 7_000 }],
    // What the SDK throws for it (node-slack-sdk#1421).
    ['429 without', new Error('Retry header did not contain a valid timeout.'), later],
    ['HTTP 500', new WebAPIHTTPError(500, 'Error', {}), { kind: 'unknown', reason: 'http 500' }],
    ['HTTP 503', new WebAPIHTTPError(503, 'Away', {}), { kind: 'unknown', reason: 'http 503' }],
    ['200 with a page of HTML', said('<html>Sorry</html>'), { kind: 'unknown', reason: 'unreadable answer' }],
    ['a refused connection', socket('ECONNREFUSED'), { kind: 'unavailable', reason: 'no connection' }],
    ['an unknown host', socket('ENOTFOUND'), { kind: 'unavailable' }],
    ['a name server that is away', socket('EAI_AGAIN'), { kind: 'unavailable' }],
    ['a connection that was reset', socket('ECONNRESET'), { kind: 'unknown' }],
    ['a connection that was closed', socket('UND_ERR_SOCKET'), { kind: 'unknown' }],
    [
      'no answer in time',
      new WebAPIRequestError(new DOMException('late', 'TimeoutError')),
      { kind: 'unknown', reason: 'TimeoutError' },
    ],
    [
      'an answer that was cut off',
      new TypeError('terminated', { cause: Object.assign(new Error('socket'), { code: 'UND_ERR_SOCKET' }) }),
      { kind: 'unknown', reason: 'TypeError' },
    ],
    ['a mistake of ours', new RangeError('x'), { kind: 'unknown' }],
    ['what is no error at all', 'thrown', { kind: 'unknown' }],
  ])('%s is told apart by whether it may have arrived', (_what, thrown, failure) => {
    expect(classify(thrown)).toMatchObject(failure);
  });
});

describe('what Slack says to a question', () => {
  it.each(eachWord.map(([word, , question]) => [word, question]))('%s: %s', (word, question) => {
    expect(classifyReading(said(word)).kind).toBe(question);
  });

  it.each([
    ['429', new WebAPIRateLimitedError(7), { kind: 'rate-limited', retryAfterMs: 7_000 }],
    ['HTTP 500', new WebAPIHTTPError(500, 'Error', {}), { kind: 'unavailable', reason: 'http 500' }],
    ['a page of HTML', said('<html>Sorry</html>'), { kind: 'unavailable' }],
    ['a refused connection', socket('ECONNREFUSED'), { kind: 'unavailable' }],
    ['a connection that was reset', socket('ECONNRESET'), { kind: 'unavailable' }],
  ])('%s means that it is asked again later', (_what, thrown, failure) => {
    expect(classifyReading(thrown)).toMatchObject(failure);
  });
});
