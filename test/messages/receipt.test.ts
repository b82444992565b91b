import { describe, expect, it } from '@jest/globals';
import { controlsOf, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { receipt, receiptForDesk } from '../../src/messages/receipt.js';
import { numberOf, telling } from '../../src/messages/telling.js';
import { targetOf, textOf } from '../../src/proposals/proposal.js';
import { graphemeCount } from '../../src/texts/visible.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, tanaka } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const friday = jst('2026-11-20 10:00');
const at = telling(town, friday);
const alone = { earlier: null, follows: null };

const quotes = ({ blocks }: OutgoingMessage): string[] =>
  blocks.flatMap((block) => (block.kind === 'quote' ? [block.text] : []));

const intents = (message: OutgoingMessage): string[] => controlsOf(message).map(({ intent }) => intent);

describe('the receipt (contract §6)', () => {
  const proposal = aProposal({ at: friday, text: '名札をやめたい' });
  const given = receipt(proposal, alone, at);

  it('is one message with the number and the words of the proposer', () => {
    expect(given.text).toContain(town.say('receipt.registered', { number: numberOf(proposal) }));
    expect(quotes(given)).toEqual(['名札をやめたい']);
  });

  it('says when the answer comes, from whom, and how that was counted', () => {
    expect(given.text).toContain(town.say('receipt.answer-by', { due: '11月26日（木）', desk: 'DX推進課' }));
    expect(given.text).toContain(
      '11月20日（金）受付 → 3営業日。土日と11月23日（月・勤労感謝の日）を除き、11月26日（木）まで',
    );
  });

  it('says who sees it', () => {
    expect(given.text).toContain(town.say('receipt.who-sees', { desk: 'DX推進課' }));
  });

  it('offers to tell more and to withdraw, and nothing else', () => {
    expect(intents(given)).toEqual(['proposal.tell-more', 'proposal.withdraw']);
    for (const { target } of controlsOf(given)) expect(target).toBe(targetOf(proposal));
  });

  it('offers to make it an addition where an earlier one is open', () => {
    const both = receipt(proposal, { earlier: aProposal(), follows: null }, at);
    expect(intents(both)).toEqual(['proposal.tell-more', 'proposal.withdraw', 'text.make-addition']);
  });

  it('names the closed one that it goes on from', () => {
    const before = after(aProposal(), aWord({ at: friday, word: 'close-answered' }));
    const next = receipt(proposal, { earlier: null, follows: before }, at);
    expect(next.text).toContain(town.say('receipt.follows', { number: numberOf(before) }));
  });

  it('quotes 200 graphemes and says that all of it was received', () => {
    const family = '👨‍👩‍👧‍👦';
    const long = aProposal({ at: friday, text: family.repeat(201) });
    const [quoted = ''] = quotes(receipt(long, alone, at));
    expect(quoted).toBe(`${family.repeat(200)}…`);
    expect(receipt(long, alone, at).text).toContain(town.say('receipt.excerpt'));
    expect(graphemeCount(textOf(long))).toBe(201);
  });

  it('quotes exactly 200 graphemes whole, without a remark', () => {
    const text = 'が'.normalize('NFD').repeat(200);
    const full = receipt(aProposal({ at: friday, text }), alone, at);
    expect(quotes(full)).toEqual([text]);
    expect(full.text).not.toContain(town.say('receipt.excerpt'));
  });

  it('keeps bidirectional controls in the record and out of sight', () => {
    const text = '請求\u202E書を\u2066やめたい';
    const tricky = aProposal({ at: friday, text });
    expect(quotes(receipt(tricky, alone, at))).toEqual(['請求書をやめたい']);
    expect(textOf(tricky)).toBe(text);
  });

  it('explains a text that came after closing', () => {
    const evening = aProposal({ at: jst('2026-11-20 18:00') });
    expect(receipt(evening, alone, at).text).toContain(
      '11月20日（金）の閉庁後に届いたため、11月24日（火）受付 → 3営業日',
    );
  });
});

describe('the receipt of a voice that the desk heard', () => {
  it('says under which number, and who promised to tell the answer', () => {
    const heard = aProposal({
      at: friday,
      proposer: null,
      registeredBy: tanaka,
      text: '段差をなくしてほしい',
    });
    const given = receiptForDesk(heard, at);
    expect(given.text).toContain(
      town.say('register-for.done', { number: numberOf(heard), by: 'DX推進課・田中' }),
    );
    expect(given.text).toContain('11月26日（木）');
    expect(quotes(given)).toEqual(['段差をなくしてほしい']);
  });
});
