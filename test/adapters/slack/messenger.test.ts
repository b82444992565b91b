/** Our words on a Slack that has all its nuisances, through real HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClients } from '../../../adapters/slack/client.js';
import { createConversationIds } from '../../../adapters/slack/conversation-id.js';
import { createMessenger } from '../../../adapters/slack/messenger.js';
import { actions, heading, message, paragraph, quote } from '../../../src/bot/outgoing-message.js';
import type { Messenger, Post } from '../../../src/ports.js';
import { createFakeLog } from '../../fakes/fake-log.js';
import { startFakeSlack, type FakeSlack, type Fault } from '../../fakes/slack-api/fake-slack.js';
import { deskChannel } from '../../fakes/slack-api/workspace.js';

/** Set by hand. */
let now: Date;
const systemClock = { now: () => now };
const words = { part: (at: number, of: number) => `（${at}/${of}）` };

let slack: FakeSlack;
let messenger: Messenger;
const errors: string[] = [];

beforeAll(async () => {
  slack = await startFakeSlack({ signingSecret: 'secret', botToken: 'xoxb-1', now: () => new Date() });
});
afterAll(() => slack.close());

beforeEach(() => {
  now = new Date();
  const clients = createClients({ signingSecret: 'secret', botToken: 'xoxb-1', apiUrl: slack.apiUrl });
  const log = {
    ...createFakeLog(),
    error: (_facts: object, text: string) => {
      errors.push(text);
    },
  };
  messenger = createMessenger({
    client: clients.post,
    conversations: createConversationIds(clients.post, systemClock),
    log,
    words,
    paceMs: 0,
  });
});
afterEach(() => {
  slack.faultOf = () => null;
  slack.workspace.archived.clear();
  slack.workspace.messages.length = 0;
  errors.length = 0;
});

const hello = message(heading('お知らせ'), paragraph('届きました'));
let keys = 0;
function aPost(given: Partial<Post> = {}): Post {
  keys += 1;
  return {
    key: `delivery-${keys}`,
    place: { platform: 'slack', id: deskChannel },
    message: hello,
    replyTo: null,
    updates: null,
    onlyFor: null,
    writtenAt: now,
    ...given,
  };
}
const inDesk = () => slack.workspace.messages.filter(({ channel }) => channel === deskChannel);
const failing = (method: string, fault: Fault) => {
  slack.faultOf = (called) => (called === method ? fault : null);
};

describe('a message to Slack', () => {
  it('is posted with our mark, and nothing in it links, unfolds or calls anybody', async () => {
    const post = aPost();
    const outcome = await messenger.post(post);

    const [posted] = inDesk();
    expect(outcome).toEqual({ kind: 'sent', platformMessageId: posted!.ts });
    expect(posted!.metadata).toEqual({ event_type: 'yamabiko_delivery', event_payload: { key: post.key } });
    expect(slack.calls.at(-1)?.args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      link_names: 'false',
    });
  });

  it('reaches somebody’s direct messages, whatever id Slack gives them', async () => {
    await messenger.post(aPost({ place: { platform: 'slack', id: 'dm:U0SATO' } }));

    expect(slack.workspace.messages.map(({ channel }) => channel)).toEqual([
      slack.workspace.directOf('U0SATO'),
    ]);
  });

  it('is for one person only where that is wanted', async () => {
    await messenger.post(aPost({ onlyFor: 'slack:U0SATO' }));

    expect(inDesk()).toMatchObject([{ onlyFor: 'U0SATO' }]);
  });

  it('takes the place of an older one, and is posted anew when that is gone', async () => {
    const first = await messenger.post(aPost());
    const ts = first.kind === 'sent' ? first.platformMessageId : '';
    await messenger.post(aPost({ updates: ts, message: message(paragraph('新しい文')) }));
    expect(inDesk()).toMatchObject([{ ts, text: '新しい文' }]);

    slack.workspace.remove(deskChannel, ts);
    const again = await messenger.post(aPost({ updates: ts }));
    expect(again).toEqual({ kind: 'sent', platformMessageId: inDesk()[0]!.ts });
  });

  it('that is too long is split: controls in the first, the rest in its thread, nothing lost', async () => {
    const sentence = 'とても長い提案です。';
    const long = message(
      heading('R8-001'),
      quote(sentence.repeat(3_000)),
      actions({ intent: 'proposal.answer', target: 'p~1', label: '返事する' }),
    );
    const outcome = await messenger.post(aPost({ message: long }));

    const [first, ...parts] = inDesk();
    expect(outcome).toEqual({ kind: 'sent', platformMessageId: first!.ts });
    expect(JSON.stringify(first!.blocks)).toContain('proposal.answer');
    expect(parts.every(({ threadTs }) => threadTs === first!.ts)).toBe(true);
    const shown = inDesk().map(({ text }) => text.replaceAll(/[「」\n]|（\d\/\d）/g, ''));
    expect(shown.join('').split(sentence)).toHaveLength(3_001);

    await messenger.post(aPost({ updates: first!.ts, message: message(paragraph('短い')) }));
    expect(inDesk()).toHaveLength(1);
  });
});

