import { describe, expect, it } from '@jest/globals';
import { createAuditor } from '../../jobs/auditor.js';
import type { Workplace } from '../../jobs/workplace.js';
import { changes } from '../../src/bot/changes.js';
import { wakeInstant, type Proposal } from '../../src/proposals/proposal.js';
import { aProposal } from '../builders/a-proposal.js';
import { aWorkplace, recordingInProcess } from '../builders/a-workplace.js';

const registeredAt = new Date('2026-11-20T01:00:00Z');
const later = (ms: number) => new Date(registeredAt.getTime() + ms);

async function keep(work: Workplace, proposal: Proposal): Promise<void> {
  await work.store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
}

async function wakeAtOf(work: Workplace, id: string): Promise<Date | null | undefined> {
  return (await work.store.proposals.find(id))?.value.wakeAt;
}

describe('the auditor', () => {
  it('finds nothing to do where every open proposal has its next step', async () => {
    const { work, seen } = aWorkplace(later(60_000));
    await keep(work, aProposal({ at: registeredAt }, work.town));

    expect(await createAuditor(work, recordingInProcess()).audit()).toBe(0);
    expect(seen.silenceViolations).toBe(0);
  });

  it('plans a proposal again that lost its wake, and raises an alarm', async () => {
    const { work, seen } = aWorkplace(later(60_000));
    const proposal = aProposal({ at: registeredAt }, work.town);
    await keep(work, { ...proposal, wakeAt: null });
    const inProcess = recordingInProcess();

    expect(await createAuditor(work, inProcess).audit()).toBe(1);

    expect(await wakeAtOf(work, proposal.id)).toEqual(wakeInstant(proposal, work.town));
    expect(seen.silenceViolations).toBe(1);
    expect(inProcess.started).toEqual([{ name: 'wake-proposal', data: { id: proposal.id } }]);
  });

  it('wakes a proposal whose wake passed ten minutes ago, and raises an alarm', async () => {
    const { work, seen } = aWorkplace(registeredAt);
    const proposal = aProposal({ at: registeredAt }, work.town);
    await keep(work, proposal);
    const wakeAt = proposal.wakeAt ?? registeredAt;
    const { work: afterwards, seen: seenAfterwards } = aWorkplace(new Date(wakeAt.getTime() + 11 * 60_000));
    await keep(afterwards, proposal);
    const inProcess = recordingInProcess();

    expect(await createAuditor(work, inProcess).audit()).toBe(0);
    expect(await createAuditor(afterwards, inProcess).audit()).toBe(1);

    expect(seen.silenceViolations).toBe(0);
    expect(seenAfterwards.silenceViolations).toBe(1);
    expect(inProcess.started).toHaveLength(1);
  });

  it('plans quietly what a changed calendar moves, since nothing was missed', async () => {
    const { work, seen } = aWorkplace(later(60_000));
    const proposal = aProposal({ at: registeredAt }, work.town);
    await keep(work, { ...proposal, wakeAt: new Date('2027-06-01T00:00:00Z') });

    expect(await createAuditor(work, recordingInProcess()).audit()).toBe(0);

    expect(await wakeAtOf(work, proposal.id)).toEqual(wakeInstant(proposal, work.town));
    expect(seen.silenceViolations).toBe(0);
  });
});
