import { describe, expect, it } from '@jest/globals';
import { controlsOf } from '../../src/bot/outgoing-message.js';
import { myProposals, status, unanswered, yourTurnFirst } from '../../src/messages/lists.js';
import { numberOf, telling } from '../../src/messages/telling.js';
import { aProposal } from '../builders/a-proposal.js';
import { jst } from '../calendar/calendars.js';
import { friday, proposalsOf, town, tuesday, usualCast } from './every-message.js';

const at = telling(town, tuesday);
const { say } = town;
const proposals = proposalsOf(usualCast);
const { received, considering, asked, undelivered, declined, masked, told } = proposals;

describe('未回答', () => {
  it('says of each one what is owed, by whom and until when, with a control to answer', () => {
    const list = unanswered([received, considering], 2, at);
    for (const fact of [numberOf(received), say('owed.first-answer'), '11月26日（木）', 'DX推進課']) {
      expect(list.text).toContain(fact);
    }
    for (const fact of [usualCast.headline, say('owed.news'), '12月8日（火）', 'DX推進課・田中']) {
      expect(list.text).toContain(fact);
    }
    expect(controlsOf(list).map(({ intent }) => intent)).toEqual(['proposal.answer', 'proposal.answer']);
  });

  it('offers to report what only a human can tell', () => {
    expect(controlsOf(unanswered([undelivered], 1, at))).toMatchObject([{ intent: 'proposal.told' }]);
  });

  it('marks what is overdue, from the instant after the due date on', () => {
    const marked = (now: Date) => unanswered([received], 1, telling(town, now)).text;
    expect(marked(jst('2026-11-26 17:15'))).not.toContain(say('unanswered.overdue'));
    expect(marked(jst('2026-11-26 17:16'))).toContain(say('unanswered.overdue'));
  });

  it('says how many more there are, and when there are none', () => {
    expect(unanswered([received], 31, at).text).toContain(say('unanswered.more', { count: 30 }));
    expect(unanswered([received], 1, at).text).not.toContain(say('unanswered.more', { count: 0 }));
    expect(unanswered([], 0, at).text).toBe(say('unanswered.none'));
  });
});

describe('わたしの提案', () => {
  it('says of each one what comes next, or how and why it ended', () => {
    const { text } = myProposals([received, asked, declined], 3, [], at);
    expect(text).toContain(say('mine.due', { due: '11月26日（木）', holder: 'DX推進課' }));
    expect(text).toContain(say('mine.your-turn'));
    expect(text).toContain(say('mine.ended', { ending: say('ending.declined'), reason: usualCast.text }));
  });

  it('begins with what waits for oneself and ends with what has ended; the newest first within each', () => {
    const newestFirst = [declined, received, told, asked, considering];
    expect(yourTurnFirst(newestFirst)).toEqual([asked, received, told, considering, declined]);
  });

  it('ends with the drafts, each to propose or to let go', () => {
    const held = { id: 'held-1', text: 'テスト', messageKey: null, files: [], at: friday, askAgainAt: null };
    const list = myProposals([], 0, [held], at);
    expect(list.text).toContain(say('mine.drafts'));
    expect(controlsOf(list)).toMatchObject([
      { intent: 'text.propose', target: 'held-1~1' },
      { intent: 'text.discard', target: 'held-1~1' },
    ]);
  });
});

describe('how one proposal stands', () => {
  it('shows the last word that has reached the proposer', () => {
    const reached = { kind: 'quote', text: usualCast.text };
    expect(status(considering, 'proposer', at).blocks).toContainEqual(reached);
    expect(status(told, 'proposer', at).blocks).toContainEqual(reached);
  });

  it.each([
    ['on its way', proposals.sending],
    ['refused and not yet told by a human', undelivered],
  ])('shows no word that is %s', (_name, proposal) => {
    expect(status(proposal, 'proposer', at).blocks.map(({ kind }) => kind)).not.toContain('quote');
  });

  it('offers what its viewer may do, and nothing when it has ended', () => {
    const offered = (viewer: 'proposer' | 'desk') =>
      controlsOf(status(received, viewer, at)).map(({ intent }) => intent);
    expect(offered('proposer')).toEqual(['proposal.add', 'proposal.withdraw']);
    expect(offered('desk')).toEqual(['proposal.answer']);
    expect(controlsOf(status(declined, 'desk', at))).toEqual([]);
  });
});

describe('the title in lists', () => {
  const titleOf = (proposal: typeof received): string | undefined =>
    status(proposal, 'desk', at).text.split('\n')[0];
  const heading = (proposal: typeof received, title: string) =>
    say('status.heading', { number: numberOf(proposal), title });

  it('is the headline of the desk on one line, else the beginning of the text', () => {
    const twoLines = { ...received, headline: '会議室の\n電子予約' };
    expect(titleOf(twoLines)).toBe(heading(twoLines, '会議室の 電子予約'));
    const long = aProposal({ text: `${'あ'.repeat(40)}\n次の行` });
    expect(titleOf(long)).toBe(heading(long, `${'あ'.repeat(30)}…`));
  });

  it('says that the text was deleted, where the proposer deleted it', () => {
    expect(titleOf(masked)).toBe(heading(masked, say('card.masked')));
  });
});
