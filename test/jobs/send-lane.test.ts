/** What a lane does with every way in which a message can end, and with what must not happen. */
import { describe, expect, it } from '@jest/globals';
import { sendLane } from '../../jobs/processors/send-lane.js';
import type { Workplace } from '../../jobs/workplace.js';
import { changes } from '../../src/bot/changes.js';
import type { Delivery, Outgoing } from '../../src/bot/delivery.js';
import { message, paragraph } from '../../src/bot/outgoing-message.js';
import { StoreUnavailable } from '../../src/errors.js';
import type { LookUp, Messenger, SendOutcome } from '../../src/ports.js';
import { aWorkplace } from '../builders/a-workplace.js';
import { createFakeLog } from '../fakes/fake-log.js';

const start = new Date('2026-11-24T00:00:00Z');
const suzuki = { platform: 'web', id: 'dm:suzuki' } as const;
const key = 'web|dm:suzuki';

const broken = () => Promise.reject(new TypeError('a mistake of ours'));
const away: SendOutcome = { kind: 'unavailable', reason: 'token_revoked' };

/** Answers in this order, the last one for ever. */
function scripted<T>(...answers: (T | (() => Promise<T>))[]): (() => Promise<T>) & { asked: () => number } {
  let asked = 0;
  const answer = () => {
    const next = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return typeof next === 'function' ? (next as () => Promise<T>)() : Promise.resolve(next as T);
  };
  return Object.assign(answer, { asked: () => asked });
}

const sent: SendOutcome = { kind: 'sent', platformMessageId: 'p-1' };
const absent: LookUp = { kind: 'absent' };

function aLane(
  post: (() => Promise<SendOutcome>)[] | SendOutcome[],
  lookUp: (LookUp | (() => Promise<LookUp>))[],
) {
  const { work: calm, clock } = aWorkplace(start);
  const posts = scripted<SendOutcome>(...post);
  const lookUps = scripted<LookUp>(...lookUp);
  const messenger: Messenger = { platform: 'web', paceMs: 0, post: posts, lookUp: lookUps };
  const log = createFakeLog();
  const work: Workplace = { ...calm, messengers: { web: messenger }, log };
  const write = async (id: string, more: Partial<Outgoing> = {}) => {
    const words = message(paragraph('お知らせです。'));
    const base = {
      id,
      place: suzuki,
      to: 'person',
      purpose: 'receipt',
      proposalIds: [],
      message: words,
    } as const;
    await work.store.commit(changes({ messages: [{ ...base, ...more }] }));
  };
  const send = () => sendLane(work, { key });
  const delivery = async (id: string): Promise<Delivery | undefined> =>
    (await work.store.deliveries.find(id))?.value;
  const isHeld = async () => {
    const [lane] = await work.lanes.due(clock.now(), new Date('2099-01-01T00:00:00Z'), 1);
    return lane === undefined;
  };
  return { work, clock, write, send, delivery, isHeld, posts, lookUps, log };
}

describe('a lane whose messenger throws, which it must not', () => {
  it('looks the message up before it sends it again, and gives its lease back', async () => {
    const lane = aLane([broken, () => Promise.resolve(sent)], [absent]);
    await lane.write('m1');
    await lane.send();
    expect(await lane.delivery('m1')).toMatchObject({
      status: 'pending',
      maybeSent: true,
      attempts: 1,
      claims: 1,
    });
    expect(lane.log.failures).toHaveLength(1);

    lane.clock.moveBy(2_000);
    expect(await lane.isHeld()).toBe(false);
    await lane.send();
    expect(lane.lookUps.asked()).toBe(1);
    expect(await lane.delivery('m1')).toMatchObject({ status: 'sent', platformMessageId: 'p-1' });
  });

  it('goes on with the next message when one fails for a quarter of an hour, and somebody is told', async () => {
    const lane = aLane([broken], [broken]);
    await lane.write('m1', { purpose: 'reminder', to: 'holder' });
    for (let minutes = 0; minutes < 18; minutes++) {
      await lane.send();
      lane.clock.moveBy(61_000);
    }
    expect(await lane.delivery('m1')).toMatchObject({ status: 'unknown', lastError: 'the messenger failed' });
    expect((await lane.work.outbox.headOf('web|desk'))?.value.purpose).toBe('human-task');
  });
});

