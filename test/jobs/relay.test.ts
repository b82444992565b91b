import { describe, expect, it } from '@jest/globals';
import type { Bell } from '../../jobs/bell.js';
import type { Job } from '../../jobs/job.js';
import { createRelay } from '../../jobs/relay.js';
import { changes } from '../../src/bot/changes.js';
import { message, paragraph } from '../../src/bot/outgoing-message.js';
import { aProposal } from '../builders/a-proposal.js';
import { aWorkplace, recordingInProcess } from '../builders/a-workplace.js';

const now = new Date('2026-11-20T01:00:00Z');

function recordingBell(): Bell & { readonly rung: Job[] } {
  const rung: Job[] = [];
  return {
    rung,
    ring: (...jobs) => {
      rung.push(...jobs);
    },
    useQueue: () => undefined,
    isDegraded: () => false,
    close: () => Promise.resolve(),
  };
}

function aRelay(at: Date) {
  const { work, clock } = aWorkplace(at);
  const [bell, inProcess] = [recordingBell(), recordingInProcess()];
  return { work, clock, bell, inProcess, relay: createRelay(work, bell, inProcess) };
}

const aMessage = {
  id: 'm1',
  place: { platform: 'web', id: 'desk' },
  to: 'desk',
  purpose: 'thread',
  proposalIds: [],
  message: message(paragraph('届きました')),
} as const;

describe('the relay', () => {
  it('rings what is due: a lane with a message, a proposal whose wake has come', async () => {
    const { work, clock, bell, relay } = aRelay(now);
    const proposal = aProposal({ at: now }, work.town);
    await work.store.commit(changes({ proposals: [{ proposal, basedOn: null }], messages: [aMessage] }));
    clock.moveTo(proposal.cardLeavesAt ?? now);

    await relay.sweep();

    expect(bell.rung.map(({ name }) => name).sort()).toEqual(['send-lane', 'wake-proposal']);
  });

  it('does here what has waited for half a minute and is still nobody’s', async () => {
    const { work, clock, bell, inProcess, relay } = aRelay(now);
    await work.store.commit(changes({ messages: [aMessage] }));
    clock.moveTo(new Date(now.getTime() + 31_000));

    await relay.sweep();

    expect(inProcess.started).toContainEqual(
      expect.objectContaining({ name: 'send-lane', data: { key: 'web|desk' } }),
    );
    expect(bell.rung).toEqual([]);
  });

  it('finds nothing where nothing is due', async () => {
    const { work, bell, relay } = aRelay(now);
    await work.store.commit(
      changes({ proposals: [{ proposal: aProposal({ at: now }, work.town), basedOn: null }] }),
    );

    await relay.sweep();

    expect(bell.rung).toEqual([]);
  });
});
