/** What a submitted form is told before it is stored. */
import { describe, expect, it } from '@jest/globals';
import { targetOf, type Proposal } from '../../src/proposals/proposal.js';
import { withdraw } from '../../src/proposals/proposer-word.js';
import { refusalAtOnce } from '../../src/use-cases/answer-at-once.js';
import { take } from '../../src/proposals/desk-work.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, speaking, tanaka } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';
import { createFakeDirectory } from '../fakes/fake-directory.js';

const town = aTown();
const { say } = town;
const at = jst('2026-11-24 14:00');

const received = aProposal({ at: jst('2026-11-20 10:00') });
const taken = take(received, tanaka, town);
if (taken.kind !== 'taken') throw new Error('It was to take.');

const declined = after(received, aWord({ at, word: 'decline' }));

const moved: readonly [name: string, proposal: Proposal, says: string][] = [
  ['has moved on', taken.proposal, say('refused.outdated')],
  ['was answered and has ended', declined, say('ending.declined')],
  ['was withdrawn', withdraw(received, { at, reason: '' }, town), say('ending.withdrawn')],
];

interface Sent {
  readonly proposal?: Proposal;
  readonly person?: string;
  readonly intent?: string;
  readonly target?: string;
  readonly values?: Record<string, string>;
}

const refusalTo = ({
  proposal = received,
  person = 'web:tanaka',
  intent = 'proposal.answer',
  ...sent
}: Sent) =>
  refusalAtOnce(
    {
      store: {
        proposals: {
          find: (id) => Promise.resolve(id === proposal.id ? { value: proposal, version: 1 } : undefined),
        },
      },
      directory: createFakeDirectory(),
      town,
    },
    {
      id: 'row-1',
      at,
      place: { platform: 'web', id: 'desk' },
      person,
      kind: 'form',
      intent,
      target: sent.target ?? targetOf(received),
      values: sent.values ?? { text: '総務課に聞きます。', headline: '予約' },
    },
  );

describe('a form', () => {
  it('is taken while its proposal is as it was', async () => {
    expect(await refusalTo({})).toBeNull();
    expect(await refusalTo({ intent: 'proposal.withdraw', person: 'web:suzuki', values: {} })).toBeNull();
  });

  it.each(moved)(
    'whose proposal %s comes too late: its words are shown and will be kept',
    async (_how, proposal, says) => {
      const refusal = await refusalTo({ proposal });
      if (refusal?.kind !== 'too-late') throw new Error('It was not too late.');
      const { text, blocks } = refusal.message;
      expect(text).toContain(says);
      expect(text).toContain(say('refused.draft-kept'));
      expect(text).toContain('「総務課に聞きます。」');
      expect(text).toContain('「予約」');
      expect(blocks.filter(({ kind }) => kind === 'actions')).toEqual([]);
    },
  );

  it('comes too late behind words that end its proposal and are on their way', async () => {
    const proposal = speaking(received, aWord({ at, word: 'decline' }));
    const refusal = await refusalTo({ proposal, target: targetOf(proposal) });
    expect(refusal).toMatchObject({ kind: 'too-late' });
    expect(await refusalTo({ proposal, target: targetOf(proposal), intent: 'proposal.note' })).toBeNull();
  });

  it('of a proposer whose proposal has ended is shown, and that it was not sent', async () => {
    const sent = {
      proposal: declined,
      person: 'web:suzuki',
      intent: 'proposal.withdraw',
      values: { reason: '片付きました' },
    };
    const refusal = await refusalTo(sent);
    if (refusal?.kind !== 'too-late') throw new Error('It was not too late.');
    expect(refusal.message.text).toContain('「片付きました」');
    expect(refusal.message.text).toContain(say('refused.not-sent'));
    expect(refusal.message.text).not.toContain(say('refused.draft-in-chat'));
  });

  it('in which nothing was written has nothing to keep', async () => {
    const refusal = await refusalTo({
      proposal: declined,
      person: 'web:suzuki',
      intent: 'proposal.withdraw',
      values: { reason: ' ' },
    });
    expect(refusal).toMatchObject({ kind: 'stays-open', field: null });
  });

  it('stays open at the field that was left empty, however late it comes', async () => {
    const field = say('field.answer-text');
    for (const proposal of [received, ...moved.map(([, one]) => one)]) {
      expect(await refusalTo({ proposal, values: { text: ' \n', headline: 'x' } })).toEqual({
        kind: 'stays-open',
        field: 'text',
        text: say('refused.empty', { field }),
      });
    }
  });

  it.each([
    ['somebody who is not of the desk', { person: 'web:sato' }, say('refused.not-desk')],
    ['a proposal that nobody knows', { target: 'nothing~1' }, say('refused.unknown')],
    ['a target that is not ours', { target: 'nothing of ours' }, say('refused.unknown')],
    ['an intent that has no form', { intent: 'proposal.take' }, say('refused.not-understood')],
    [
      '代理登録 from outside',
      { intent: 'proposal.register-for', person: 'web:sato' },
      say('refused.not-desk'),
    ],
    [
      'somebody else’s withdrawal',
      { intent: 'proposal.withdraw', person: 'web:sato' },
      say('refused.unknown'),
    ],
  ])('from or about %s stays open and keeps its words', async (_what, sent: Sent, says) => {
    expect(await refusalTo(sent)).toEqual({ kind: 'stays-open', field: null, text: says });
  });
});