describe('a refusal or a failure of Slack', () => {
  const place = { platform: 'slack', id: deskChannel } as const;

  it.each<[string, Fault, object]>([
    ['429', { kind: 'rate-limited', retryAfterSeconds: 7 }, { kind: 'rate-limited', retryAfterMs: 7_000 }],
    ['500', { kind: 'http', status: 500 }, { kind: 'unknown' }],
    ['a lost reply', { kind: 'reply-lost' }, { kind: 'unknown' }],
    ['ratelimited', { kind: 'no', error: 'ratelimited' }, { kind: 'rate-limited' }],
    ['fatal_error', { kind: 'no', error: 'fatal_error' }, { kind: 'unknown' }],
    ['token_revoked', { kind: 'no', error: 'token_revoked' }, { kind: 'unavailable' }],
    ['missing_scope', { kind: 'no', error: 'missing_scope' }, { kind: 'unavailable' }],
    ['is_archived', { kind: 'no', error: 'is_archived' }, { kind: 'refused', reason: 'is_archived' }],
    ['not_in_channel', { kind: 'no', error: 'not_in_channel' }, { kind: 'refused' }],
    [
      'restricted_action_read_only_channel',
      { kind: 'no', error: 'restricted_action_read_only_channel' },
      { kind: 'refused' },
    ],
    ['a word that is new to us', { kind: 'no', error: 'brand_new_error' }, { kind: 'unknown' }],
  ])('%s is an outcome, never an exception', async (_name, fault, outcome) => {
    failing('chat.postMessage', fault);
    expect(await messenger.post(aPost({ place }))).toMatchObject(outcome);
  });

  it('of a person who is not there any more is final', async () => {
    const outcome = await messenger.post(aPost({ place: { platform: 'slack', id: 'dm:U0GONE' } }));
    expect(outcome).toEqual({ kind: 'refused', reason: 'user_not_found' });
  });

  it('of the form of a message costs no word: it goes as plain text, with an alarm', async () => {
    let first = true;
    slack.faultOf = (method) => {
      if (method !== 'chat.postMessage' || !first) return null;
      first = false;
      return { kind: 'no', error: 'invalid_blocks' };
    };
    expect(await messenger.post(aPost())).toMatchObject({ kind: 'sent' });
    expect(inDesk()).toMatchObject([{ text: 'お知らせ\n届きました', blocks: [] }]);
    expect(errors).toHaveLength(1);
  });
});

describe('a message whose answer was lost', () => {
  it('is found again by our mark, in a channel and in a thread', async () => {
    const top = aPost();
    failing('chat.postMessage', { kind: 'reply-lost' });
    await messenger.post(top);
    const [posted] = inDesk();
    expect(await messenger.lookUp(top)).toEqual({ kind: 'found', platformMessageId: posted!.ts });

    const reply = aPost({ replyTo: posted!.ts });
    await messenger.post(reply);
    expect(await messenger.lookUp(reply)).toEqual({ kind: 'found', platformMessageId: inDesk()[1]!.ts });
  });

  it('is not found when it never arrived', async () => {
    failing('chat.postMessage', { kind: 'http', status: 503 });
    const post = aPost();
    await messenger.post(post);
    expect(await messenger.lookUp(post)).toEqual({ kind: 'absent' });
  });

  it('is found among all that was written since, in a channel and in a long thread', async () => {
    const lost = aPost();
    failing('chat.postMessage', { kind: 'reply-lost' });
    await messenger.post(lost);
    const [posted] = inDesk();
    const reply = aPost({ replyTo: posted!.ts });
    const chat = (threadTs: string | null) => {
      for (let n = 0; n < 450; n++) {
        slack.workspace.post({ ...posted!, user: 'U0SATO', metadata: undefined, threadTs });
      }
    };
    chat(posted!.ts);
    await messenger.post(reply);
    chat(null);

    expect(await messenger.lookUp(lost)).toEqual({ kind: 'found', platformMessageId: posted!.ts });
    expect(await messenger.lookUp(reply)).toMatchObject({ kind: 'found' });
  });

  it('is not looked for where its thread is gone', async () => {
    expect(await messenger.lookUp(aPost({ replyTo: '1.000001' }))).toEqual({ kind: 'absent' });
  });

  it.each<[string, Fault, object]>([
    ['is away', { kind: 'http', status: 503 }, { kind: 'unavailable', reason: 'http 503' }],
    [
      'has shut us out',
      { kind: 'no', error: 'token_revoked' },
      { kind: 'unavailable', reason: 'token_revoked' },
    ],
    [
      'is asked too much',
      { kind: 'rate-limited', retryAfterSeconds: 3 },
      { kind: 'rate-limited', retryAfterMs: 3_000 },
    ],
    ['does not let us look there', { kind: 'no', error: 'not_in_channel' }, { kind: 'cannot-tell' }],
  ])('is looked for again, or sent again, when Slack %s', async (_what, fault, outcome) => {
    failing('conversations.history', fault);
    expect(await messenger.lookUp(aPost())).toEqual(outcome);
  });
});

