import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signatureOf } from '../../../adapters/slack/verify.js';
import { payload, payloadNames, recorded, withEvent } from './slack-payloads.js';
import { formType, jsonType, now, signingSecret, SlackReceiver, until } from './slack-receiver.js';

let slack: SlackReceiver;
beforeEach(async () => {
  slack = await SlackReceiver.start();
});
/** Whatever was sent: the process takes the next event. */
afterEach(async () => {
  slack.inbox.away = false;
  slack.identity = null;
  const alive = { ...payload('message'), event_id: 'Ev0ALIVE' };
  expect((await slack.event(alive)).status).toBe(200);
  await slack.close();
});

const seconds = now.getTime() / 1_000;
const body = recorded('message');
const at = (timestamp: number, text = body) => ({
  'X-Slack-Request-Timestamp': String(timestamp),
  'X-Slack-Signature': signatureOf(Buffer.from(text), String(timestamp), signingSecret),
});

describe('a request that Slack did not sign', () => {
  const { 'X-Slack-Signature': signature } = at(seconds);

  it.each<[string, string | Buffer, Record<string, string>]>([
    ['no headers', body, {}],
    ['no timestamp', body, { 'X-Slack-Signature': signature }],
    ['no signature', body, { 'X-Slack-Request-Timestamp': String(seconds) }],
    ['a stale timestamp', body, at(seconds - 301)],
    ['a future timestamp', body, at(seconds + 301)],
    ['another version', body, { ...at(seconds), 'X-Slack-Signature': signature.replace('v0', 'v1') }],
    ['a wrong signature', body, { ...at(seconds), 'X-Slack-Signature': `v0=${'0'.repeat(64)}` }],
    ['a changed body', body.replace('名札', '名刺'), at(seconds)],
    ['the signature of what was in the gzip', gzipSync(body), { ...at(seconds), 'Content-Encoding': 'gzip' }],
    ['null, unsigned', 'null', {}],
    ['a challenge, unsigned', '{"type":"url_verification","challenge":"c"}', {}],
    ['an alarm, unsigned', '{"type":"app_rate_limited"}', {}],
  ])('gets 401: %s', async (_what, sent, headers) => {
    expect((await slack.send(sent, { 'Content-Type': jsonType, ...headers })).status).toBe(401);
    expect(slack.inbox.envelopes).toEqual([]);
    expect(slack.logged).toMatchObject([{ level: 'warn', facts: { status: 401 } }]);
  });
});

describe('a signed request that says nothing', () => {
  it.each<[string, string | Buffer, string]>([
    ['null', 'null', jsonType],
    ['an array', '[]', jsonType],
    ['an array of events', `[${body}]`, jsonType],
    ['a text', '"text"', jsonType],
    ['a number', '1', jsonType],
    ['no JSON', '{', jsonType],
    ['nothing', '', jsonType],
    ['gzip', gzipSync(body), jsonType],
    ['null in a form', 'payload=null', formType],
    ['an array in a form', 'payload=[]', `${formType}; charset=utf-8`],
    ['no JSON in a form', 'payload={', formType],
  ])('gets 400 and is not sent again: %s', async (_what, sent, type) => {
    const { status, headers } = await slack.post(sent, type);

    expect([status, headers.get('x-slack-no-retry')]).toEqual([400, '1']);
    expect(slack.inbox.envelopes).toEqual([]);
  });
});

