import { describe, expect, it } from '@jest/globals';
import { textOf, type Proposal } from '../../src/proposals/proposal.js';
import { add, owesAgain, release, reply, revise, withdraw } from '../../src/proposals/proposer-word.js';
import { wake } from '../../src/proposals/wake.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, tanaka } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { wakingAt } from '../builders/waking.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const settle = { unit: 'time', ms: 120_000 } as const;
const friday = jst('2026-11-20 10:00');
const minuteLater = jst('2026-11-20 10:01');
const tuesday = jst('2026-11-24 14:00');
const wednesday = jst('2026-11-25 09:30');

const said = (text: string, at = minuteLater, id = 'said-1') => ({ id, at, text, messageKey: `key-${id}` });

const fresh = (): Proposal => aProposal({ at: friday, text: '名札をやめたい', messageKey: 'key-0' });

/** A proposal whose card has left. */
const carded = (proposal = fresh()): Proposal =>
  wake(proposal, wakingAt(jst('2026-11-20 10:05')), town).proposal;

describe('an addition', () => {
  it('joins the thread as the proposer said it, and moves no date', () => {
    const before = fresh();
    const added = add(before, said('窓口だけでも'), settle, town);
    expect(added.nextWord).toEqual(before.nextWord);
    expect(added.state).toBe('received');
    expect(added.thread.at(-1)).toMatchObject({
      by: 'proposer',
      name: '鈴木',
      kind: 'addition',
      text: '窓口だけでも',
      visibility: 'public',
    });
    expect(textOf(added)).toBe('名札をやめたい');
  });

  it('makes a card that has not left wait for the settling time again', () => {
    const added = add(fresh(), said('窓口だけでも'), settle, town);
    expect(added.cardLeavesAt).toEqual(jst('2026-11-20 10:03'));
    expect(added.wakeAt).toEqual(jst('2026-11-20 10:03'));
  });

  it('does not make a card leave twice', () => {
    const added = add(carded(), said('窓口だけでも', tuesday), settle, town);
    expect(added).toMatchObject({ cardLeavesAt: null, wakeAt: jst('2026-11-25 08:30') });
  });

  it('that answers a question of もう少し伝える says which', () => {
    const told = add(fresh(), { ...said('市民課'), prompt: 'where-how-much' }, settle, town);
    expect(told.thread.at(-1)).toMatchObject({ kind: 'tell-more', prompt: 'where-how-much' });
  });
});

describe('a reply', () => {
  const asked = after(fresh(), aWord({ at: tuesday, word: 'ask' }));

  it('to the question of the desk makes whoever asked owe news again', () => {
    const replied = reply(asked, said('毎日です', wednesday), town);
    expect(replied).toMatchObject({
      state: 'considering',
      nextWord: { kind: 'news', holder: { kind: 'person', person: tanaka }, startedAt: wednesday },
    });
    expect(replied.history.at(-1)).toMatchObject({ kind: 'reply', fulfilledBy: 'reply', endedAt: wednesday });
    expect(replied.thread.at(-1)).toMatchObject({ by: 'proposer', kind: 'reply' });
  });

  it('when nothing was asked stays in the thread and changes no duty', () => {
    const received = fresh();
    const replied = reply(received, said('毎日です'), town);
    expect(replied.nextWord).toEqual(received.nextWord);
    expect(replied).toMatchObject({ state: 'received', history: [] });
    expect(replied.thread.at(-1)).toMatchObject({ kind: 'reply', text: '毎日です' });
  });

  it('is owed back by the desk when nobody has spoken', () => {
    expect(owesAgain(fresh())).toEqual({ kind: 'desk' });
    expect(owesAgain(asked)).toEqual({ kind: 'person', person: tanaka });
  });
});

describe('a withdrawal', () => {
  it.each(['', '解決しました'])('closes at once, with the reason %p', (reason) => {
    const withdrawn = withdraw(fresh(), { at: minuteLater, reason }, town);
    expect(withdrawn).toMatchObject({
      state: 'closed',
      ending: { kind: 'withdrawn', reason, at: minuteLater },
      nextWord: null,
      wakeAt: null,
    });
    expect(withdrawn.history).toMatchObject([{ kind: 'first-answer', fulfilledBy: 'ending' }]);
  });

  it('within the settling time means that the desk never hears of it', () => {
    const withdrawn = withdraw(fresh(), { at: minuteLater, reason: '' }, town);
    const woken = wake(withdrawn, wakingAt(tuesday), town);
    expect(woken).toMatchObject({ cardLeaves: false, reminders: [] });
    expect(woken.proposal.cardId).toBeNull();
  });

  it('does not end what has ended', () => {
    const declined = after(fresh(), aWord({ at: tuesday, word: 'decline' }));
    expect(withdraw(declined, { at: wednesday, reason: '' }, town)).toBe(declined);
  });
});

describe('an edit', () => {
  const revised = (proposal: Proposal, newText: string | null, messageKey = 'key-0') =>
    revise(proposal, { id: 'edit-1', at: minuteLater, messageKey, newText }, settle, town);

  it('puts the newest version in place and keeps the older one internally', () => {
    const edited = revised(fresh(), '名札の氏名をやめたい');
    expect(edited?.thread).toMatchObject([
      { kind: 'proposal', text: '名札の氏名をやめたい', visibility: 'public', messageKey: 'key-0' },
      { kind: 'edit', text: '名札をやめたい', visibility: 'internal', messageKey: null },
    ]);
    expect(edited && textOf(edited)).toBe('名札の氏名をやめたい');
  });

  it('makes the card wait for the settling time again, and moves no date', () => {
    const before = fresh();
    expect(revised(before, '名札の氏名をやめたい')).toMatchObject({
      cardLeavesAt: jst('2026-11-20 10:03'),
      nextWord: before.nextWord,
    });
  });

  it('of the same words, or of a message that is not here, is none', () => {
    expect(revised(fresh(), '名札をやめたい')).toBeUndefined();
    expect(revised(fresh(), '別の文', 'key-9')).toBeUndefined();
  });

  it('that is a deletion masks the words and keeps them internally', () => {
    const masked = revised(fresh(), null);
    expect(masked?.thread).toMatchObject([
      { kind: 'proposal', text: '', masked: true },
      { kind: 'edit', text: '名札をやめたい', visibility: 'internal' },
    ]);
    expect(masked?.state).toBe('received');
    expect(masked && revised(masked, null)).toBeUndefined();
  });

  it('on a closed proposal changes its words and opens nothing', () => {
    const withdrawn = withdraw(fresh(), { at: minuteLater, reason: '' }, town);
    expect(revised(withdrawn, '直した文')).toMatchObject({ state: 'closed', nextWord: null, wakeAt: null });
  });
});

describe('a text that was filed by mistake', () => {
  it('leaves the public thread, and its message belongs here no longer', () => {
    const added = add(fresh(), said('これは別の話'), settle, town);
    const left = release(added, 'said-1', town);
    expect(left.thread.at(-1)).toMatchObject({
      text: 'これは別の話',
      visibility: 'internal',
      messageKey: null,
    });
    expect(left.thread[0]).toEqual(added.thread[0]);
  });
});
