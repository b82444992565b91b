import { describe, expect, it } from '@jest/globals';
import { cardRefused, note, take } from '../../src/proposals/desk-work.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { withdraw } from '../../src/proposals/proposer-word.js';
import { wake } from '../../src/proposals/wake.js';
import type { Person } from '../../src/places.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, tanaka, yamada } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { wakingAt } from '../builders/waking.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const friday = jst('2026-11-20 10:00');
const dueAt = jst('2026-11-26 17:15');

const taken = (proposal: Proposal, by: Person): Proposal => {
  const outcome = take(proposal, by, town);
  if (outcome.kind !== 'taken') throw new Error(outcome.kind);
  return outcome.proposal;
};

describe('taking a proposal', () => {
  const received = aProposal({ at: friday });
  const mine = taken(received, tanaka);

  it('makes one the holder and moves neither the start nor the due date', () => {
    expect(mine.nextWord).toEqual({
      ...received.nextWord,
      holder: { kind: 'person', person: tanaka },
      taken: true,
    });
    expect(mine).toMatchObject({ state: 'received', history: [], thread: received.thread });
  });

  it('outdates older cards', () => {
    expect(mine.revision).toBe(received.revision + 1);
  });

  it('again is told so; another may take it over', () => {
    expect(take(mine, tanaka, town)).toEqual({ kind: 'already-yours' });
    expect(taken(mine, yamada).nextWord).toMatchObject({ holder: { person: yamada }, dueAt });
  });

  it('is not possible while the proposer owes, or nobody does', () => {
    const asked = after(received, aWord({ at: friday, word: 'ask' }));
    expect(take(asked, yamada, town)).toEqual({ kind: 'nothing-to-take' });
    const closed = withdraw(received, { at: friday, reason: '' }, town);
    expect(take(closed, yamada, town)).toEqual({ kind: 'nothing-to-take' });
  });

  it('lasts through the day of the due date', () => {
    const onTheDay = wake(mine, wakingAt(jst('2026-11-26 08:30')), town);
    expect(onTheDay.reminders).toEqual([{ to: 'holder', kind: 'today' }]);
    expect(onTheDay.proposal.nextWord).toMatchObject({ holder: { person: tanaka }, taken: true, dueAt });
  });

  it('expires with the due date: it is the desk’s again, under the same date', () => {
    const expired = wake(mine, wakingAt(jst('2026-11-27 08:30')), town);
    expect(expired.proposal.nextWord).toMatchObject({ holder: { kind: 'desk' }, taken: false, dueAt });
    expect(expired.proposal.revision).toBe(mine.revision + 1);
    expect(expired.proposal.history).toEqual([]);
  });

  it('that expired is told to the proposer as it is now', () => {
    const { proposal, reminders } = wake(mine, wakingAt(jst('2026-11-27 08:30')), town);
    expect(reminders.map(({ kind }) => kind)).toContain('late');
    expect(proposal.thread.at(-1)).toMatchObject({ kind: 'late', text: expect.stringMatching(/^desk,/) });
  });

  it('does not expire for whoever gave a word: an author stays the holder', () => {
    const answered = after(received, aWord({ at: jst('2026-11-25 10:00') }));
    const late = wake(answered, wakingAt(jst('2026-12-10 08:30')), town);
    expect(late.proposal.nextWord).toMatchObject({ holder: { kind: 'person', person: tanaka } });
  });
});

describe('an internal note', () => {
  it('is seen by the desk only and changes nothing for anybody else', () => {
    const received = aProposal({ at: friday });
    const noted = note(
      received,
      { id: 'note-1', at: friday, by: 'DX推進課・田中', text: '総務課に聞く' },
      town,
    );
    const { thread, ...others } = noted;
    expect(thread.slice(0, -1)).toEqual(received.thread);
    expect(thread.at(-1)).toMatchObject({ kind: 'note', visibility: 'internal', text: '総務課に聞く' });
    expect({ ...others, thread: received.thread }).toEqual(received);
  });
});

describe('a word that the desk’s channel refused', () => {
  const carded = wake(aProposal({ at: friday }), wakingAt(jst('2026-11-20 10:05')), town).proposal;
  const at = jst('2026-11-20 10:30');
  const afternoon = jst('2026-11-20 13:00');

  it('lets the card leave again with the next half day, as a new one if it was the card itself', () => {
    const proposal = cardRefused(carded, { card: true, now: at }, town);
    expect(proposal).toMatchObject({ cardId: null, cardLeavesAt: afternoon, wakeAt: afternoon });
    const woken = wake(proposal, { ...wakingAt(afternoon), cardId: 'card-2' }, town);
    expect(woken).toMatchObject({ cardLeaves: true, proposal: { cardId: 'card-2', cardLeavesAt: null } });
  });

  it('keeps a card that is there: it is put right', () => {
    const proposal = cardRefused(carded, { card: false, now: at }, town);
    expect(wake(proposal, { ...wakingAt(afternoon), cardId: 'card-2' }, town)).toMatchObject({
      cardLeaves: true,
      proposal: { cardId: 'card-1' },
    });
  });

  it('changes nothing for anybody else, and nothing of what has ended', () => {
    expect(cardRefused(carded, { card: true, now: at }, town)).toMatchObject({
      revision: carded.revision,
      nextWord: carded.nextWord,
    });
    const ended = withdraw(carded, { at: friday, reason: '' }, town);
    expect(cardRefused(ended, { card: true, now: at }, town)).toBe(ended);
  });
});
