import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { message, paragraph, quote } from '../../../src/bot/outgoing-message.js';
import { refusalOfView } from '../../fakes/slack-api/limits-checker.js';
import { payload, recorded } from './slack-payloads.js';
import { formType, SlackReceiver, until } from './slack-receiver.js';

let slack: SlackReceiver;
beforeEach(async () => {
  slack = await SlackReceiver.start();
});
afterEach(() => slack.close());

const body = recorded('message');

const label = z.looseObject({ text: z.string() });
const updateSchema = z.object({
  response_action: z.string(),
  view: z.looseObject({ title: label, close: label, submit: label.optional(), blocks: z.array(z.unknown()) }),
});

/** All that blocks show, one after the other. */
function wordsIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, inner]) => (name === 'text' && typeof inner === 'string' ? inner : wordsIn(inner)))
    .join('');
}

describe('an event', () => {
  it('is stored as it came, and then the bell is rung', async () => {
    const { status, body: answer } = await slack.event(body);
    await until(() => slack.rung.length > 0);

    expect([status, answer]).toEqual([200, '']);
    expect(slack.happened).toEqual(['stored', 'rung']);
    expect(slack.inbox.envelopes).toMatchObject([{ platform: 'slack', eventId: 'Ev0MESSAGE', body }]);
    expect(slack.rung).toEqual(slack.inbox.envelopes);
  });

  it('is one, however often, with whatever retry header and event id it comes', async () => {
    const retry = { 'X-Slack-Retry-Num': '1', 'X-Slack-Retry-Reason': 'http_timeout' };
    const answers = await Promise.all([
      slack.event(body, retry),
      slack.event(body),
      slack.event(body, { ...retry, 'X-Slack-Retry-Num': '3' }),
      slack.event({ ...payload('message'), event_id: 'Ev0OTHER' }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(slack.inbox.envelopes).toHaveLength(1);
    await until(() => slack.rung.length > 0);
    expect(slack.happened.filter((what) => what === 'rung')).toHaveLength(1);
  });

  it.each([
    ['the mention', ['app-mention', 'message-in-desk']],
    ['the message', ['message-in-desk', 'app-mention']],
  ])('in the desk’s channel that mentions us comes twice and is one: %s first', async (_which, both) => {
    for (const name of both) expect((await slack.event(recorded(name))).status).toBe(200);
    expect(slack.inbox.envelopes).toHaveLength(1);
    expect(new Set(both.map((name) => payload(name).event_id)).size).toBe(2);
  });

  it('is taken whatever the content type says of the charset', async () => {
    expect((await slack.post(body, 'application/json; charset=utf-8')).status).toBe(200);
    expect(slack.inbox.envelopes).toHaveLength(1);
  });

  it('is sent again by Slack when it could not be stored', async () => {
    slack.inbox.away = true;
    expect((await slack.event(body)).status).toBe(503);
    expect(slack.rung).toEqual([]);
    expect(slack.logged).toMatchObject([{ level: 'warn', facts: { reason: 'STORE.UNAVAILABLE' } }]);

    slack.inbox.away = false;
    expect((await slack.event(body, { 'X-Slack-Retry-Num': '1' })).status).toBe(200);
    expect(slack.inbox.envelopes).toHaveLength(1);
  });

  it('is dropped when it is of another workspace, once we know our own', async () => {
    slack.identity = { teamId: 'T0OTHER', botId: 'B0', botUserId: 'U0BOT' };
    expect((await slack.event(body)).status).toBe(200);
    expect(slack.inbox.envelopes).toEqual([]);
    expect(slack.logged).toMatchObject([{ level: 'warn' }, { facts: { reason: 'SLACK.UNKNOWN_WORKSPACE' } }]);

    slack.identity = { teamId: 'T0TOWN', botId: 'B0', botUserId: 'U0BOT' };
    expect((await slack.event(body)).status).toBe(200);
    expect(slack.inbox.envelopes).toHaveLength(1);
  });
});

describe('a press', () => {
  const press = recorded('block-actions');

  it('is stored, acknowledged, and answered at once in its place', async () => {
    const { status, body: answer } = await slack.interaction(press);
    await until(() => slack.rung.length > 0);

    expect([status, answer]).toEqual([200, '']);
    expect(slack.happened).toEqual(['stored', 'answered at once', 'rung']);
    expect(slack.inbox.envelopes[0]?.body).toBe(press);
    expect(slack.pressed).toMatchObject([
      {
        event: { id: 'id-000001', kind: 'action', intent: 'proposal.answer', person: 'slack:U0TANAKA' },
        press: {
          user: 'U0TANAKA',
          triggerId: '9510243.1395.abc',
          responseUrl: 'https://hooks.slack.com/actions/T0TOWN/1/abc',
          channel: 'C0DESK',
          messageTs: '1795568402.000160',
        },
      },
    ]);
  });

  it('is answered on the App Home, where there is no channel', async () => {
    await slack.interaction(recorded('block-actions-home'));
    await until(() => slack.pressed.length > 0);

    expect(slack.pressed[0]?.press).toMatchObject({ channel: null, messageTs: null, responseUrl: null });
  });

  it('is taken with a charset in the content type', async () => {
    expect((await slack.interaction(press, `${formType}; charset=utf-8`)).status).toBe(200);
    expect(
      (await slack.interaction(recorded('block-actions-menu'), `${formType};charset=UTF-8`)).status,
    ).toBe(200);
    expect(slack.inbox.envelopes).toHaveLength(2);
  });

  it('is answered once, even if it comes twice', async () => {
    await slack.interaction(press);
    expect((await slack.interaction(press)).status).toBe(200);
    await until(() => slack.rung.length > 0);

    expect(slack.pressed).toHaveLength(1);
  });

  it('stays stored when nothing after that goes well', async () => {
    slack.clumsy = true;
    expect((await slack.interaction(press)).status).toBe(200);
    expect((await slack.event(recorded('app-home-opened'))).status).toBe(200);
    await until(() => slack.logged.length === 3);

    expect(slack.inbox.envelopes).toHaveLength(1);
    expect(slack.logged).toMatchObject([{ level: 'warn' }, { level: 'warn' }, { level: 'warn' }]);
  });

  it('gets its answer within three seconds, also when storing takes longer', async () => {
    slack.storingTakesMs = 3_100;
    const started = performance.now();

    expect((await slack.interaction(press)).status).toBe(503);
    expect(performance.now() - started).toBeLessThan(3_000);
    // Pressed again it is a duplicate: what was stored late is handled all the same.
    await until(() => slack.rung.length > 0);
    slack.storingTakesMs = 0;
    expect((await slack.interaction(press)).status).toBe(200);
    expect(slack.rung).toHaveLength(1);
  });

  it('is told to be not stored', async () => {
    slack.inbox.away = true;

    expect((await slack.interaction(press)).status).toBe(503);
    expect(slack.pressed).toEqual([]);
  });
});

describe('a submitted form', () => {
  const form = recorded('view-submission');

  it('closes once it is stored', async () => {
    const { status, body: answer } = await slack.interaction(form);
    await until(() => slack.rung.length > 0);

    expect([status, answer]).toEqual([200, '']);
    expect(slack.happened).toEqual(['asked for a refusal', 'stored', 'rung']);
  });

  it.each([
    ['the field that it is about', 'headline', 'headline'],
    ['its first field, when it is about none', null, 'text'],
    ['its first field, when it has none of that name', 'reason', 'text'],
  ])(
    'stays open with the sentence that refuses it at %s, and is not stored',
    async (_where, field, block) => {
      slack.refusal = { kind: 'stays-open', field, text: '短い題を書いてください。' };
      const { status, body: answer, headers } = await slack.interaction(form);

      expect([status, JSON.parse(answer)]).toEqual([
        200,
        { response_action: 'errors', errors: { [block]: '短い題を書いてください。' } },
      ]);
      expect(headers.get('content-type')).toContain('json');
      expect(slack.inbox.envelopes).toEqual([]);
    },
  );

  describe('that came too late', () => {
    const tooLate = message(paragraph('完了しています。'), quote('総務課に <確かめ> ます。'.repeat(400)));

    beforeEach(() => {
      slack.refusal = { kind: 'too-late', message: tooLate };
    });

    it('is stored, and its modal says so in place of the form, with what was written', async () => {
      const { status, body: answer } = await slack.interaction(form);
      await until(() => slack.rung.length > 0);

      expect(slack.happened).toEqual(['asked for a refusal', 'stored', 'rung']);
      const { response_action, view } = updateSchema.parse(JSON.parse(answer));
      expect([status, response_action]).toEqual([200, 'update']);
      expect(refusalOfView(view)).toBeNull();
      expect(view.title.text).toBe('送っていません');
      expect(view.close.text).toBe('閉じる');
      expect(view.submit).toBeUndefined();
      expect(wordsIn(view.blocks)).toContain('総務課に <確かめ> ます。'.repeat(400));
    });

    it('says so again when it is sent again, and is stored once', async () => {
      const answers = [await slack.interaction(form), await slack.interaction(form)];

      expect(answers.map(({ body: answer }) => answer.includes('"update"'))).toEqual([true, true]);
      expect(slack.inbox.envelopes).toHaveLength(1);
    });

    it('is told to be not stored, and the modal keeps what was written', async () => {
      slack.inbox.away = true;

      expect(await slack.interaction(form)).toMatchObject({ status: 503, body: '' });
    });
  });

  it.each([
    ['fails', new Error('store away')],
    ['takes too long', undefined],
  ])('is stored when the look at it %s', async (_how, refusal) => {
    slack.refusal = refusal;
    const started = performance.now();

    expect(await slack.interaction(form)).toMatchObject({ status: 200, body: '' });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(slack.inbox.envelopes).toHaveLength(1);
  });

  it('is stored when it asks for nothing that a refusal could be shown at', async () => {
    slack.refusal = { kind: 'stays-open', field: 'text', text: 'いいえ' };
    const view = payload('view-submission').view as object;
    await slack.interaction({ ...payload('view-submission'), view: { ...view, blocks: [] } });

    expect(slack.inbox.envelopes).toHaveLength(1);
  });

  it('is told to be not stored', async () => {
    slack.inbox.away = true;

    expect((await slack.interaction(form)).status).toBe(503);
  });
});

describe('the shortcut on a message', () => {
  it('is stored', async () => {
    expect((await slack.interaction(recorded('message-shortcut'))).status).toBe(200);
    await until(() => slack.rung.length > 0);

    expect(slack.happened).toEqual(['stored', 'rung']);
  });
});
