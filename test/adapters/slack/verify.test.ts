import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signatureOf, verifyRequest } from '../../../adapters/slack/verify.js';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const now = new Date('2026-11-25T01:00:00Z');
const seconds = now.getTime() / 1_000;
const body = Buffer.from('{"text":"名札をやめたい"}');

function request(
  changed: { at?: number; headers?: Record<string, string | undefined>; rawBody?: Buffer } = {},
) {
  const timestamp = String(changed.at ?? seconds);
  const signed = {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signatureOf(body, timestamp, secret),
  };
  return { rawBody: changed.rawBody ?? body, headers: { ...signed, ...changed.headers } };
}

const verify = (changed: Parameters<typeof request>[0]) => () => {
  verifyRequest(request(changed), secret, now);
};

describe('a signed request', () => {
  it('is signed as Slack documents it', () => {
    const hmac = createHmac('sha256', secret).update(`v0:${seconds}:${body.toString()}`).digest('hex');

    expect(signatureOf(body, String(seconds), secret)).toBe(`v0=${hmac}`);
  });

  it.each([0, -300, 300])('is taken %i seconds from now', (apart) => {
    expect(verify({ at: seconds + apart })).not.toThrow();
  });

  it.each([
    ['a stale timestamp', { at: seconds - 301 }, 'The timestamp is stale.'],
    ['a future timestamp', { at: seconds + 301 }, 'The timestamp is in the future.'],
    [
      'a timestamp that is none',
      { headers: { 'x-slack-request-timestamp': '1e9' } },
      'The timestamp is not a number.',
    ],
    [
      'no timestamp',
      { headers: { 'x-slack-request-timestamp': undefined } },
      'The header x-slack-request-timestamp is missing.',
    ],
    [
      'no signature',
      { headers: { 'x-slack-signature': undefined } },
      'The header x-slack-signature is missing.',
    ],
    [
      'an empty signature',
      { headers: { 'x-slack-signature': '' } },
      'The signature is of an unknown version.',
    ],
    [
      'another version',
      { headers: { 'x-slack-signature': 'v1=00' } },
      'The signature is of an unknown version.',
    ],
    ['a short signature', { headers: { 'x-slack-signature': 'v0=00' } }, 'The signature is wrong.'],
    ['a changed body', { rawBody: Buffer.from('{"text":"名札を続けたい"}') }, 'The signature is wrong.'],
    [
      'another timestamp',
      { headers: { 'x-slack-request-timestamp': String(seconds - 1) } },
      'The signature is wrong.',
    ],
  ])('is refused with %s', (_what, changed, message) => {
    expect(verify(changed)).toThrow(expect.objectContaining({ status: 401, message }));
  });

  it('is compared byte for byte, also where the bytes are no text', () => {
    const binary = Buffer.from([0xff, 0xfe]);
    const timestamp = String(seconds);
    const headers = { 'x-slack-signature': signatureOf(binary, timestamp, secret) };

    expect(verify({ headers, rawBody: binary })).not.toThrow();
    expect(verify({ headers, rawBody: Buffer.from([0xfd, 0xfe]) })).toThrow('The signature is wrong.');
  });
});
