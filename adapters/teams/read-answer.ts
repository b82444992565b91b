/** What the connector answered, read from the SDK's error. Live answers come in more shapes than the documented one. */
import { isObject, parseJsonObject } from '../../src/json-object.js';

/** No rest is longer, whatever the other side asks for. */
const longestRestMs = 3_600_000;
/** `Retry-After: 0` must not become a loop. */
const shortestRestMs = 1_000;

const objectIn = (text: unknown) => (typeof text === 'string' ? parseJsonObject(text) : undefined);

/** A stable, short word: an answer that is no error code may hold anything. */
const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z ]{0,59}$/.test(value);

/** `{error: {code}}`, `{code}`, or `{message: '{"subCode": …}'}`: JSON inside a string (facts §8). */
function codeIn(body: unknown, depth = 0): string | undefined {
  if (!isObject(body) || depth > 2) return undefined;
  return (
    codeIn(body['error'], depth + 1) ??
    [body['subCode'], body['code']].find(isWord) ??
    codeIn(objectIn(body['message']), depth + 1)
  );
}

export interface Answered {
  readonly status: number;
  readonly code: string | undefined;
  /** How long Teams wants silence; undefined: it did not say. */
  readonly retryAfterMs: number | undefined;
}

/** Seconds or a date, as HTTP allows. */
function restMs(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, shortestRestMs), longestRestMs) : undefined;
}

/** The SDK's RestError with a response, whichever copy of its package threw it. */
export function readAnswer(error: unknown): Answered | undefined {
  if (!isObject(error) || typeof error['statusCode'] !== 'number') return undefined;
  const response = isObject(error['response']) ? error['response'] : {};
  const headers = response['headers'] as { get?: (name: string) => string | undefined } | undefined;
  return {
    status: error['statusCode'],
    code: codeIn(objectIn(response['bodyAsText'])) ?? codeIn(error['details']),
    retryAfterMs: restMs(headers?.get?.('retry-after')),
  };
}
