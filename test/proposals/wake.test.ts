import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../../src/calendar/instant.js';
import { arrive } from '../../src/proposals/human-word.js';
import type { Receiver } from '../../src/proposals/ladder.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { wake, type Woken } from '../../src/proposals/wake.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, speaking, tanaka } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { wakingAt } from '../builders/waking.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const friday = jst('2026-11-20 10:00');

const wokenAt = (proposal: Proposal, now: Instant, closed: Receiver[] = []): Woken =>
  wake(proposal, wakingAt(now, closed), town);

/** Received on Friday, due on Thursday the 26th; its card has left. */
const carded = (): Proposal => wokenAt(aProposal({ at: friday }), jst('2026-11-20 10:05')).proposal;

describe('waking after the settling time', () => {
  const received = aProposal({ at: friday });

  it('lets the card leave once', () => {
    expect(received.wakeAt).toEqual(received.cardLeavesAt);
    const woken = wokenAt(received, received.cardLeavesAt ?? friday);
    expect(woken).toMatchObject({ cardLeaves: true, reminders: [] });
    expect(woken.proposal).toMatchObject({
      cardId: 'card-1',
      cardLeavesAt: null,
      wakeAt: jst('2026-11-25 08:30'),
    });
    expect(wokenAt(woken.proposal, jst('2026-11-20 11:00')).cardLeaves).toBe(false);
  });

  it('a moment too early changes nothing', () => {
    const woken = wokenAt(received, friday);
    expect(woken).toEqual({ proposal: received, cardLeaves: false, reminders: [] });
  });

  it('needs no settling where the desk registered it itself', () => {
    const heard = aProposal({ at: friday, registeredBy: tanaka, proposer: null });
    expect(heard.wakeAt).toEqual(friday);
    expect(wokenAt(heard, friday).cardLeaves).toBe(true);
  });
});

describe('waking at the steps of the ladder', () => {
  it('reminds each receiver at the opening of its day, until a human answers', () => {
    const told: [string, string[]][] = [];
    let proposal = carded();
    for (let step = 0; step < 5; step++) {
      const at = proposal.wakeAt ?? friday;
      const woken = wokenAt(proposal, at);
      told.push([at.toISOString(), woken.reminders.map(({ to, kind }) => `${to}: ${kind}`)]);
      proposal = woken.proposal;
    }
    expect(told).toEqual([
      [jst('2026-11-25 08:30').toISOString(), ['holder: soon']],
      [jst('2026-11-26 08:30').toISOString(), ['holder: today']],
      [jst('2026-11-27 08:30').toISOString(), ['manager: overdue', 'proposer: late']],
      [jst('2026-12-04 08:30').toISOString(), ['holder: overdue', 'manager: overdue', 'proposer: late']],
      [jst('2026-12-11 08:30').toISOString(), ['holder: overdue', 'manager: overdue', 'proposer: late']],
    ]);
    expect(proposal.nextWord?.remindersSent).toBe(10);
  });

  it('fulfils nothing and sets no date: only the count of reminders grows', () => {
    const before = carded();
    const { proposal } = wokenAt(before, jst('2026-11-27 08:30'));
    expect(proposal).toMatchObject({ state: 'received', history: [], ending: null });
    expect(proposal.nextWord).toEqual({
      ...before.nextWord,
      told: { holder: 1, manager: 2, proposer: 2 },
      remindersSent: 3,
    });
    expect(proposal.revision).toBe(before.revision);
  });

  it('after a long outage gives each receiver only the latest step', () => {
    const { reminders, proposal } = wokenAt(carded(), jst('2026-12-14 09:00'));
    expect(reminders.map(({ to }) => to)).toEqual(['holder', 'manager', 'proposer']);
    expect(proposal.nextWord?.told).toEqual({ holder: 4, manager: 4, proposer: 4 });
    expect(proposal.wakeAt).toEqual(jst('2026-12-18 08:30'));
  });

  it('says the same once, however often it is woken', () => {
    const once = wokenAt(carded(), jst('2026-11-25 08:30'));
    expect(once.reminders).toHaveLength(1);
    expect(wokenAt(once.proposal, jst('2026-11-25 08:30'))).toEqual({
      proposal: once.proposal,
      cardLeaves: false,
      reminders: [],
    });
  });

  it('promises the proposer the next report, and keeps what was said', () => {
    const { reminders, proposal } = wokenAt(carded(), jst('2026-11-27 08:30'));
    const nextReportAt = jst('2026-12-04 08:30');
    expect(reminders).toContainEqual({ to: 'proposer', kind: 'late', nextReportAt });
    expect(proposal.thread.at(-1)).toMatchObject({
      by: 'bot',
      kind: 'late',
      visibility: 'public',
      text: `desk, next report ${nextReportAt.toISOString()}`,
    });
  });

  it('writes no late message into the record of a voice that the bot cannot reach', () => {
    const heard = wokenAt(aProposal({ at: friday, registeredBy: tanaka, proposer: null }), friday).proposal;
    const { proposal } = wokenAt(heard, jst('2026-11-27 08:30'));
    expect(proposal.thread).toEqual(heard.thread);
  });
});