describe('the parts of a long message', () => {
  const sentence = '長い文です。';
  const aLongPost = () => aPost({ message: message(quote(sentence.repeat(5_000))) });
  /** The second part, whichever call that is: it alone stands in a thread. */
  const failingPart = (fault: Fault) => {
    let parts = 0;
    slack.faultOf = (method, { thread_ts }) => {
      if (method !== 'chat.postMessage' || thread_ts === undefined) return null;
      parts += 1;
      return parts === 2 ? fault : null;
    };
  };
  const shown = () =>
    inDesk()
      .map(({ text }) => text.replaceAll(/[「」\n]|（\d\/\d）/g, ''))
      .join('');

  it('say which they are, and the first one that more follows', async () => {
    await messenger.post(aLongPost());
    const marks = inDesk().map(({ text }) => /（\d\/\d）$/.exec(text)?.[0]);
    expect(marks).toEqual(['（1/4）', '（2/4）', '（3/4）', '（4/4）']);
  });

  it.each<[string, Fault, object]>([
    ['429', { kind: 'rate-limited', retryAfterSeconds: 3 }, { kind: 'rate-limited', begun: true }],
    ['token_revoked', { kind: 'no', error: 'token_revoked' }, { kind: 'unavailable', begun: true }],
    ['500', { kind: 'http', status: 500 }, { kind: 'unknown' }],
    ['a lost reply', { kind: 'reply-lost' }, { kind: 'unknown' }],
  ])(
    'are completed when one met %s: none is missing, and none comes twice',
    async (_name, fault, outcome) => {
      const post = aLongPost();
      failingPart(fault);
      expect(await messenger.post(post)).toMatchObject(outcome);

      slack.faultOf = () => null;
      const [first] = inDesk();
      expect(await messenger.lookUp(post)).toEqual({ kind: 'found', platformMessageId: first!.ts });
      expect(inDesk()).toHaveLength(4);
      expect(shown()).toBe(sentence.repeat(5_000));
    },
  );

  it('are no arrival while one cannot be completed', async () => {
    const post = aLongPost();
    failingPart({ kind: 'http', status: 500 });
    await messenger.post(post);

    failing('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 3 });
    expect(await messenger.lookUp(post)).toMatchObject({ kind: 'rate-limited', begun: true });
    failing('chat.postMessage', { kind: 'no', error: 'is_archived' });
    expect(await messenger.lookUp(post)).toEqual({ kind: 'refused', reason: 'is_archived' });
  });

  it('are no arrival when one is refused: a human has to tell it', async () => {
    failingPart({ kind: 'no', error: 'is_archived' });
    expect(await messenger.post(aLongPost())).toEqual({ kind: 'refused', reason: 'is_archived' });
  });

  it('go as plain text where Slack does not take their form, each by itself', async () => {
    failingPart({ kind: 'no', error: 'invalid_blocks' });
    expect(await messenger.post(aLongPost())).toMatchObject({ kind: 'sent' });
    expect(inDesk().map(({ blocks }) => blocks.length > 0)).toEqual([true, true, false, true]);
    expect(shown()).toBe(sentence.repeat(5_000));
  });
});

describe('somebody’s direct messages', () => {
  const place = { platform: 'slack', id: 'dm:U0SATO' } as const;
  const inactive: Fault = { kind: 'no', error: 'account_inactive' };

  it('of an account that was closed are refused', async () => {
    failing('chat.postMessage', inactive);
    expect(await messenger.post(aPost({ place }))).toEqual({ kind: 'refused', reason: 'account_inactive' });
  });

  it('wait when the account that was closed is ours', async () => {
    slack.faultOf = (method) => (method === 'users.info' ? null : inactive);
    expect(await messenger.post(aPost({ place }))).toEqual({
      kind: 'unavailable',
      reason: 'account_inactive',
    });
    expect(await messenger.lookUp(aPost({ place }))).toMatchObject({ kind: 'unavailable' });
  });

  it('are opened again now and then, since Slack takes words to people who have left', async () => {
    expect(await messenger.post(aPost({ place }))).toMatchObject({ kind: 'sent' });
    failing('conversations.open', { kind: 'no', error: 'user_disabled' });
    expect(await messenger.post(aPost({ place }))).toMatchObject({ kind: 'sent' });

    now = new Date(now.getTime() + 11 * 60_000);
    expect(await messenger.post(aPost({ place }))).toEqual({ kind: 'refused', reason: 'user_disabled' });
  });
});
