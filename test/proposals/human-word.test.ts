import { describe, expect, it } from '@jest/globals';
import { arrive, refuse, speak, tell } from '../../src/proposals/human-word.js';
import { targetOf, type Proposal } from '../../src/proposals/proposal.js';
import { withdraw } from '../../src/proposals/proposer-word.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, speaking, tanaka, yamada } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const friday = jst('2026-11-20 10:00');
const tuesday = jst('2026-11-24 14:00');
const later = jst('2026-11-24 14:01');

const deliveryOf = (proposal: Proposal, deliveryId: string) =>
  proposal.thread.find((entry) => entry.id === `${deliveryId}-said`)?.delivery;

const arrived = (proposal: Proposal, deliveryId: string, at = later): Proposal => {
  const next = arrive(proposal, deliveryId, at, town);
  if (!next) throw new Error('The word was not on its way.');
  return next;
};

const refused = (proposal: Proposal, deliveryId: string, at = later): Proposal => {
  const next = refuse(proposal, deliveryId, at, town);
  if (!next) throw new Error('The word was not on its way.');
  return next;
};

const told = (proposal: Proposal, at = jst('2026-11-25 10:00')): Proposal | undefined =>
  tell(proposal, { id: 'told-1', by: yamada, signedAs: '総務課・山田', text: '電話で伝えた', at }, town);

describe('a human word on its way', () => {
  const received = aProposal({ at: friday });
  const word = aWord({ at: tuesday, headline: '会議室の電子予約' });
  const onItsWay = speaking(received, word);

  it('has no effect yet: the same word is owed by the same holder until the same date', () => {
    expect(onItsWay.nextWord).toEqual(received.nextWord);
    expect(onItsWay).toMatchObject({ state: 'received', ending: null, history: [], lastSpeaker: null });
  });

  it('is in the thread as sending, signed, and outdates older cards', () => {
    expect(onItsWay.thread.at(-1)).toMatchObject({
      by: 'desk',
      name: 'DX推進課・田中',
      kind: 'answer',
      text: word.text,
      visibility: 'public',
      delivery: 'sending',
    });
    expect(targetOf(onItsWay)).not.toBe(targetOf(received));
  });

  it('keeps the headline that was written with it, and the old one when none was', () => {
    expect(onItsWay.headline).toBe('会議室の電子予約');
    expect(speaking(onItsWay, aWord({ at: later })).headline).toBe('会議室の電子予約');
  });

  it('is looked at again in the next half day, in case its delivery vanished', () => {
    expect(speaking({ ...received, cardLeavesAt: null }, word).wakeAt).toEqual(jst('2026-11-25 08:30'));
  });

  it('does not arrive with the delivery of another', () => {
    expect(arrive(onItsWay, 'another', later, town)).toBeUndefined();
  });
});

