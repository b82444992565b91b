import { describe, expect, it } from '@jest/globals';
import { controlsOf } from '../../src/bot/outgoing-message.js';
import type { ReminderLine } from '../../src/bot/delivery.js';
import { bundle, reminderLine } from '../../src/messages/reminders.js';
import { numberOf, telling } from '../../src/messages/telling.js';
import type { NextWord } from '../../src/proposals/next-word.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import type { Reminder } from '../../src/proposals/wake.js';
import { aProposal } from '../builders/a-proposal.js';
import { jst } from '../calendar/calendars.js';
import { friday, proposalsOf, town, usualCast } from './every-message.js';

const at = telling(town, jst('2026-11-27 08:30'));
const people = { managerName: '総務課・山本', asker: 'DX推進課・田中' };
const proposals = proposalsOf(usualCast);

const wordOf = ({ nextWord }: Proposal): NextWord => {
  if (!nextWord) throw new Error('Nothing is owed.');
  return nextWord;
};

const { say } = town;

const lineFor = (proposal: Proposal, reminder: Reminder): ReminderLine =>
  reminderLine(proposal, wordOf(proposal), reminder, people, at);

const intents = (line: ReminderLine): string[] => controlsOf(line.message).map(({ intent }) => intent);

describe('a reminder line (contract §6)', () => {
  const { received, considering, undelivered } = proposals;

  const facts = {
    number: numberOf(received),
    title: usualCast.text,
    owed: say('owed.first-answer'),
    due: '11月26日（木）',
  };

  it.each<[Reminder, string]>([
    [{ to: 'holder', kind: 'soon' }, say('reminder.soon', facts)],
    [{ to: 'holder', kind: 'today' }, say('reminder.today', facts)],
    [{ to: 'holder', kind: 'overdue' }, say('reminder.overdue', facts)],
    [{ to: 'manager', kind: 'overdue' }, say('reminder.overdue-manager', { ...facts, holder: 'DX推進課' })],
  ])('%j says the number, what is owed, since when, and has a control to answer', (reminder, sentence) => {
    const line = lineFor(received, reminder);
    expect(line.message.text).toContain(sentence);
    for (const fact of Object.values(facts)) expect(line.message.text).toContain(fact);
    expect(line.message.text).toContain(say('reminder.since', { since: '11月20日（金）' }));
    expect(intents(line)).toEqual(['proposal.answer']);
    expect(line).toMatchObject({ proposalId: received.id, dueAt: jst('2026-11-26 17:15') });
  });

  it('names who owes it to the manager', () => {
    const line = lineFor(considering, { to: 'manager', kind: 'overdue' });
    expect(line.kind).toBe('overdue-manager');
    expect(line.message.text).toContain('DX推進課・田中');
    expect(line.message.text).toContain(say('owed.news'));
  });

  it('of what a human has to tell offers to say that it was told', () => {
    const line = lineFor(undelivered, { to: 'holder', kind: 'today' });
    expect(line.message.text).toContain(say('owed.deliver'));
    expect(intents(line)).toEqual(['proposal.told']);
  });
});

