import { describe, expect, it } from '@jest/globals';
import type { Holder, PastWord } from '../../src/proposals/next-word.js';
import { fulfilled, samePerson, startWord, superseded } from '../../src/proposals/next-word.js';
import { proposalSchema } from '../../src/proposals/proposal.js';
import { aProposal } from '../builders/a-proposal.js';
import { tanaka, yamada } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const desk: Holder = { kind: 'desk' };
/** A Friday before a holiday on Monday. */
const friday = jst('2026-11-20 10:00');

describe('a next word', () => {
  it.each([
    ['first-answer', jst('2026-11-26 17:15')],
    ['news', jst('2026-12-07 17:15')],
    ['reply', jst('2026-12-07 17:15')],
    ['deliver', jst('2026-11-24 17:15')],
  ] as const)('of kind %s has the time that the town promised', (kind, dueAt) => {
    expect(startWord(kind, desk, friday, town)).toMatchObject({ kind, startedAt: friday, dueAt });
  });

  it('keeps how it was counted, so that the date can be explained', () => {
    expect(startWord('first-answer', desk, friday, town).basis).toMatchObject({
      from: friday,
      receiptDay: '2026-11-20',
      rule: '3bd',
      dueOn: '2026-11-26',
      skipped: [{ date: '2026-11-21' }, { date: '2026-11-22' }, { date: '2026-11-23' }],
    });
  });

  it('begins with nobody reminded and nobody having taken it', () => {
    expect(startWord('news', desk, friday, town)).toMatchObject({
      taken: false,
      told: { holder: -1, manager: -1, proposer: -1 },
      remindersSent: 0,
      notBefore: null,
      undelivered: [],
    });
  });

  it('is owed by the desk and counted from the receipt when a proposal is registered', () => {
    const proposal = aProposal({ at: friday });
    expect(proposal.nextWord).toMatchObject({ kind: 'first-answer', holder: desk, startedAt: friday });
    expect(proposalSchema.parse(proposal)).toEqual(proposal);
  });

  it('counts a proposal that came after closing from the next open day', () => {
    const evening = aProposal({ at: jst('2026-11-20 17:15') });
    expect(evening.nextWord?.dueAt).toEqual(jst('2026-11-27 17:15'));
  });

  it('leaves a record of who fulfilled or superseded it', () => {
    const word = startWord('first-answer', desk, friday, town);
    const at = jst('2026-11-25 11:00');
    const past: Omit<PastWord, 'fulfilledBy' | 'supersededBy'> = {
      kind: 'first-answer',
      holder: desk,
      startedAt: friday,
      dueAt: word.dueAt,
      remindersSent: 0,
      endedAt: at,
    };
    expect(fulfilled(word, at, 'answer')).toEqual({ ...past, fulfilledBy: 'answer', supersededBy: null });
    expect(superseded(word, at, 'deliver')).toEqual({ ...past, fulfilledBy: null, supersededBy: 'deliver' });
  });

  it('knows its holder by id, whatever the name is today', () => {
    expect(samePerson({ kind: 'person', person: { ...tanaka, name: '田中（旧姓）' } }, tanaka.id)).toBe(true);
    expect(samePerson({ kind: 'person', person: yamada }, tanaka.id)).toBe(false);
    expect(samePerson(desk, tanaka.id)).toBe(false);
  });
});
