/** What cannot be had through HTTP in a test. All the rest of the table is in messenger.test.ts, through HTTP. */
import { describe, expect, it } from '@jest/globals';
import { classify, TokenRefused, TokenUnavailable } from '../../../adapters/teams/errors.js';
import { PlatformUnavailable, StoreUnavailable } from '../../../src/errors.js';

const restError = (fields: object) => Object.assign(new Error('failed'), { name: 'RestError', ...fields });

describe('a failure on the way to Teams', () => {
  it.each([
    ['ECONNREFUSED', 'unavailable'],
    ['ENOTFOUND', 'unavailable'],
    ['EAI_AGAIN', 'unavailable'],
    ['CERT_HAS_EXPIRED', 'unavailable'],
    ['ECONNRESET', 'unknown'],
    ['ETIMEDOUT', 'unknown'],
    ['EPIPE', 'unknown'],
    ['PARSE_ERROR', 'unknown'],
  ])('%s is %s: did the request leave?', (code, kind) => {
    expect(classify(restError({ code }))).toMatchObject({ kind });
    expect(classify(new TypeError('failed', { cause: restError({ code }) }))).toMatchObject({ kind });
  });

  it('that is our own deadline is unknown', () => {
    expect(classify(new DOMException('aborted', 'AbortError'))).toEqual({
      kind: 'unknown',
      reason: 'AbortError',
    });
  });

  it.each([null, undefined, 'text', 7, {}, new Error('x')])('that is %p is unknown', (error) => {
    expect(classify(error)).toMatchObject({ kind: 'unknown' });
  });

  it('that endlessly names itself as its cause ends', () => {
    const error = new Error('round');
    error.cause = error;
    expect(classify(error)).toMatchObject({ kind: 'unknown' });
  });

  it('before anything left, in our own house, leaves no doubt', () => {
    expect(classify(new StoreUnavailable('away'))).toMatchObject({ kind: 'rate-limited' });
    expect(classify(new PlatformUnavailable('who'))).toMatchObject({ kind: 'rate-limited' });
    expect(classify(new TokenUnavailable('no answer'))).toEqual({ kind: 'unavailable', reason: 'no token' });
    expect(classify(new TokenRefused('invalid_client'))).toEqual({
      kind: 'shut-out',
      reason: 'no token: invalid_client',
    });
  });
});

describe('an answer of Teams', () => {
  const answered = (statusCode: number, bodyAsText: string, retryAfter?: string) =>
    restError({ statusCode, response: { bodyAsText, headers: { get: () => retryAfter } } });

  it.each<[number, string, object]>([
    [404, '{"error":{"code":"ActivityNotFoundInConversation"}}', { kind: 'not-updatable' }],
    [404, '{"error":{"code":"ConversationNotFound"}}', { kind: 'conversation-gone' }],
    [404, '<html>', { kind: 'conversation-gone' }],
    [403, '{"error":{"code":"BotNotInConversationRoster"}}', { kind: 'not-installed' }],
    [403, '{"error":{"code":"InvalidBotApiHost"}}', { kind: 'wrong-host' }],
    [403, '{"code":"BotDisabledByAdmin"}', { kind: 'refused', reason: 'BotDisabledByAdmin' }],
    [
      403,
      '{"errorCode":209,"message":"{\\r\\n  \\"subCode\\": \\"MessageWritesBlocked\\"}"}',
      { reason: 'MessageWritesBlocked' },
    ],
    [403, '{"message":"no JSON inside"}', { kind: 'refused', reason: 'http 403' }],
    [400, '{"error":{"code":"Bad Argument"}}', { kind: 'our-bug', reason: 'Bad Argument' }],
    [413, '{"error":{"code":"MessageSizeTooBig"}}', { kind: 'too-large' }],
  ])('%i %s', (status, body, failure) => {
    expect(classify(answered(status, body))).toMatchObject(failure);
  });

  it('never says more than a word, whatever it holds', () => {
    const body = JSON.stringify({ error: { code: '鈴木さんの提案: 名札をやめたい' } });
    expect(classify(answered(403, body))).toEqual({ kind: 'refused', reason: 'http 403' });
  });

  it('may say how long to wait as a date', () => {
    const inTenSeconds = new Date(Date.now() + 10_000).toUTCString();
    const failure = classify(answered(429, '{}', inTenSeconds));
    expect(failure).toMatchObject({ kind: 'rate-limited' });
    const waitMs = failure.kind === 'rate-limited' ? failure.retryAfterMs : 0;
    expect(waitMs).toBeGreaterThan(5_000);
    expect(waitMs).toBeLessThanOrEqual(10_000);
  });

  it('that cannot be read is waited for as long as we think fit', () => {
    expect(classify(answered(429, '', 'soon'))).toEqual({ kind: 'rate-limited', retryAfterMs: 5_000 });
  });
});
