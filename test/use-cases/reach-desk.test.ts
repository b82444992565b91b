/** The whole way down: the desk's channel, its manager, its members, the alarm. Each step once, whatever is refused. */
import { describe, expect, it } from '@jest/globals';
import { sendLane } from '../../jobs/processors/send-lane.js';
import { wakeProposal } from '../../jobs/processors/wake.js';
import type { Workplace } from '../../jobs/workplace.js';
import { changes } from '../../src/bot/changes.js';
import type { Outgoing } from '../../src/bot/delivery.js';
import { controlsOf, message, paragraph } from '../../src/bot/outgoing-message.js';
import { directPlace, type Place } from '../../src/places.js';
import { deskPlace } from '../../src/town.js';
import { isDeskUnreachable } from '../../src/use-cases/reach-desk.js';
import { aProposal } from '../builders/a-proposal.js';
import { aWord, speaking } from '../builders/a-word.js';
import { aWorkplace } from '../builders/a-workplace.js';
import { idOf } from '../fakes/fake-directory.js';
import { createFakeMessenger, type FakeMessenger } from '../fakes/fake-messenger.js';

const start = new Date('2026-11-24T01:00:00Z');
const manager = directPlace(idOf('manager'));
const members = [directPlace(idOf('tanaka')), directPlace(idOf('kimura'))];
const suzuki = directPlace(idOf('suzuki'));

function aDesk() {
  const { work: calm, clock } = aWorkplace(start);
  const messenger: FakeMessenger = createFakeMessenger(clock);
  const alarms: string[] = [];
  const log = { ...calm.log, error: (_facts: object, what: string) => void alarms.push(what) };
  const work: Workplace = { ...calm, log, messengers: { web: messenger } };
  const desk = deskPlace(work.town);
  /** Everything that is due, until nothing is. */
  const settle = async () => {
    for (let rounds = 0; rounds < 50; rounds++) {
      clock.moveBy(1_000);
      const lanes = await work.lanes.due(clock.now(), clock.now(), 100);
      if (lanes.length === 0) return;
      for (const { key } of lanes) await sendLane(work, { key });
    }
    throw new Error('It goes round in circles.');
  };
  const say = async (given: Partial<Outgoing>) => {
    const words = message(paragraph('お知らせです。'));
    const base = {
      id: 'm1',
      place: desk,
      to: 'desk',
      purpose: 'thread',
      proposalIds: [],
      message: words,
    } as const;
    await work.store.commit(changes({ messages: [{ ...base, ...given }] }));
    await settle();
  };
  const shown = (place: Place) => messenger.shownIn(place).map(({ versions }) => versions.at(-1)?.text ?? '');
  return { work, clock, messenger, desk, settle, say, shown, alarms };
}

const nobody = 'nobody of the desk can be reached';

describe('a word to the desk', () => {
  it('goes down the whole way, each step once, and ends with an alarm', async () => {
    const { work, messenger, desk, say, shown, alarms } = aDesk();
    for (const place of [desk, manager, ...members]) messenger.refuse(place);
    await say({ id: 'task', purpose: 'human-task' });

    for (const place of [manager, ...members]) {
      const [refused, ...others] = await work.store.deliveries.refusedLately(place, 5);
      expect(refused).toMatchObject({ to: 'desk', purpose: 'human-task', status: 'undeliverable' });
      expect(others).toEqual([]);
      expect(shown(place)).toEqual([]);
    }
    expect(alarms.filter((what) => what === nobody)).toHaveLength(1);
    expect(await isDeskUnreachable(work)).toBe(true);
  });

  it('reaches everybody again as soon as one place takes a word', async () => {
    const { work, messenger, desk, say } = aDesk();
    for (const place of [desk, manager, ...members]) messenger.refuse(place);
    await say({ id: 'first' });
    expect(await isDeskUnreachable(work)).toBe(true);
    messenger.allow(members[1]!);
    await say({ id: 'second', purpose: 'human-task' });
    expect(await isDeskUnreachable(work)).toBe(false);
  });

  it.each<[string, number]>([
    ['the channel takes it', 0],
    ['the manager takes it', 1],
    ['a member takes it', 2],
  ])('raises no alarm while %s', async (_who, refusing) => {
    const { work, messenger, desk, say, alarms } = aDesk();
    for (const place of [desk, manager].slice(0, refusing)) messenger.refuse(place);
    await say({ purpose: 'human-task' });
    expect(await isDeskUnreachable(work)).toBe(false);
    expect(alarms).not.toContain(nobody);
  });

  it('keeps its controls on the way down, and is explained once', async () => {
    const { messenger, desk, say, shown } = aDesk();
    messenger.refuse(desk);
    messenger.refuse(manager);
    const press = { intent: 'proposal.told', target: 'p~1', label: '伝えた' };
    const blocks = [{ kind: 'actions' as const, controls: [press] }];
    await say({ purpose: 'human-task', message: { text: '', blocks } });
    const [arrived] = messenger.shownIn(members[0]!);
    expect(controlsOf(arrived!.versions[0]!)).toEqual([press]);
    expect(shown(members[0]!)).toEqual([
      '次の知らせが窓口のチャンネルに届きませんでした。代わりに、ここに送ります。',
    ]);
  });

  it('that only one person would have seen is let go', async () => {
    const { work, messenger, desk, say, shown } = aDesk();
    messenger.refuse(desk);
    await say({ to: 'person', purpose: 'private', onlyFor: idOf('tanaka') });
    expect(shown(manager)).toEqual([]);
    expect(await isDeskUnreachable(work)).toBe(false);
  });
});

