/** Did Slack send this? Pure: the time is an argument. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '../../src/calendar/instant.js';
import { AppError } from '../../src/errors.js';

/** A request that is not taken, and the HTTP status that says so. The message may be shown to its sender. */
export class RequestRejected extends AppError {
  readonly code = 'SLACK.REQUEST_REJECTED';
  readonly retryable = false;

  constructor(
    readonly status: 400 | 401 | 413,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export interface ReceivedRequest {
  /** The body before any decoding: the signature is made over these very bytes. */
  readonly rawBody: Buffer;
  readonly headers: IncomingHttpHeaders;
}

const mostSecondsApart = 300;
const version = 'v0';

/**
 * Checks time and signature. A timestamp more than 300 seconds away from `now`, to either side, is refused as a
 * possible replay; Bolt looks at the past only (facts §2).
 *
 * @throws RequestRejected (401) if a header is missing, stale, in the future or wrong.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack/
 */
export function verifyRequest(request: ReceivedRequest, signingSecret: string, now: Instant): void {
  const timestamp = headerOf(request, 'x-slack-request-timestamp');
  const signature = headerOf(request, 'x-slack-signature');
  if (!/^\d{1,12}$/.test(timestamp)) throw new RequestRejected(401, 'The timestamp is not a number.');
  const secondsAhead = Number(timestamp) - now.getTime() / 1_000;
  if (secondsAhead < -mostSecondsApart) throw new RequestRejected(401, 'The timestamp is stale.');
  if (secondsAhead > mostSecondsApart) throw new RequestRejected(401, 'The timestamp is in the future.');
  if (!signature.startsWith(`${version}=`)) {
    throw new RequestRejected(401, 'The signature is of an unknown version.');
  }
  const wanted = signatureOf(request.rawBody, timestamp, signingSecret);
  if (!isSame(signature, wanted)) throw new RequestRejected(401, 'The signature is wrong.');
}

/** The value of `X-Slack-Signature` for a body. */
export function signatureOf(rawBody: Buffer, timestamp: string, signingSecret: string): string {
  const hmac = createHmac('sha256', signingSecret).update(`${version}:${timestamp}:`).update(rawBody);
  return `${version}=${hmac.digest('hex')}`;
}

function headerOf({ headers }: ReceivedRequest, name: string): string {
  const value = headers[name];
  if (typeof value !== 'string') throw new RequestRejected(401, `The header ${name} is missing.`);
  return value;
}

/** In constant time, so that a signature cannot be guessed letter by letter. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
