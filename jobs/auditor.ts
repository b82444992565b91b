/**
 * Looks, from MongoDB alone, for open proposals that nothing would wake (P3). It repairs them, and says so
 * loudly: every one it finds is a promise that would have been broken in silence.
 */
import { changes } from '../src/bot/changes.js';
import type { Stored } from '../src/bot/changes.js';
import { planned, wakeInstant, type Proposal } from '../src/proposals/proposal.js';
import { commitRecomputed } from './commit.js';
import type { InProcess } from './performer.js';
import type { Workplace } from './workplace.js';

const everyMs = 5 * 60_000;
/** A wake that is this late was forgotten: the sweep rings within seconds. */
const forgottenMs = 10 * 60_000;
const rolling = 500;

export interface Auditor {
  readonly start: () => void;
  /** One pass. Answers how many proposals it had to repair. */
  readonly audit: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const sameInstant = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();

export function createAuditor(work: Workplace, inProcess: InProcess): Auditor {
  let timer: NodeJS.Timeout | undefined;
  let auditing: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let lastSeen: string | null = null;

  const alarm = ({ value }: Stored<Proposal>, what: string) => {
    work.metrics.silenceViolation();
    work.log.error(
      { proposal: value.id, what },
      'an open proposal would have fallen silent; it was repaired',
    );
  };

  const replan = async (id: string) => {
    await commitRecomputed(work, async () => {
      const stored = await work.store.proposals.find(id);
      if (!stored) return undefined;
      const proposal = planned(stored.value, work.town, 'silent');
      return changes({ proposals: [{ proposal, basedOn: stored.version }] });
    });
  };

  /** No `wakeAt`, or one that has long passed. */
  const repairUnwoken = async (): Promise<number> => {
    const before = new Date(work.townClock.now().getTime() - forgottenMs);
    const unwoken = await work.archive.unwoken(before, rolling);
    for (const stored of unwoken) {
      alarm(stored, stored.value.wakeAt ? 'its wake passed' : 'it had no wake');
      if (!stored.value.wakeAt) await replan(stored.value.id);
      inProcess.start({ name: 'wake-proposal', data: { id: stored.value.id } });
    }
    return unwoken.length;
  };

  /**
   * The stored `wakeAt` of a rolling few hundred is computed again. Another instant is lawful after the town has
   * changed its calendar or its ladder; one that has passed already was missed.
   */
  const recheckSome = async (): Promise<number> => {
    const some = await work.archive.openAfter(lastSeen, rolling);
    lastSeen = some.length < rolling ? null : (some.at(-1)?.value.id ?? null);
    const forgotten = new Date(work.townClock.now().getTime() - forgottenMs);
    let missed = 0;
    for (const stored of some) {
      const wanted = wakeInstant(stored.value, work.town);
      if (sameInstant(stored.value.wakeAt, wanted)) continue;
      if (wanted && wanted < forgotten) {
        missed += 1;
        alarm(stored, 'its wake was later than its next word asks for');
      }
      await replan(stored.value.id);
    }
    return missed;
  };

  const audit = async () => (await repairUnwoken()) + (await recheckSome());

  const plan = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      auditing = audit()
        .catch((error: unknown) => {
          work.log.warn({ err: error }, 'an audit failed; the next one follows');
        })
        .then(plan);
    }, everyMs);
  };

  return {
    start: plan,
    audit,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await auditing;
    },
  };
}
