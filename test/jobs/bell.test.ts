import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBell } from '../../jobs/bell.js';
import { laneJob, type Job } from '../../jobs/job.js';
import type { BellQueue } from '../../jobs/queues.js';
import { aWorkplace, recordingInProcess } from '../builders/a-workplace.js';

function aQueue(takes: () => boolean): BellQueue & { readonly rung: Job[] } {
  const rung: Job[] = [];
  return {
    rung,
    ring: (jobs) => {
      if (takes()) rung.push(...jobs);
      return Promise.resolve(takes());
    },
    isConnected: () => true,
    close: () => Promise.resolve(),
  };
}

function aBell() {
  const { work, seen } = aWorkplace(new Date('2026-11-20T01:00:00Z'));
  const inProcess = recordingInProcess();
  return { bell: createBell({ inProcess, metrics: work.metrics }), inProcess, seen };
}

describe('the bell', () => {
  it('has the work done here while there is no Redis', async () => {
    const { bell, inProcess } = aBell();

    bell.ring(laneJob('web|desk', 'v1'));
    await bell.close();

    expect(inProcess.started).toMatchObject([{ name: 'send-lane', data: { key: 'web|desk' } }]);
    expect(bell.isDegraded()).toBe(true);
  });

  it('rings on Redis once it is there, in one go for everything rung at a time', async () => {
    const { bell, inProcess } = aBell();
    const queue = aQueue(() => true);
    bell.useQueue(queue);

    bell.ring(laneJob('web|desk', 'v1'));
    bell.ring(laneJob('web|all', 'v1'));
    await bell.close();

    expect(queue.rung).toHaveLength(2);
    expect(inProcess.started).toEqual([]);
    expect(bell.isDegraded()).toBe(false);
  });

  it('does what Redis does not take, and says that it is degraded', async () => {
    const { bell, inProcess, seen } = aBell();
    bell.useQueue(aQueue(() => false));

    bell.ring(laneJob('web|desk', 'v1'));
    await bell.close();

    expect(inProcess.started).toHaveLength(1);
    expect(bell.isDegraded()).toBe(true);
    expect(seen.degraded.at(-1)).toBe(true);
  });

  it('has what is for soon done here in its time, once, while there is no Redis', async () => {
    const { bell, inProcess } = aBell();

    bell.ring(laneJob('web|desk', 'v1', 40));
    await sleep(10);
    bell.ring(laneJob('web|desk', 'v1', 40));
    expect(inProcess.started).toEqual([]);
    await sleep(100);
    await bell.close();

    expect(inProcess.started).toMatchObject([{ name: 'send-lane', data: { key: 'web|desk' } }]);
  });

  it('leaves what is for much later to the sweep, and what is for later to others when it is closed', async () => {
    const { bell, inProcess } = aBell();

    bell.ring(laneJob('web|all', 'v1', 3_600_000), laneJob('web|desk', 'v1', 20));
    await bell.close();
    await sleep(60);

    expect(inProcess.started).toEqual([]);
  });
});