describe('a reminder that its receiver refuses', () => {
  it.each([
    ['a holder', 'tanaka', 'holder', '田中'],
    ['the manager', 'manager', 'manager', '山本'],
  ] as const)('of %s is shown to the desk, with the name of whom it missed', async (_who, user, to, name) => {
    const { messenger, desk, say, shown } = aDesk();
    messenger.refuse(directPlace(idOf(user)));
    await say({ place: directPlace(idOf(user)), to, purpose: 'reminder', proposalIds: ['p1'] });
    expect(shown(desk)).toEqual([
      `次の知らせが${name}さんに届きませんでした。代わりに、ここに送ります。\nお知らせです。`,
    ]);
  });

  it('ends with the members when manager and channel refuse it', async () => {
    const { messenger, desk, say, shown } = aDesk();
    messenger.refuse(desk);
    messenger.refuse(manager);
    await say({ place: manager, to: 'manager', purpose: 'reminder', proposalIds: ['p1'] });
    expect(shown(members[0]!)).toHaveLength(1);
    expect(shown(members[1]!)).toHaveLength(1);
  });
});

describe('a flood of words to a channel that refuses them', () => {
  it('is one message to the manager, with the newest ten; the next half day another', async () => {
    const { work, clock, messenger, desk, settle, shown } = aDesk();
    messenger.refuse(desk);
    const proposals = Array.from({ length: 50 }, (_, n) =>
      aProposal({ at: start, text: `提案${n + 1}` }, work.town),
    );
    for (const proposal of proposals) {
      await work.store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
    }
    clock.moveTo(new Date(start.getTime() + 5 * 60_000));
    for (const { id } of proposals) {
      await wakeProposal(work, { id });
      await settle();
    }
    expect(shown(manager)).toHaveLength(1);
    expect(shown(manager)[0]).toMatch(/提案50｜[^]*提案41｜/);
    expect(shown(manager)[0]).not.toContain('提案40｜');

    clock.moveTo(new Date('2026-11-24T04:00:00Z'));
    for (const { id } of proposals) await wakeProposal(work, { id });
    await settle();
    expect(shown(manager)).toHaveLength(2);
  });
});

describe('a human word that was refused', () => {
  it('is one task for one human, whoever of the desk it reaches', async () => {
    const { work, messenger, desk, settle, shown } = aDesk();
    for (const place of [suzuki, desk, manager]) messenger.refuse(place);
    const proposal = aProposal({ at: start }, work.town);
    const word = aWord({ at: start });
    const words = message(paragraph('お返事です。'));
    await work.store.commit(
      changes({
        proposals: [{ proposal: speaking(proposal, word, work.town), basedOn: null }],
        messages: [
          {
            id: word.deliveryId,
            place: suzuki,
            to: 'proposer',
            purpose: 'answer',
            proposalIds: [proposal.id],
            message: words,
          },
        ],
      }),
    );
    await settle();
    const after = (await work.store.proposals.find(proposal.id))?.value;
    expect(after?.nextWord).toMatchObject({
      kind: 'deliver',
      holder: { kind: 'person', person: { name: '田中' } },
    });
    expect(after?.nextWord?.undelivered).toHaveLength(1);
    for (const member of members) {
      expect(shown(member).filter((text) => text.includes('直接伝えてください'))).toHaveLength(1);
    }
  });
});
