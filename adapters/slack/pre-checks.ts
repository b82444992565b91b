/**
 * What has to be settled before Bolt sees a request, since Bolt would crash, answer 4xx or wait three seconds
 * (facts §2). Signature and time come first for everything that is looked into.
 */
import { parse as parseForm } from 'node:querystring';
import type { Instant } from '../../src/calendar/instant.js';
import { parseJsonObject, type JsonObject } from '../../src/json-object.js';
import { RequestRejected, verifyRequest, type ReceivedRequest } from './verify.js';

export type Checked =
  /** Answered without anything being kept. */
  | { readonly kind: 'answered'; readonly body: object | null }
  /** More than 30 000 events in an hour: Slack drops events of this workspace for a minute. */
  | { readonly kind: 'rate-limited'; readonly minute: unknown }
  | {
      readonly kind: 'payload';
      readonly payload: JsonObject;
      /** The JSON of `payload`, as it was sent. */
      readonly text: string;
      /** Without parameters: Bolt compares the whole header. */
      readonly mediaType: string;
    };

const formType = 'application/x-www-form-urlencoded';

/** @throws RequestRejected 401 for a request that Slack did not sign, 400 for a body that is no JSON object. */
export function checkRequest(request: ReceivedRequest, signingSecret: string, now: Instant): Checked {
  const body = request.rawBody.toString('utf8');
  const mediaType = mediaTypeOf(request);
  const form = mediaType === formType ? parseForm(body) : null;
  // Slack looks whether our certificate is good, unsigned; nothing else in such a body is looked at.
  if (form?.ssl_check === '1') return { kind: 'answered', body: null };
  verifyRequest(request, signingSecret, now);
  const text = form ? form.payload : body;
  // A form without a payload is a slash command; we offer none.
  if (typeof text !== 'string') return { kind: 'answered', body: null };
  const payload = parseJsonObject(text);
  if (!payload) throw new RequestRejected(400, 'The body is not a JSON object.');
  switch (payload.type) {
    case 'url_verification':
      return { kind: 'answered', body: { challenge: payload.challenge } };
    case 'app_rate_limited':
      return { kind: 'rate-limited', minute: payload.minute_rate_limited };
    default:
      return { kind: 'payload', payload, text, mediaType };
  }
}

const mediaTypeOf = ({ headers }: ReceivedRequest): string =>
  (headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();
