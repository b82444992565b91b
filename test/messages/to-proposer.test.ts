import { describe, expect, it } from '@jest/globals';
import { controlsOf } from '../../src/bot/outgoing-message.js';
import { humanTask } from '../../src/messages/desk-notices.js';
import { numberOf, telling } from '../../src/messages/telling.js';
import {
  added,
  deleted,
  dueExplained,
  humanWord,
  markedAsResent,
  withdrawn,
} from '../../src/messages/to-proposer.js';
import type { HumanWord } from '../../src/proposals/next-word.js';
import { aWord, speaking } from '../builders/a-word.js';
import { proposalsOf, town, tuesday, usualCast } from './every-message.js';

const at = telling(town, tuesday);
const proposals = proposalsOf(usualCast);
const { received } = proposals;
const { say } = town;
const number = numberOf(received);

function reading(word: HumanWord) {
  const proposal = speaking(received, aWord({ at: tuesday, word, text: '来月から\n始めます' }));
  const [spoken] = proposal.sending;
  if (!spoken) throw new Error('Nothing is on its way.');
  return humanWord(proposal, spoken, at);
}

describe('what the proposer reads of a human (contract §6)', () => {
  it.each(['answer', 'ask', 'decline', 'close-answered'] as const)(
    '%s has the number, the section and name of the human, and the text as written',
    (word) => {
      const { text, blocks } = reading(word);
      expect(text).toContain(numberOf(received));
      expect(text).toContain('DX推進課・田中');
      expect(blocks).toContainEqual({ kind: 'quote', text: '来月から\n始めます' });
    },
  );

  it('an answer says when the next news comes and from whom', () => {
    expect(reading('answer').text).toContain(
      say('answer.next', { due: '12月8日（火）', holder: 'DX推進課・田中' }),
    );
  });

  it('a question can be answered right there', () => {
    expect(controlsOf(reading('ask')).map(({ intent }) => intent)).toEqual([
      'proposal.reply',
      'proposal.withdraw',
    ]);
  });

  it('an ending says how it ended', () => {
    expect(reading('decline').text).toContain(
      say('ending.heading', { number, ending: say('ending.declined') }),
    );
    expect(reading('close-answered').text).toContain(
      say('ending.heading', { number, ending: say('ending.answered') }),
    );
  });

  it('is never composed of a word that is not in the thread', () => {
    const [spoken] = proposals.sending.sending;
    expect(() => spoken && humanWord(received, spoken, at)).toThrow(received.id);
  });
});

describe('what the bot tells the proposer', () => {
  it('of an addition: the date stays, and it can become a proposal of its own', () => {
    const entry = proposals.added.thread.at(-1)?.id ?? '';
    const told = added(proposals.added, entry, at);
    expect(told.text).toContain(say('added.answer-by', { due: '11月26日（木）' }));
    expect(controlsOf(told)).toMatchObject([
      { intent: 'text.make-new', target: `${received.id}.${entry}~${proposals.added.revision}` },
    ]);
  });

  it('of an addition while the proposer owes a reply: no date of others', () => {
    expect(added(proposals.asked, 'e', at).text).not.toMatch(/\d月/);
  });

  it('of a deletion: the proposal is still there, and can be withdrawn', () => {
    expect(controlsOf(deleted(proposals.masked, at)).map(({ intent }) => intent)).toEqual([
      'proposal.withdraw',
    ]);
    expect(controlsOf(deleted(proposals.declined, at))).toEqual([]);
  });

  it('of a withdrawal: the reason, if there was one', () => {
    expect(withdrawn(proposals.withdrawn, at).text).toContain(
      say('withdrawn.reason', { reason: usualCast.text }),
    );
    const silent = {
      ...proposals.withdrawn,
      ending: { kind: 'withdrawn' as const, reason: '', at: tuesday },
    };
    expect(withdrawn(silent, at).text).toBe(say('withdrawn.done', { number }));
  });

  it('of a due date: how it was counted, or that there is none', () => {
    expect(dueExplained(received, at).text).toContain('3営業日');
    expect(dueExplained(proposals.considering, at).text).toContain('11月24日（火）から10営業日');
    expect(dueExplained(proposals.declined, at).text).toBe(say('due.none', { number }));
  });

  it('a second time is marked, in the text and in what is shown', () => {
    const once = reading('answer');
    const again = markedAsResent(once, say);
    expect(again.text).toBe(`${say('resent.mark')}\n${once.text}`);
    expect(again.blocks.slice(1)).toEqual(once.blocks);
  });
});

describe('the task for a human (contract §6)', () => {
  const { undelivered, declined, sending, heard } = proposals;
  const [spoken] = sending.sending;
  if (!spoken) throw new Error('Nothing is on its way.');

  it('says the number, to whom, what, by when, why, and can be reported as done', () => {
    const task = humanTask(undelivered, spoken, 'user_not_found', at);
    expect(task.text).toContain(numberOf(undelivered));
    expect(task.text).toContain('市民課・鈴木');
    expect(task.text).toContain('DX推進課・田中');
    expect(task.text).toContain('11月25日（水）');
    expect(task.text).toContain('user_not_found');
    expect(task.blocks).toContainEqual({ kind: 'quote', text: usualCast.text });
    expect(controlsOf(task).map(({ intent }) => intent)).toEqual(['proposal.told']);
  });

  it('for a voice without an account says that only a human can reach it', () => {
    const word = aWord({ at: tuesday });
    const waiting = speaking(heard, word);
    const [said] = waiting.sending;
    expect(said && humanTask(waiting, said, null, at).text).toContain(
      say('task.no-account', { author: 'DX推進課・田中', due: '11月26日（木）' }),
    );
  });

  it('for one that has ended asks for no report', () => {
    expect(controlsOf(humanTask(declined, spoken, null, at))).toEqual([]);
  });
});