describe('a receiver whose message of this half day has left', () => {
  it('is reminded in the next half day; the others hear now', () => {
    const morning = jst('2026-11-27 08:30');
    const first = wokenAt(carded(), morning, ['holder', 'manager']);
    expect(first.reminders).toMatchObject([{ to: 'proposer' }]);
    expect(first.proposal.wakeAt).toEqual(jst('2026-11-27 13:00'));
    expect(first.proposal.nextWord?.told).toEqual({ holder: -1, manager: -1, proposer: 2 });

    const afternoon = wokenAt(first.proposal, jst('2026-11-27 13:00'));
    expect(afternoon.reminders).toMatchObject([
      { to: 'holder', kind: 'overdue' },
      { to: 'manager', kind: 'overdue' },
    ]);
  });

  it('in the afternoon waits for the next opening', () => {
    const late = wokenAt(carded(), jst('2026-11-27 15:00'), ['manager']);
    expect(late.proposal.wakeAt).toEqual(jst('2026-11-30 08:30'));
  });

  it('is not asked again before that', () => {
    const { proposal } = wokenAt(carded(), jst('2026-11-25 08:30'), ['holder']);
    expect(wokenAt(proposal, jst('2026-11-25 09:00'))).toEqual({
      proposal,
      cardLeaves: false,
      reminders: [],
    });
  });

  it('does not keep a card from leaving', () => {
    const fresh = aProposal({ at: friday });
    const both = wokenAt(fresh, jst('2026-11-25 08:30'), ['holder']);
    expect(both).toMatchObject({ cardLeaves: true, reminders: [] });
    expect(both.proposal.wakeAt).toEqual(jst('2026-11-25 13:00'));
  });
});

describe('while a human word is on its way', () => {
  const word = aWord({ at: jst('2026-11-26 08:00') });
  const sending = speaking(carded(), word);

  it('nobody is reminded, however late it gets', () => {
    const woken = wokenAt(sending, jst('2026-11-27 08:30'));
    expect(woken.reminders).toEqual([]);
    expect(woken.proposal.nextWord?.told).toEqual(sending.nextWord?.told);
  });

  it('it is looked at every half day', () => {
    expect(sending.wakeAt).toEqual(jst('2026-11-26 13:00'));
    const once = wokenAt(sending, jst('2026-11-26 13:00')).proposal;
    expect(once.wakeAt).toEqual(jst('2026-11-27 08:30'));
    expect(wokenAt(once, jst('2026-11-27 08:30')).proposal.wakeAt).toEqual(jst('2026-11-27 13:00'));
  });

  it('the ladder of the following word begins with its arrival', () => {
    const rested = wokenAt(sending, jst('2026-11-27 08:30')).proposal;
    const arrived = arrive(rested, word.deliveryId, jst('2026-11-27 09:00'), town);
    // News by 11 December.
    expect(arrived?.wakeAt).toEqual(jst('2026-12-10 08:30'));
  });
});

describe('a question that the proposer does not answer', () => {
  const asked = after(carded(), aWord({ at: jst('2026-11-24 14:00'), word: 'ask' }));

  it('is brought to mind once, kindly, and reminds nobody else', () => {
    expect(asked.wakeAt).toEqual(jst('2026-12-01 08:30'));
    const nudged = wokenAt(asked, jst('2026-12-01 08:30'));
    expect(nudged.reminders).toEqual([{ to: 'proposer', kind: 'nudge' }]);
    expect(nudged.proposal).toMatchObject({ state: 'asked-proposer', nextWord: { kind: 'reply' } });
    expect(wokenAt(nudged.proposal, jst('2026-12-02 08:30')).reminders).toEqual([]);
    expect(nudged.proposal.wakeAt).toEqual(jst('2026-12-09 08:30'));
  });

  it('is brought to mind in the next half day when a message has left in this one', () => {
    const deferred = wokenAt(asked, jst('2026-12-01 08:30'), ['proposer']);
    expect(deferred.reminders).toEqual([]);
    expect(deferred.proposal.wakeAt).toEqual(jst('2026-12-01 13:00'));
    expect(wokenAt(deferred.proposal, jst('2026-12-01 13:00')).reminders).toMatchObject([{ kind: 'nudge' }]);
  });

  it('returns to whoever asked, who owes news again, and is not closed', () => {
    const over = jst('2026-12-09 08:30');
    const returned = wokenAt(asked, over);
    expect(returned.reminders).toEqual([]);
    expect(returned.proposal).toMatchObject({
      state: 'considering',
      ending: null,
      nextWord: {
        kind: 'news',
        holder: { kind: 'person', person: tanaka },
        startedAt: over,
        dueAt: jst('2026-12-23 17:15'),
      },
    });
    expect(returned.proposal.history.at(-1)).toMatchObject({
      kind: 'reply',
      fulfilledBy: null,
      supersededBy: 'news',
    });
    expect(returned.proposal.revision).toBe(asked.revision + 1);
  });

  it('is never closed for silence, not in a year', () => {
    let proposal = asked;
    for (let step = 0; step < 60 && proposal.wakeAt; step++) {
      ({ proposal } = wokenAt(proposal, proposal.wakeAt));
    }
    expect(proposal).toMatchObject({ state: 'considering', ending: null, nextWord: { kind: 'news' } });
    expect(proposal.wakeAt && proposal.wakeAt > jst('2027-11-24 00:00')).toBe(true);
  });
});
