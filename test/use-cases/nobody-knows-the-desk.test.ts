import { describe, expect, it } from '@jest/globals';
import { changes } from '../../src/bot/changes.js';
import { PlatformUnavailable } from '../../src/errors.js';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { targetOf } from '../../src/proposals/proposal.js';
import { answerAtOnce, refusalAtOnce } from '../../src/use-cases/answer-at-once.js';
import { composeHome } from '../../src/use-cases/compose-home.js';
import { aProposal } from '../builders/a-proposal.js';
import { aWorkplace } from '../builders/a-workplace.js';
import { idOf } from '../fakes/fake-directory.js';

const now = new Date('2026-11-24T00:00:00Z');
const press = { id: 'e-1', at: now, person: idOf('tanaka'), place: { platform: 'web', id: 'desk' } } as const;

async function aDeskThatNobodyKnows() {
  const { work } = aWorkplace(now);
  const proposal = aProposal({ at: now }, work.town);
  await work.store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
  const said: OutgoingMessage[] = [];
  const opened: string[] = [];
  const isDesk = () => Promise.reject(new PlatformUnavailable('away'));
  const ports = {
    ...work,
    directory: { ...work.directory, isDesk },
    responder: {
      say: (_to: string, _place: object, message: OutgoingMessage) =>
        Promise.resolve(void said.push(message)),
      openForm: (_to: string, _place: object, { intent }: { intent: string }) =>
        Promise.resolve(void opened.push(intent)),
    },
  };
  return { ports, target: targetOf(proposal), said, opened };
}

describe('a press while nobody can say who is of the desk', () => {
  it.each(['proposal.answer', 'proposal.register-for'])(
    'of %s hears that, and no wrong refusal',
    async (intent) => {
      const { ports, target, said, opened } = await aDeskThatNobodyKnows();
      await answerAtOnce(ports, { ...press, kind: 'action', intent, target });
      expect(said.map(({ text }) => text)).toEqual([ports.town.say('refused.cannot-tell')]);
      expect(opened).toEqual([]);
    },
  );

  it('needs no answer to that when it is the proposer’s', async () => {
    const { ports, target, opened } = await aDeskThatNobodyKnows();
    await answerAtOnce(ports, {
      ...press,
      person: idOf('suzuki'),
      kind: 'action',
      intent: 'proposal.add',
      target,
    });
    expect(opened).toEqual(['proposal.add']);
  });

  it('leaves a form to its turn, which waits: what was written is not refused', async () => {
    const { ports, target } = await aDeskThatNobodyKnows();
    const form = {
      ...press,
      kind: 'form',
      intent: 'proposal.answer',
      target,
      values: { text: '調べます' },
    } as const;
    await expect(refusalAtOnce(ports, form)).rejects.toMatchObject({ code: 'PLATFORM.UNAVAILABLE' });
  });

  it('does not keep anybody from their own page', async () => {
    const { ports } = await aDeskThatNobodyKnows();
    const page = await composeHome(ports, idOf('suzuki'), now);
    expect(page.text).toContain('会議室の予約が紙なので');
    expect(page.text).not.toContain(ports.town.say('home.desk'));
  });
});
