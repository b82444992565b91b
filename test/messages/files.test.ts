import { describe, expect, it } from '@jest/globals';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { composeDigest } from '../../src/digest/compose-digest.js';
import { digestWeek } from '../../src/digest/digest-week.js';
import { isoWeekOf } from '../../src/calendar/local-date.js';
import { deskCard } from '../../src/messages/desk-card.js';
import { happened } from '../../src/messages/desk-notices.js';
import { wordsOf } from '../../src/messages/files.js';
import { myProposals, status } from '../../src/messages/lists.js';
import { receipt } from '../../src/messages/receipt.js';
import { numberOf, telling } from '../../src/messages/telling.js';
import { added, withoutWords } from '../../src/messages/to-proposer.js';
import { add } from '../../src/proposals/proposer-word.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord } from '../builders/a-word.js';
import { friday, town, tuesday } from './every-message.js';

const { say } = town;
const at = telling(town, tuesday);
const url = 'https://town.example/files/F1';
const picture = { name: '入力画面.png', sizeBytes: 204_800, url };
const stay = say('files.stay', { files: '入力画面.png・200 KB', desk: 'DX推進課' });
const onRequest = say('files.on-request');

const plain = aProposal({ at: friday });
const shared = aProposal({ at: friday, files: [picture] });
const what = { id: 'said-1', at: tuesday, text: 'この画面です', messageKey: null, files: [picture] };
const later = add(plain, what, town.settings.intake.settle, town);
const entry = later.thread.at(-1)!;
const closed = after(shared, aWord({ at: tuesday, word: 'decline' }), tuesday, town);

const receiptOf = (proposal: typeof plain) => receipt(proposal, { earlier: null, follows: null }, at);
const facts = ({ blocks }: OutgoingMessage): string[] =>
  blocks.flatMap((block) => (block.kind === 'facts' ? block.facts.map((f) => `${f.label}: ${f.value}`) : []));

describe('a file that came with a proposal', () => {
  it('is named to its sender, who hears that it stays and that the desk will ask', () => {
    expect(receiptOf(shared).text).toContain(stay);
    expect(added(later, what.id, at).text).toContain(stay);
    for (const message of [receiptOf(shared), added(later, what.id, at)])
      expect(message.text).not.toContain(url);
  });

  it('is named to the desk with size and address, and how to see it when that does not open', () => {
    for (const message of [deskCard(shared, at), happened(later, { kind: 'addition', entry }, at)]) {
      expect(facts(message)).toContain(`ファイル: 入力画面.png・200 KB ${url}`);
      expect(message.text).toContain(onRequest);
    }
  });

  it('is not offered for asking once nobody can be asked any more', () => {
    expect(facts(deskCard(closed, at))).toContain(`ファイル: 入力画面.png・200 KB ${url}`);
    expect(deskCard(closed, at).text).not.toContain(onRequest);
    expect(happened(closed, { kind: 'withdrawn', entry: closed.thread[0]! }, at).text).not.toContain(
      onRequest,
    );
  });

  it('is counted in わたしの提案, and named under its number', () => {
    const list = myProposals([shared, plain], 2, [], at).text;
    expect(list.split('\n').filter((line) => line.includes(say('mine.files', { count: 1 })))).toEqual([
      expect.stringContaining(numberOf(shared)),
    ]);
    expect(facts(status(shared, 'proposer', at))).toContain(`ファイル: 入力画面.png・200 KB ${url}`);
  });

  it('leaves no trace where there is none', () => {
    for (const { text } of [
      receiptOf(plain),
      deskCard(plain, at),
      status(plain, 'desk', at),
      myProposals([plain], 1, [], at),
    ])
      expect(text).not.toContain('ファイル');
  });

  it('goes with the words it came with when their author deletes them', () => {
    const words = { text: what.text, files: what.files };
    for (const message of [added(later, what.id, at), happened(later, { kind: 'addition', entry }, at)]) {
      const left = withoutWords(message, words, at)?.text;
      expect(left).toContain(numberOf(later));
      expect(left).not.toMatch(/入力画面|ファイル/);
    }
  });

  it('is in no digest, neither its name nor that there is one', () => {
    const nameless = aProposal({ at: friday, files: [picture], text: wordsOf('', [picture], say) });
    const proposals = [shared, nameless, closed];
    const week = digestWeek(isoWeekOf(town.calendar.localDateOf(friday)), 'Asia/Tokyo');
    const digest = composeDigest(
      { registered: proposals, answered: proposals, ended: [closed], unanswered: [shared, nameless] },
      week,
      tuesday,
      town,
    );
    expect(digest.text).toContain(say('digest.new', { count: 3 }));
    expect(digest.text).toContain(numberOf(closed));
    expect(JSON.stringify(digest)).not.toMatch(/入力画面|ファイル|town\.example/);
  });
});

describe('a file alone', () => {
  it('is said in words, so that it can be a proposal', () => {
    expect(wordsOf(' \n', [picture, { ...picture, name: ' ' }], say)).toBe(
      say('files.only', { files: '入力画面.png、名前のないファイル' }),
    );
    expect(wordsOf('見てください', [picture], say)).toBe('見てください');
    expect(wordsOf('', [], say)).toBe('');
  });
});

describe('an address that is no address of the web', () => {
  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'ftp://town.example/x'])('%s is not shown', (bad) => {
    const odd = aProposal({ at: friday, files: [{ ...picture, url: bad }] });
    expect(facts(deskCard(odd, at))).toContain('ファイル: 入力画面.png・200 KB');
  });
});