describe('a lane whose platform is away', () => {
  it('rests with all others, and nobody is given a task, however long it takes', async () => {
    const unknown: SendOutcome = { kind: 'unknown', reason: 'http 500' };
    const lane = aLane([unknown, sent], [away, away, away, away, absent]);
    await lane.write('m1');
    await lane.write('m2');
    await lane.write('elsewhere', { place: { platform: 'web', id: 'dm:sato' } });
    await lane.send();
    lane.clock.moveBy(20 * 60_000);
    for (let tries = 0; tries < 4; tries++) {
      await lane.send();
      expect(
        await lane.work.lanes.claim('web|dm:sato', 'x', lane.clock.now(), lane.clock.now()),
      ).toBeUndefined();
      lane.clock.moveBy(20 * 60_000);
    }
    await lane.send();

    expect(await lane.delivery('m1')).toMatchObject({ status: 'sent' });
    expect(await lane.delivery('m2')).toMatchObject({ status: 'sent' });
    expect(lane.posts.asked()).toBe(3);
    expect(await lane.work.outbox.headOf('web|desk')).toBeUndefined();
  });

  it('does not park a message for a failure after the outage: its quarter of an hour begins then', async () => {
    const unknown: SendOutcome = { kind: 'unknown', reason: 'http 500' };
    const lane = aLane([away, unknown, sent], [absent]);
    await lane.write('m1');
    await lane.send();
    lane.clock.moveBy(24 * 3_600_000);
    await lane.send();
    expect(await lane.delivery('m1')).toMatchObject({ status: 'pending', failingSince: lane.clock.now() });
    lane.clock.moveBy(60_000);
    await lane.send();
    expect(await lane.delivery('m1')).toMatchObject({ status: 'sent' });
  });
});

describe('a message that is there in part', () => {
  it.each<[string, SendOutcome]>([
    ['is asked to wait', { kind: 'rate-limited', retryAfterMs: 3_000, begun: true }],
    ['finds its platform away', { kind: 'unavailable', reason: 'http 503', begun: true }],
  ])('is completed when its sender %s, and never begun anew', async (_what, outcome) => {
    const lane = aLane(
      [outcome],
      [
        { kind: 'rate-limited', retryAfterMs: 3_000, begun: true },
        { kind: 'found', platformMessageId: 'p-7' },
      ],
    );
    await lane.write('m1');
    for (let tries = 0; tries < 3; tries++) {
      await lane.send();
      lane.clock.moveBy(20_000);
    }
    expect(await lane.delivery('m1')).toMatchObject({ status: 'sent', platformMessageId: 'p-7' });
    expect(lane.posts.asked()).toBe(1);
  });

  it('has not arrived when the rest of it is refused', async () => {
    const lane = aLane(
      [{ kind: 'unknown', reason: 'http 500' }],
      [{ kind: 'refused', reason: 'is_archived' }],
    );
    await lane.write('m1');
    await lane.send();
    lane.clock.moveBy(20_000);
    await lane.send();
    expect(await lane.delivery('m1')).toMatchObject({ status: 'undeliverable', lastError: 'is_archived' });
  });
});

describe('a lane whose store fails between two steps', () => {
  it('gives its lease back as soon as it can, and says nothing twice', async () => {
    const lane = aLane([sent], [{ kind: 'found', platformMessageId: 'p-1' }]);
    await lane.write('m1');
    const { store } = lane.work;
    let failures = 1;
    const shaky: Workplace = {
      ...lane.work,
      store: {
        ...store,
        commit: (...given) => {
          failures -= 1;
          return failures < 0 ? store.commit(...given) : Promise.reject(new StoreUnavailable('away'));
        },
      },
    };
    await expect(sendLane(shaky, { key })).rejects.toMatchObject({ code: 'STORE.UNAVAILABLE' });
    expect(await lane.delivery('m1')).toMatchObject({ status: 'pending', claims: 1, attempts: 0 });

    lane.clock.moveBy(5_000);
    await sendLane(shaky, { key });
    expect(await lane.delivery('m1')).toMatchObject({ status: 'sent' });
    expect(lane.posts.asked()).toBe(1);
  });

  it('believes what it finds before it blames a message for six deaths', async () => {
    const lane = aLane([sent], [{ kind: 'found', platformMessageId: 'p-1' }]);
    await lane.write('m1');
    for (let deaths = 0; deaths < 6; deaths++)
      await lane.work.outbox.claim((await lane.work.outbox.headOf(key))!);
    await lane.send();
    expect(await lane.delivery('m1')).toMatchObject({ status: 'sent', claims: 7 });
  });

  it('blames a message that was cut off six times and never arrived', async () => {
    const lane = aLane([sent], [absent]);
    await lane.write('m1');
    for (let deaths = 0; deaths < 6; deaths++)
      await lane.work.outbox.claim((await lane.work.outbox.headOf(key))!);
    await lane.send();
    expect(await lane.delivery('m1')).toMatchObject({ status: 'undeliverable' });
    expect(lane.posts.asked()).toBe(0);
  });
});
