import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoWithOffset, proposalRecord } from '../../src/export/proposal-record.js';
import { refuse, tell } from '../../src/proposals/human-word.js';
import { revise } from '../../src/proposals/proposer-word.js';
import { wake } from '../../src/proposals/wake.js';
import { aDelivery } from '../builders/a-delivery.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, speaking, tanaka } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { wakingAt } from '../builders/waking.js';
import { anyInstant, jst } from '../calendar/calendars.js';

const town = aTown();
const friday = jst('2026-11-20 10:00');
const tuesday = jst('2026-11-24 14:00');

describe('an instant in the export', () => {
  it('is ISO 8601 with the offset of the town', () => {
    expect(isoWithOffset(new Date('2026-11-24T10:05:09.999Z'), 'Asia/Tokyo')).toBe(
      '2026-11-24T19:05:09+09:00',
    );
    expect(isoWithOffset(new Date('2026-12-31T15:00:00Z'), 'Asia/Tokyo')).toBe('2027-01-01T00:00:00+09:00');
    expect(isoWithOffset(new Date('2026-07-01T12:00:00Z'), 'America/St_Johns')).toBe(
      '2026-07-01T09:30:00-02:30',
    );
    expect(isoWithOffset(new Date('2026-07-01T12:00:00Z'), 'UTC')).toBe('2026-07-01T12:00:00+00:00');
  });

  it('is the same instant for whoever reads it', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.constantFrom('Asia/Tokyo', 'America/New_York', 'Asia/Kathmandu'),
        (at, zone) => {
          expect(Date.parse(isoWithOffset(at, zone))).toBe(Math.floor(at.getTime() / 1000) * 1000);
        },
      ),
    );
  });
});