describe('a human word that arrives', () => {
  const received = aProposal({ at: friday });

  it('as an answer: considering, and its author owes news from that instant on', () => {
    const answered = after(received, aWord({ at: tuesday }), later);
    expect(answered).toMatchObject({
      state: 'considering',
      lastSpeaker: tanaka,
      sending: [],
      nextWord: { kind: 'news', holder: { kind: 'person', person: tanaka }, startedAt: later },
    });
    expect(answered.history).toMatchObject([{ kind: 'first-answer', fulfilledBy: 'answer', endedAt: later }]);
    expect(answered.thread.at(-1)?.delivery).toBe('sent');
  });

  it('as a question: the proposer owes a reply', () => {
    const asked = after(received, aWord({ at: tuesday, word: 'ask' }), later);
    expect(asked).toMatchObject({
      state: 'asked-proposer',
      lastSpeaker: tanaka,
      nextWord: { kind: 'reply', holder: { kind: 'proposer' }, dueAt: jst('2026-12-08 17:15') },
    });
    expect(asked.history).toMatchObject([{ fulfilledBy: 'ask' }]);
  });

  it.each([
    ['decline', 'declined'],
    ['close-answered', 'answered'],
  ] as const)('as %s: closed with the reason that the proposer reads, not before', (word, kind) => {
    const ending = aWord({ at: tuesday, word, text: '今年度の予算では難しいためです' });
    const onItsWay = speaking(received, ending);
    expect(onItsWay).toMatchObject({ state: 'received', ending: null });
    expect(onItsWay.nextWord).not.toBeNull();

    const closed = arrived(onItsWay, ending.deliveryId);
    expect(closed).toMatchObject({
      state: 'closed',
      ending: { kind, reason: '今年度の予算では難しいためです', at: later },
      nextWord: null,
      wakeAt: null,
      cardLeavesAt: null,
    });
    expect(closed.history).toMatchObject([{ kind: 'first-answer', fulfilledBy: 'ending' }]);
  });

  it('counts once: the same arrival again is none', () => {
    const word = aWord({ at: tuesday });
    const answered = after(received, word, later);
    expect(arrive(answered, word.deliveryId, later, town)).toBeUndefined();
    expect(refuse(answered, word.deliveryId, later, town)).toBeUndefined();
  });

  it('after the proposer withdrew only marks that it was read', () => {
    const word = aWord({ at: tuesday });
    const withdrawn = withdraw(speaking(received, word), { at: tuesday, reason: '' }, town);
    const read = arrived(withdrawn, word.deliveryId);
    expect(read).toMatchObject({
      state: 'closed',
      ending: { kind: 'withdrawn' },
      nextWord: null,
      sending: [],
    });
    expect(deliveryOf(read, word.deliveryId)).toBe('sent');
  });
});

describe('a human word that the platform refuses', () => {
  const received = aProposal({ at: friday });
  const word = aWord({ at: tuesday });
  const undelivered = refused(speaking(received, word), word.deliveryId);

  it('is to be told by its author within one business day', () => {
    expect(undelivered.nextWord).toMatchObject({
      kind: 'deliver',
      holder: { kind: 'person', person: tanaka },
      startedAt: later,
      dueAt: jst('2026-11-25 17:15'),
      undelivered: [{ deliveryId: word.deliveryId, word: 'answer' }],
    });
  });

  it('fulfils nothing: the word before is superseded and the state stays', () => {
    expect(undelivered.state).toBe('received');
    expect(undelivered.history).toMatchObject([
      { kind: 'first-answer', fulfilledBy: null, supersededBy: 'deliver' },
    ]);
    expect(deliveryOf(undelivered, word.deliveryId)).toBe('refused');
  });

  it('has its effect when a human has told it, by whomever', () => {
    const done = told(undelivered);
    expect(done).toMatchObject({
      state: 'considering',
      lastSpeaker: tanaka,
      nextWord: { kind: 'news', holder: { kind: 'person', person: tanaka }, undelivered: [] },
    });
    expect(done?.history.at(-1)).toMatchObject({ kind: 'deliver', fulfilledBy: 'told' });
    expect(done && deliveryOf(done, word.deliveryId)).toBe('told');
    expect(done?.thread.at(-1)).toMatchObject({
      kind: 'told',
      visibility: 'internal',
      name: '総務課・山田',
      text: '電話で伝えた',
    });
  });

  it('closes, when it was an ending, only once it was told', () => {
    const ending = aWord({ at: tuesday, word: 'decline', text: '法令により難しいためです' });
    const waiting = refused(speaking(received, ending), ending.deliveryId);
    expect(waiting).toMatchObject({ state: 'received', ending: null, nextWord: { kind: 'deliver' } });
    expect(told(waiting)).toMatchObject({
      state: 'closed',
      ending: { kind: 'declined', reason: '法令により難しいためです' },
      nextWord: null,
      wakeAt: null,
    });
  });

  it('leaves no duty behind on a proposal that was withdrawn meanwhile', () => {
    const withdrawn = withdraw(speaking(received, word), { at: tuesday, reason: '' }, town);
    expect(refused(withdrawn, word.deliveryId)).toMatchObject({
      state: 'closed',
      nextWord: null,
      wakeAt: null,
    });
  });

  it('cannot be told when nothing waits to be told', () => {
    expect(told(received)).toBeUndefined();
    expect(told(speaking(received, word))).toBeUndefined();
  });
});

