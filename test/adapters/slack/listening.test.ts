/** As long as the service runs: the mark, the gaps that we know of, and a slow look for those that we do not. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createListening, type Listening, type Rhythm } from '../../../adapters/slack/listening.js';
import { botId, botUser, teamId } from '../../fakes/slack-api/workspace.js';
import { until } from './slack-receiver.js';
import { day, minute, SlackPast, start } from './slack-past.js';

let past: SlackPast;
let listening: Listening | undefined;
beforeEach(async () => {
  past = await SlackPast.open();
  await past.hearing.markHeard('slack', start);
});
afterEach(async () => {
  listening?.close();
  await past.close();
});

const never = 3_600_000;

function listen(rhythm: Partial<Rhythm>): Listening {
  listening = createListening({
    ...past.deps(),
    rhythm: { readMs: 0, lookMs: never, roundMs: never, ...rhythm },
  });
  listening.start({ teamId, botId, botUserId: botUser });
  return listening;
}

const markMovedTo = (instant: Date) => async () =>
  (await past.hearing.heardUntil('slack'))?.getTime() === instant.getTime();

async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  let so = false;
  await until(() => {
    void isSo().then((answer) => {
      so = answer;
    });
    return so;
  });
}

const anEnvelope = {
  id: 'row',
  platform: 'slack',
  eventId: 'e',
  dedupKey: 'd',
  conversation: 'c',
  receivedAt: start,
  body: '{}',
} as const;

describe('the service on Slack', () => {
  it('catches up at its start, and keeps the mark moving', async () => {
    past.at(minute);
    past.workspace.write('U0SATO', '名札をやめたい');
    listen({ roundMs: 20 });
    await untilTrue(markMovedTo(past.now));
    expect(past.words).toEqual(['SATO message 名札をやめたい']);

    past.at(2 * minute);
    await untilTrue(markMovedTo(past.now));
  });

  it('catches up when the inbox did not take something, and is back', async () => {
    const { inbox } = listen({ roundMs: 20 });
    past.at(minute);
    await untilTrue(markMovedTo(past.now));
    past.inbox.away = true;
    past.workspace.write('U0SATO', '届かなかった提案');
    await expect(inbox.put(anEnvelope)).rejects.toMatchObject({ code: 'STORE.UNAVAILABLE' });
    past.at(2 * minute);
    past.inbox.away = false;

    await until(() => past.words.length > 0);
    expect(past.words).toEqual(['SATO message 届かなかった提案']);
  });

  it('catches up when the machine slept', async () => {
    past.at(0.5 * minute);
    listen({ roundMs: 60 });
    await untilTrue(markMovedTo(past.now));
    past.at(minute);
    past.workspace.write('U0SATO', '眠っていた間の提案');
    past.at(30 * minute);

    await until(() => past.words.length > 0);
    expect(past.words).toEqual(['SATO message 眠っていた間の提案']);
  });

  it('says once why it cannot catch up, however long that lasts', async () => {
    past.slack.faultOf = () => ({ kind: 'no', error: 'missing_scope' });
    listen({ roundMs: 5 });
    await until(() => past.slack.calls.length > 5);

    expect(past.warnings).toMatchObject([{ facts: { reason: 'missing_scope' } }]);
  });

  it('finds, without knowing of an outage, what is older than a minute', async () => {
    past.at(minute);
    listen({ lookMs: 5 });
    await untilTrue(markMovedTo(past.now));
    past.at(5 * minute);
    past.workspace.write('U0SATO', '壊れた入口の前の提案');
    past.at(5.5 * minute);
    const asked = past.slack.calls.length;
    await until(() => past.slack.calls.length > asked + 6);
    expect(past.words).toEqual([]);

    past.at(6.5 * minute);
    await until(() => past.words.length > 0);
    expect(past.words).toEqual(['SATO message 壊れた入口の前の提案']);
  });

  it.each([
    ['three days', -300 * day, 1.9 * day],
    ['the installation', 4 * day, 3.5 * day],
  ])('looks around no further back than %s', async (_what, installedAt, before) => {
    await past.hearing.markHeard('slack', new Date(start.getTime() + 5 * day));
    past.installedAt = new Date(start.getTime() + installedAt);
    past.at(before);
    past.workspace.write('U0SATO', '前の提案');
    past.at(4.5 * day);
    past.workspace.write('U0SUZUKI', '後の提案');
    past.at(5 * day + minute);
    listen({ lookMs: 5 });
    await until(() => past.words.length > 0);
    const asked = past.slack.calls.length;
    await until(() => past.slack.calls.length > asked + 6);

    expect(past.words).toEqual(['SUZUKI message 後の提案']);
  });

  it('looks around at its pace, one call after the other', async () => {
    for (const user of ['U0SUZUKI', 'U0SATO', 'U0MANAGER']) past.workspace.write(user, '提案です');
    const since = past.slack.calls.length;
    listen({ readMs: never, lookMs: 50 });
    await until(() => past.slack.calls.length > since + 4);

    const times = past.slack.calls.slice(since).map(({ at }) => at);
    for (const [n, at] of times.slice(1).entries()) expect(at - times[n]!).toBeGreaterThan(45);
  });

  it('stops at once, whatever it waits for, and says nothing any more', async () => {
    past.slack.faultOf = () => ({ kind: 'rate-limited', retryAfterSeconds: 600 });
    const { close } = listen({ lookMs: 1 });
    await until(() => past.slack.calls.length > 1);
    close();
    past.slack.faultOf = () => null;
    const calls = past.slack.calls.length;
    await sleep(100);

    expect(past.slack.calls).toHaveLength(calls);
    expect(past.logged).toEqual([]);
  });
});