describe('the late message to the proposer', () => {
  const nextReportAt = jst('2026-12-04 08:30');
  const number = numberOf(proposals.received);

  /** What the proposer reads when each receiver was last told this step of the ladder. */
  function lateAfter(told: { holder: number; manager: number }, managerName = people.managerName): string {
    const word = { ...wordOf(proposals.received), told: { ...told, proposer: 2 } };
    const reminder = { to: 'proposer', kind: 'late', nextReportAt } as const;
    return reminderLine(proposals.received, word, reminder, { ...people, managerName }, at).message.text;
  }

  const line = lineFor(proposals.received, { to: 'proposer', kind: 'late', nextReportAt });

  it('says which one is late, since when, and when the bot reports again', () => {
    expect(line.message.text).toContain(say('late.heading', { number }));
    expect(line.message.text).toContain('11月26日（木）');
    expect(line.message.text).toContain(say('late.next-report', { next: '12月4日（金）8:30' }));
  });

  it('says who was told that it is late, and names nobody who was not', () => {
    const both = say('late.both', { holder: 'DX推進課', manager: '総務課・山本' });
    expect(lateAfter({ holder: 3, manager: 3 })).toContain(say('late.told', { told: both }));
    // The reminder of the due day itself told nobody that it is late.
    expect(lateAfter({ holder: 1, manager: 2 })).toContain(say('late.told', { told: '総務課・山本' }));
    expect(lateAfter({ holder: 3, manager: -1 })).toContain(say('late.told', { told: 'DX推進課' }));
    expect(lateAfter({ holder: 1, manager: -1 })).not.toContain('総務課・山本');
  });

  it('names one who is holder and manager once', () => {
    const text = lateAfter({ holder: 3, manager: 3 }, 'DX推進課');
    expect(text).toContain(say('late.told', { told: 'DX推進課' }));
    expect(text).not.toContain(say('late.both', { holder: 'DX推進課', manager: 'DX推進課' }));
  });

  it('sets no date for a human: it holds the missed date and that of the report, no other', () => {
    const dates = lateAfter({ holder: 3, manager: 3 }).match(/\d+月\d+日/g);
    expect(new Set(dates)).toEqual(new Set(['11月26日', '12月4日']));
  });

  it('asks nothing of the proposer', () => {
    expect(controlsOf(line.message)).toEqual([]);
  });
});

describe('the nudge to the proposer', () => {
  it('says who asked, presses nobody and offers to reply', () => {
    const line = lineFor(proposals.asked, { to: 'proposer', kind: 'nudge' });
    expect(line.message.text).toContain(numberOf(proposals.asked));
    expect(line.message.text).toContain('DX推進課・田中');
    expect(line.message.text).toContain(say('nudge.how'));
    expect(line.message.text).not.toMatch(/\d月/);
    expect(intents(line)).toEqual(['proposal.reply']);
  });
});

describe('a message that bundles reminders', () => {
  const older = aProposal({ at: jst('2026-11-18 10:00') });
  const newer = aProposal({ at: friday });
  const overdue = (proposal: Proposal) => lineFor(proposal, { to: 'holder', kind: 'overdue' });
  const late = lineFor(older, { to: 'proposer', kind: 'late', nextReportAt: jst('2026-12-04 08:30') });

  it('puts the most urgent first, however the lines came', () => {
    const { text } = bundle([overdue(newer), overdue(older)], say);
    expect(text.indexOf(numberOf(older))).toBeLessThan(text.indexOf(numberOf(newer)));
    expect(bundle([overdue(older), overdue(newer)], say).text).toBe(text);
  });

  it('counts them and says how they end', () => {
    const { text } = bundle([overdue(newer), overdue(older)], say);
    expect(text).toContain(say('reminder.heading', { count: 2 }));
    expect(text).toContain(say('reminder.how-to-stop'));
    expect(bundle([overdue(newer)], say).blocks[0]).toEqual({
      kind: 'heading',
      text: say('reminder.heading-one'),
    });
  });

  it('keeps a control to answer with each line', () => {
    const controls = controlsOf(bundle([overdue(newer), overdue(older)], say));
    expect(controls.map(({ target }) => target.split('~')[0])).toEqual([older.id, newer.id]);
  });

  it('asks for no answer when it only tells that something is late', () => {
    const { text } = bundle([late], say);
    expect(text).not.toContain(say('reminder.heading-one'));
    expect(text).toBe(late.message.text);
  });

  it('puts what is owed before what is only told', () => {
    const { text } = bundle([late, overdue(newer)], say);
    expect(text.startsWith(`${say('reminder.heading-one')}\n`)).toBe(true);
    expect(text.indexOf(numberOf(newer))).toBeLessThan(text.indexOf(late.message.text));
    expect(text.endsWith(late.message.text)).toBe(true);
  });
});