describe('a long body', () => {
  const frame = Buffer.byteLength(JSON.stringify(withEvent('message', { text: '' })));
  const ofLength = (bytes: number) =>
    JSON.stringify(withEvent('message', { text: 'a'.repeat(bytes - frame) }));

  it('is taken up to 1 MiB and not a byte more', async () => {
    expect((await slack.event(ofLength(1_048_576))).status).toBe(200);
    expect((await slack.event(ofLength(1_048_577))).status).toBe(413);
    expect((await slack.event(ofLength(5_000_000))).status).toBe(413);
    expect(slack.inbox.envelopes).toHaveLength(1);
  });

  it('may break off', async () => {
    const { port } = new URL(slack.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();

    await until(() => slack.logged.some(({ facts }) => 'status' in facts && facts.status === 400));
  });
});

describe('what is answered without being kept', () => {
  it('is the challenge', async () => {
    const { status, body: answer } = await slack.event({
      type: 'url_verification',
      challenge: 'c-1',
      token: 't',
    });

    expect([status, answer]).toEqual([200, '{"challenge":"c-1"}']);
  });

  it('is the look at our certificate, unsigned; nothing is smuggled in with it', async () => {
    const smuggled = new URLSearchParams({ ssl_check: '1', payload: recorded('block-actions') }).toString();

    expect((await slack.send('ssl_check=1&token=t', { 'Content-Type': formType })).status).toBe(200);
    expect((await slack.send(smuggled, { 'Content-Type': formType })).status).toBe(200);
    expect((await slack.send('ssl_check=2', { 'Content-Type': formType })).status).toBe(401);
    expect(slack.inbox.envelopes).toEqual([]);
  });

  it('is the news that events are dropped, with an alarm; they are fetched later', async () => {
    const dropped = { type: 'app_rate_limited', team_id: 'T0TOWN', minute_rate_limited: 1795568400 };

    expect((await slack.event(dropped)).status).toBe(200);
    expect(slack.logged).toMatchObject([{ level: 'error', facts: { minute: 1795568400 } }]);
    expect(slack.happened).toEqual(['dropped']);
  });

  it.each(['own-message', 'own-message-changed', 'link-unfurled', 'channel-join', 'reaction-added'])(
    'is an event that is not for us (%s)',
    async (name) => {
      expect((await slack.event(recorded(name))).status).toBe(200);
      expect(slack.inbox.envelopes).toEqual([]);
      expect(slack.logged).toMatchObject([{ level: 'debug' }]);
    },
  );

  it('is a word in a channel that is not the desk', async () => {
    for (const name of ['app-mention', 'message-in-desk'])
      expect((await slack.event(withEvent(name, { channel: 'C0TALK' }))).status).toBe(200);
    expect(slack.inbox.envelopes).toEqual([]);
  });

  it.each([
    ['a slash command', 'command=%2Fyamabiko&text=x&team_id=T0TOWN'],
    ['a closed form', new URLSearchParams({ payload: '{"type":"view_closed"}' }).toString()],
    ['an unknown payload', new URLSearchParams({ payload: '{}' }).toString()],
  ])('is %s', async (_what, sent) => {
    expect((await slack.post(sent, formType)).status).toBe(200);
    expect(slack.inbox.envelopes).toEqual([]);
  });

  it.each(['{}', '{"event":null}', '{"type":"event_callback"}', '{"type":"event_callback","event":[]}'])(
    'is %s, which Bolt would crash at or wait for',
    async (sent) => {
      expect((await slack.event(sent)).status).toBe(200);
    },
  );

  it('is an opening of the App Home, which is then drawn', async () => {
    expect((await slack.event(recorded('app-home-opened'))).status).toBe(200);
    await until(() => slack.happened.length > 0);

    expect(slack.happened).toEqual(['home of U0SUZUKI']);
    expect((await slack.event(withEvent('app-home-opened', { tab: 'messages' }))).status).toBe(200);
    expect(slack.happened).toHaveLength(1);
  });
});

describe('the door of Slack', () => {
  it('answers 200 to everything that Slack is known to send', async () => {
    for (const name of payloadNames) {
      const isEvent = payload(name).type === 'event_callback';
      expect((await (isEvent ? slack.event(recorded(name)) : slack.interaction(recorded(name)))).status).toBe(
        200,
      );
    }
  });

  it.each(['/slack/events/', '/Slack/Events', '/slack'])('is not at %s', async (path) => {
    expect((await fetch(new URL(path, slack.url), { method: 'POST', body })).status).toBe(404);
  });

  it('takes nothing but POST', async () => {
    expect((await fetch(slack.url)).status).toBe(404);
  });
});
