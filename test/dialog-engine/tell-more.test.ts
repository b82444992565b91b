import { describe, expect, it } from '@jest/globals';
import { advance } from '../../src/dialog-engine/dialog.js';
import { tellMore, tellMoreQuestions, toldAlready } from '../../src/dialogs/tell-more.js';
import { add } from '../../src/proposals/proposer-word.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { aProposal } from '../builders/a-proposal.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();

const opened = (subject: Proposal) =>
  advance(tellMore, null, {
    kind: 'open',
    subject,
    subjectId: subject.id,
    answered: toldAlready(subject),
  });

/** The questions that somebody who answers each of them is asked. */
function questionsFor(proposal: Proposal): string[] {
  const asked: string[] = [];
  let transition = opened(proposal);
  while (transition.snapshot) {
    asked.push(transition.snapshot.waitingFor);
    transition = advance(tellMore, transition.snapshot, { kind: 'text', subject: proposal, text: '答え' });
  }
  return asked;
}

describe('もう少し伝える', () => {
  it('asks its three questions one at a time, the first whether it could be stopped', () => {
    expect(questionsFor(aProposal({ text: '会議室の予約が紙です' }))).toEqual([...tellMoreQuestions]);
  });

  it.each(['名札をやめたい', '紙の回覧は廃止してほしい', '朝礼をなくしたいです'])(
    'does not ask whoever writes 「%s」 whether it could be stopped',
    (text) => {
      expect(questionsFor(aProposal({ text }))).toEqual(['where-how-much', 'what-then']);
      expect(opened(aProposal({ text })).replies).toMatchObject([{ step: 1, total: 2 }]);
    },
  );

  it('asks later only what was not told yet', () => {
    const said = { id: 'said-1', at: jst('2026-11-20 10:01'), text: '市民課で毎日', messageKey: null };
    const told = add(
      aProposal({ text: '会議室の予約が紙です' }),
      { ...said, prompt: 'where-how-much' },
      town.settings.intake.settle,
      town,
    );
    expect(toldAlready(told)).toEqual(['where-how-much']);
    expect(questionsFor(told)).toEqual(['can-it-stop', 'what-then']);
  });

  it('takes an addition that answers no question for what it is', () => {
    const said = { id: 'said-1', at: jst('2026-11-20 10:01'), text: '特に水曜', messageKey: null };
    const added = add(aProposal(), said, town.settings.intake.settle, town);
    expect(toldAlready(added)).toEqual([]);
  });
});