describe('two human words in flight', () => {
  const received = aProposal({ at: friday });
  const first = aWord({ at: tuesday, text: 'まず一言' });
  const second = aWord({ at: later, by: yamada, text: 'もう一言' });
  const both = speaking(speaking(received, first), second);
  const minuteAfter = jst('2026-11-24 14:05');

  it('each take effect at their own arrival', () => {
    const one = arrived(both, first.deliveryId);
    expect(one).toMatchObject({ nextWord: { holder: { person: tanaka } }, sending: [{ by: yamada }] });
    expect(arrived(one, second.deliveryId, minuteAfter)).toMatchObject({
      nextWord: { kind: 'news', holder: { person: yamada }, startedAt: minuteAfter },
      sending: [],
      history: [{ kind: 'first-answer' }, { kind: 'news', fulfilledBy: 'answer' }],
    });
  });

  it('refused both, both are told at once', () => {
    const none = refused(refused(both, first.deliveryId), second.deliveryId, minuteAfter);
    expect(none.nextWord).toMatchObject({ kind: 'deliver', holder: { person: yamada } });
    expect(none.nextWord?.undelivered.map(({ deliveryId }) => deliveryId)).toEqual([
      first.deliveryId,
      second.deliveryId,
    ]);
    const done = told(none);
    expect(done).toMatchObject({ state: 'considering', nextWord: { kind: 'news', undelivered: [] } });
    expect(done && [first, second].map((word) => deliveryOf(done, word.deliveryId))).toEqual([
      'told',
      'told',
    ]);
  });

  it('when one was refused, the arrival of the other leaves the duty to tell it', () => {
    const half = arrived(refused(both, first.deliveryId), second.deliveryId, minuteAfter);
    expect(half).toMatchObject({
      state: 'considering',
      lastSpeaker: yamada,
      nextWord: {
        kind: 'deliver',
        holder: { person: tanaka },
        dueAt: jst('2026-11-25 17:15'),
        undelivered: [{ deliveryId: first.deliveryId }],
      },
    });
    expect(told(half)).toMatchObject({ state: 'considering', nextWord: { kind: 'news', undelivered: [] } });
  });

  it('in the other order end the same: the refused one is to be told', () => {
    const half = refused(arrived(both, second.deliveryId), first.deliveryId, minuteAfter);
    expect(half).toMatchObject({
      state: 'considering',
      nextWord: { kind: 'deliver', undelivered: [{ deliveryId: first.deliveryId }] },
    });
  });

  it('of which the last is an ending: it closes, and what was refused before is no duty any more', () => {
    const ending = aWord({ at: later, word: 'close-answered', text: 'このとおりです' });
    const spoken = speaking(speaking(received, first), ending);
    const closed = arrived(refused(spoken, first.deliveryId), ending.deliveryId);
    expect(closed).toMatchObject({ state: 'closed', ending: { kind: 'answered' }, nextWord: null });
  });
});

describe('an ending on its way', () => {
  const received = aProposal({ at: friday });
  const ending = aWord({ at: tuesday, word: 'decline' });
  const onItsWay = speaking(received, ending);

  it.each(['answer', 'ask', 'decline', 'close-answered'] as const)('lets no %s be said beside it', (word) => {
    expect(speak(onItsWay, aWord({ at: later, word }), town)).toEqual({ kind: 'ending-on-its-way' });
  });

  it('blocks further words also while it waits to be told', () => {
    const waiting = refused(onItsWay, ending.deliveryId);
    expect(speak(waiting, aWord({ at: later }), town)).toEqual({ kind: 'ending-on-its-way' });
  });

  it('may follow an answer that is still on its way', () => {
    const answering = speaking(received, aWord({ at: tuesday }));
    expect(speak(answering, aWord({ at: later, word: 'decline' }), town)).toMatchObject({ kind: 'spoken' });
  });

  it('once arrived lets nothing be said any more', () => {
    const closed = arrived(onItsWay, ending.deliveryId);
    expect(speak(closed, aWord({ at: later }), town)).toEqual({ kind: 'closed' });
  });
});
