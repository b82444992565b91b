import { describe, expect, it } from '@jest/globals';
import { controlsOf, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { deskCard } from '../../src/messages/desk-card.js';
import { numberOf, telling } from '../../src/messages/telling.js';
import { isOpen, targetOf, type Proposal } from '../../src/proposals/proposal.js';
import { aProposal } from '../builders/a-proposal.js';
import { friday, proposalsOf, town, tuesday, usualCast } from './every-message.js';

const at = telling(town, tuesday);
const proposals = proposalsOf(usualCast);
const everyState = Object.entries<Proposal>(proposals);

const controlRows = ({ blocks }: OutgoingMessage) =>
  blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));

const { say } = town;

/** The facts of a card by their labels. */
const rowsOf = (proposal: Proposal): Record<string, string> =>
  Object.fromEntries(
    deskCard(proposal, at).blocks.flatMap((block) =>
      block.kind === 'facts' ? block.facts.map(({ label, value }) => [label, value]) : [],
    ),
  );

const intents = (proposal: Proposal): string[] =>
  controlsOf(deskCard(proposal, at)).map(({ intent }) => intent);

describe('the desk’s card (contract §6)', () => {
  it.each(everyState)(
    'of a proposal that is %s has at most three controls, all of this revision',
    (_name, proposal) => {
      const card = deskCard(proposal, at);
      expect(controlRows(card).length).toBeGreaterThanOrEqual(1);
      expect(controlRows(card).length).toBeLessThanOrEqual(3);
      for (const { target } of controlsOf(card)) {
        expect(target).toBe(`${proposal.id}~${proposal.revision}`);
        expect(target).toBe(targetOf(proposal));
      }
    },
  );

  it.each(everyState.filter(([, proposal]) => isOpen(proposal)))(
    'of an open one, %s, lets the desk answer, decide and all the rest',
    (_name, proposal) => {
      expect(intents(proposal)).toEqual(
        expect.arrayContaining([
          'proposal.answer',
          'proposal.decline',
          'proposal.close-answered',
          'proposal.ask',
          'proposal.note',
          'proposal.due-explained',
        ]),
      );
      expect(intents(proposal).includes('proposal.take')).toBe(proposal.nextWord?.holder.kind !== 'proposer');
      const toTell = (proposal.nextWord?.undelivered.length ?? 0) > 0;
      expect(intents(proposal).includes('proposal.told')).toBe(toTell);
    },
  );

  it.each(everyState.filter(([, proposal]) => !isOpen(proposal)))(
    'of a closed one, %s, takes notes only and says how and why it ended',
    (_name, proposal) => {
      expect(intents(proposal)).toEqual(['proposal.note']);
      expect(rowsOf(proposal)).toMatchObject({
        [say('card.ending')]: proposal.ending && say(`ending.${proposal.ending.kind}`),
        [say('card.reason')]: proposal.ending?.reason,
      });
    },
  );

  it('holds the number, all of the text, who, when and the due date', () => {
    const text = '長い提案です。'.repeat(100);
    const long = aProposal({ at: friday, text });
    expect(deskCard(long, at).text).toContain(numberOf(long));
    expect(deskCard(long, at).blocks).toContainEqual({ kind: 'quote', text });
    expect(rowsOf(long)).toMatchObject({
      [say('card.proposer')]: '市民課・鈴木',
      [say('card.registered')]: '11月20日（金）10:00',
      [say('card.owed')]: say('card.owed-by', { owed: say('owed.first-answer'), due: '11月26日（木）' }),
      [say('card.holder')]: 'DX推進課',
    });
  });

  it('begins with its number and, where the desk wrote one, its headline', () => {
    const { received, considering } = proposals;
    expect(deskCard(received, at).blocks[0]).toEqual({
      kind: 'heading',
      text: say('card.heading', { number: numberOf(received), title: say('card.new') }),
    });
    expect(deskCard(considering, at).blocks[0]).toEqual({
      kind: 'heading',
      text: say('card.heading', { number: numberOf(considering), title: usualCast.headline }),
    });
  });

  it('says 匿名 for an anonymous one, and on whose behalf a voice was heard', () => {
    const label = say('card.proposer');
    expect(rowsOf(proposals.anonymous)[label]).toBe('匿名');
    expect(deskCard(proposals.anonymous, at).text).not.toContain('鈴木');
    const by = 'DX推進課・田中';
    expect(rowsOf(proposals.heard)[label]).toBe(say('person.on-behalf', { name: '市民課・鈴木', by }));
    expect(rowsOf(proposals.heardFromNobody)[label]).toBe(
      say('person.on-behalf', { name: say('person.unnamed'), by }),
    );
  });

  it('shows additions and answers with who said them, and nothing internal', () => {
    expect(deskCard(proposals.added, at).text).toContain(say('card.addition', { at: '11月24日（火）14:00' }));
    expect(deskCard(proposals.toldMore, at).text).toContain(say('question.where-how-much'));
    expect(deskCard(proposals.considering, at).text).toContain(
      say('card.said', { name: 'DX推進課・田中', at: '11月24日（火）14:00' }),
    );
    const { told } = proposals;
    const internal = {
      ...told,
      thread: told.thread.map((e) => (e.kind === 'told' ? { ...e, text: '内緒' } : e)),
    };
    expect(deskCard(internal, at).text).not.toContain('内緒');
  });

  it('shows that words were deleted, not the words', () => {
    const { text } = deskCard(proposals.masked, at);
    expect(text).toContain(say('card.masked'));
    expect(text).not.toContain(usualCast.text);
  });

  it('says when an answer is on its way', () => {
    const onItsWay = say('card.on-its-way', { name: 'DX推進課・田中' });
    expect(deskCard(proposals.sending, at).text).toContain(onItsWay);
    expect(deskCard(proposals.considering, at).text).not.toContain(onItsWay);
  });
});