describe('the record of a proposal (contract §7)', () => {
  const proposal = aProposal({ at: friday, text: '名札をやめたい', messageKey: 'key-0' });
  const delivery = aDelivery({ sentAt: jst('2026-11-20 10:00:05') });
  const record = proposalRecord(proposal, [delivery], town);

  it('holds every key and nothing else, right after the first sentence', () => {
    expect(record).toEqual({
      id: proposal.id,
      number: expect.stringMatching(/^R8-\d{3}$/),
      state: 'received',
      ending: null,
      headline: null,
      text: '名札をやめたい',
      proposer: { name: '鈴木', section: '市民課' },
      registeredBy: null,
      visibility: 'named',
      platform: 'web',
      registeredAt: '2026-11-20T10:00:00+09:00',
      nextWord: {
        kind: 'first-answer',
        holder: { kind: 'desk', name: 'DX推進課' },
        startedAt: '2026-11-20T10:00:00+09:00',
        dueAt: '2026-11-26T17:15:00+09:00',
        basis: {
          from: '2026-11-20T10:00:00+09:00',
          rule: '3bd',
          skipped: [
            { date: '2026-11-21', reason: '土曜日' },
            { date: '2026-11-22', reason: '日曜日' },
            { date: '2026-11-23', reason: '勤労感謝の日' },
          ],
          text: '11月20日（金）受付 → 3営業日。土日と11月23日（月・勤労感謝の日）を除き、11月26日（木）まで',
        },
      },
      wakeAt: '2026-11-20T10:00:03+09:00',
      thread: [
        {
          at: '2026-11-20T10:00:00+09:00',
          by: 'proposer',
          name: '鈴木',
          visibility: 'public',
          kind: 'proposal',
          text: '名札をやめたい',
          delivery: null,
          files: [],
        },
      ],
      deliveries: [
        {
          id: delivery.id,
          to: 'proposer',
          purpose: 'receipt',
          status: 'sent',
          attempts: 1,
          sentAt: '2026-11-20T10:00:05+09:00',
          platformMessageId: delivery.platformMessageId,
        },
      ],
      nextWordHistory: [],
    });
  });

  it('is plain data: what JSON keeps is all of it', () => {
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  it('of a closed one has an ending, and nothing that is owed or wakes', () => {
    const word = aWord({ at: tuesday, word: 'decline', text: '予算がないためです', headline: '名札' });
    expect(proposalRecord(after(proposal, word), [], town)).toMatchObject({
      state: 'closed',
      headline: '名札',
      ending: { kind: 'declined', reason: '予算がないためです', at: '2026-11-24T14:00:00+09:00' },
      nextWord: null,
      wakeAt: null,
      nextWordHistory: [
        {
          kind: 'first-answer',
          holder: { kind: 'desk', name: 'DX推進課' },
          startedAt: '2026-11-20T10:00:00+09:00',
          dueAt: '2026-11-26T17:15:00+09:00',
          fulfilledAt: '2026-11-24T14:00:00+09:00',
          fulfilledBy: 'ending',
          supersededBy: null,
          remindersSent: 0,
        },
      ],
    });
  });

  it('tells what was refused, superseded and told by a human', () => {
    const word = aWord({ at: tuesday });
    const reminded = wake(proposal, wakingAt(jst('2026-11-25 08:30')), town).proposal;
    const waiting = refuse(speaking(reminded, word), word.deliveryId, tuesday, town);
    const how = {
      id: 't',
      by: tanaka,
      signedAs: 'DX推進課・田中',
      text: '電話で',
      at: jst('2026-11-25 09:00'),
    };
    const told = waiting && tell(waiting, how, town);
    if (!told) throw new Error('Nothing was to be told.');
    expect(proposalRecord(waiting, [], town)).toMatchObject({
      nextWord: { kind: 'deliver', holder: { kind: 'person', name: '田中' } },
      thread: [{}, { kind: 'answer', name: 'DX推進課・田中', delivery: 'refused' }],
      nextWordHistory: [{ fulfilledAt: null, fulfilledBy: null, supersededBy: 'deliver', remindersSent: 1 }],
    });
    expect(proposalRecord(told, [], town)).toMatchObject({
      nextWord: { kind: 'news' },
      thread: [
        {},
        { delivery: 'told' },
        { kind: 'told', visibility: 'internal', text: '電話で', delivery: null },
      ],
      nextWordHistory: [
        {},
        { kind: 'deliver', fulfilledBy: 'told', fulfilledAt: '2026-11-25T09:00:00+09:00' },
      ],
    });
  });

  it('has the newest version as its text; the older one is an internal entry', () => {
    const change = { id: 'e', at: tuesday, messageKey: 'key-0', newText: '名札の氏名をやめたい' };
    const edited = revise(proposal, change, town.settings.intake.settle, town);
    expect(edited && proposalRecord(edited, [], town)).toMatchObject({
      text: '名札の氏名をやめたい',
      thread: [{ kind: 'proposal' }, { kind: 'edit', visibility: 'internal', text: '名札をやめたい' }],
    });
  });

  it('names the files of each entry, and where they stand; what was deleted stays in the internal entry', () => {
    const picture = { name: '入力画面.png', sizeBytes: 204_800, url: 'https://town.example/files/F1' };
    const unknown = { name: '', sizeBytes: null, url: null };
    const shared = aProposal({ at: friday, messageKey: 'key-0', files: [picture, unknown] });
    const at = '2026-11-20T10:00:00+09:00';
    const files = [
      { name: '入力画面.png', size: 204_800, permalink: 'https://town.example/files/F1', at },
      { name: '', size: null, permalink: null, at },
    ];
    expect(proposalRecord(shared, [], town).thread).toMatchObject([{ kind: 'proposal', files }]);
    const change = { id: 'e', at: tuesday, messageKey: 'key-0', newText: null };
    const masked = revise(shared, change, town.settings.intake.settle, town);
    expect(masked && proposalRecord(masked, [], town).thread).toMatchObject([
      { kind: 'proposal', visibility: 'public', files: [] },
      { kind: 'edit', visibility: 'internal', files: [{ name: '入力画面.png' }, {}] },
    ]);
  });

  it('of a question names the proposer as the holder', () => {
    const asked = after(proposal, aWord({ at: tuesday, word: 'ask' }));
    expect(proposalRecord(asked, [], town).nextWord?.holder).toEqual({ kind: 'proposer', name: '提案者' });
  });

  it('names nobody for an anonymous one, and a voice by what it said of itself', () => {
    expect(proposalRecord({ ...proposal, visibility: 'anonymous' }, [], town).proposer).toBeNull();
    const heard = { proposer: null, place: null, registeredBy: tanaka } as const;
    const named = aProposal({ ...heard, spokenFor: { name: '佐藤', section: '税務課' } });
    expect(proposalRecord(named, [], town)).toMatchObject({
      proposer: { name: '佐藤', section: '税務課' },
      registeredBy: { name: '田中' },
    });
    const nameless = aProposal({ ...heard, spokenFor: { name: null, section: null } });
    expect(proposalRecord(nameless, [], town).proposer).toBeNull();
  });
});
