/** Whom a text mentions: asked for, remembered, and not waited for for long. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClients } from '../../../adapters/slack/client.js';
import { createDirectory, type SlackDirectory } from '../../../adapters/slack/directory.js';
import { createParseEvent } from '../../../adapters/slack/parse-event.js';
import { renderMessage } from '../../../adapters/slack/render-message.js';
import { message, paragraph, quote } from '../../../src/bot/outgoing-message.js';
import { createFakeLog } from '../../fakes/fake-log.js';
import { startFakeSlack, type FakeSlack } from '../../fakes/slack-api/fake-slack.js';
import { rowOf, withEvent } from './slack-payloads.js';

const settings = { signingSecret: 'secret', botToken: 'xoxb-1' };
const unknown = { person: '（誰か）', channel: '（どこか）', group: '（誰々）' };
const hour = 3_600_000;

let slack: FakeSlack;
let now: Date;
beforeEach(async () => {
  now = new Date('2026-11-25T01:00:00Z');
  slack = await startFakeSlack({ ...settings, now: () => now });
});
afterEach(() => slack.close());

const directoryAt = (apiUrl: string): SlackDirectory =>
  createDirectory({
    client: createClients({ ...settings, apiUrl }).post,
    desk: { home: 'slack', channel: 'C0DESK', members: [], manager: 'U0MANAGER' },
    ownUser: () => null,
    systemClock: { now: () => now },
    log: createFakeLog(),
  });

const textOf = async ({ names }: SlackDirectory, text: string): Promise<unknown> => {
  const event = await createParseEvent(names, unknown)(rowOf(withEvent('message', { text })));
  return 'text' in event ? event.text : event;
};

const mention = '<@U0SATO> と <@U0SATO> に <#C0ALL> で聞きました';
const named = '@佐藤 と @佐藤 に #general で聞きました';

describe('somebody who is mentioned', () => {
  it('is called by name; Slack is asked once, and again after an hour', async () => {
    const directory = directoryAt(slack.apiUrl);
    expect(await textOf(directory, mention)).toBe(named);
    expect(await textOf(directory, mention)).toBe(named);
    expect(slack.calls.map(({ method }) => method)).toEqual(['users.info', 'conversations.info']);

    now = new Date(now.getTime() + hour);
    slack.workspace.people.set('U0SATO', '佐藤（税務課）');
    expect(await textOf(directory, '<@U0SATO>')).toBe('@佐藤（税務課）');
  });

  it('is called by the last known name while Slack is away', async () => {
    const directory = directoryAt(slack.apiUrl);
    await textOf(directory, mention);
    now = new Date(now.getTime() + 2 * hour);
    slack.faultOf = () => ({ kind: 'http', status: 500 });

    expect(await textOf(directory, mention)).toBe(named);
  });

  it('whose name cannot be had is not called by an id', async () => {
    slack.faultOf = () => ({ kind: 'http', status: 500 });
    expect(await textOf(directoryAt(slack.apiUrl), '<@U0SATO> <#C0ALL> <!subteam^S0DX>')).toBe(
      '@（誰か） #（どこか） @（誰々）',
    );
    slack.faultOf = () => null;
    expect(await textOf(directoryAt(slack.apiUrl), '<@U0GONE> <#C0SECRET>')).toBe('@（誰か） #（どこか）');
  });

  it('one of very many costs no more than twenty calls', async () => {
    const crowd = Array.from({ length: 50 }, (_, n) => `<@U0${n}>`).join(' ');
    await textOf(directoryAt(slack.apiUrl), crowd);

    expect(slack.calls).toHaveLength(20);
  });

  it.each(['<!channel>', '<@U0SUZUKI>', '&lt;!here&gt;', '*太字*\n> 引用'])(
    'is never pinged when that is shown again, whatever they call themselves: %s',
    async (name) => {
      slack.workspace.people.set('U0SATO', name);
      const text = String(await textOf(directoryAt(slack.apiUrl), '<@U0SATO> に聞きました'));
      const rendered = renderMessage(message(quote(text), paragraph(text)));

      expect(text).toBe(`@${name} に聞きました`);
      expect(rendered.text).not.toMatch(/<[!@#]/);
      expect(rendered.blocks).toMatchObject([
        { type: 'rich_text', elements: [{ elements: [{ type: 'text', text }] }] },
        { type: 'section', text: { type: 'plain_text' } },
      ]);
    },
  );
});

describe('a Slack that takes a call and says nothing', () => {
  it('holds a turn for less than three seconds, and the last name is good', async () => {
    const directory = directoryAt(slack.apiUrl);
    expect(await textOf(directory, '<@U0SATO>')).toBe('@佐藤');
    now = new Date(now.getTime() + 2 * hour);
    slack.faultOf = () => ({ kind: 'silent' });
    const began = performance.now();

    expect(await textOf(directory, '<@U0SATO> <@U0SUZUKI> <#C0ALL>')).toBe('@佐藤 @（誰か） #（どこか）');
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
