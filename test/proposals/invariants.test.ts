/**
 * What must hold after anything that people, platforms and clocks can do, in any order (design §1, P3 to P7).
 * A deed is drawn with the time that passes before it; deeds that are not possible just then change nothing.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '../../src/calendar/instant.js';
import { note, take } from '../../src/proposals/desk-work.js';
import { arrive, refuse, speak, tell } from '../../src/proposals/human-word.js';
import { receivers, type Receiver } from '../../src/proposals/ladder.js';
import { humanWords, type HumanWord } from '../../src/proposals/next-word.js';
import { isOpen, proposalSchema, wakeInstant, type Proposal } from '../../src/proposals/proposal.js';
import { add, reply, revise, withdraw } from '../../src/proposals/proposer-word.js';
import { wake } from '../../src/proposals/wake.js';
import type { Town } from '../../src/town.js';
import { aProposal } from '../builders/a-proposal.js';
import { aWord, tanaka, yamada } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { wakingAt } from '../builders/waking.js';
import { jst } from '../calendar/calendars.js';

const office = aTown();
const minutes = (count: number) => ({ unit: 'time', ms: count * 60_000 }) as const;

/** Towns that count differently: office hours, never closed, plain time, and no listed step at all. */
const towns: readonly Town[] = [
  office,
  aTown({ calendar: { ...office.settings.calendar, kind: 'always-open' } }),
  aTown({
    promise: {
      ...office.promise,
      firstAnswer: { unit: 'business-hours', count: 4 },
      news: minutes(600),
      proposerNudge: minutes(60),
      proposerSilence: minutes(240),
      ladder: [
        { direction: 'before', distance: minutes(30), tell: ['holder'] },
        { direction: 'after', distance: minutes(0), tell: ['holder', 'manager'] },
        { direction: 'after', distance: minutes(45), tell: ['proposer'] },
      ],
      ladderRepeat: { every: minutes(700), tell: ['holder', 'proposer'] },
    },
  }),
  aTown({
    promise: {
      ...office.promise,
      ladder: [],
      ladderRepeat: { every: { unit: 'business-days', count: 2 }, tell: ['manager'] },
    },
  }),
];

type Deed =
  | { kind: 'speak'; word: HumanWord; by: typeof tanaka }
  | { kind: 'arrive' | 'refuse'; which: number }
  | { kind: 'take'; by: typeof tanaka }
  | { kind: 'wake-on-time'; closed: readonly Receiver[] }
  | { kind: 'wake-late'; closed: readonly Receiver[] }
  | { kind: 'told' | 'note' | 'add' | 'reply' | 'withdraw' | 'edit' | 'delete' };

interface Step {
  readonly deed: Deed;
  readonly afterMinutes: number;
}

const person = fc.constantFrom(tanaka, yamada);
const closed = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...receivers]));
const aDeed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('wake-on-time'), closed }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake-late'), closed }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('speak'), word: fc.constantFrom(...humanWords), by: person }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('arrive'), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('refuse'), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('told') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take'), by: person }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('add', 'reply', 'note', 'edit', 'delete', 'withdraw') }),
  },
);
const waits = fc.oneof(fc.nat(10), fc.nat(24 * 60), fc.nat(15 * 24 * 60));
const aStory = fc.array(fc.record({ deed: aDeed, afterMinutes: waits }), { minLength: 1, maxLength: 25 });

const settle = minutes(2);

const waking = (deed: Deed, now: Instant) => wakingAt(now, 'closed' in deed ? deed.closed : []);

/** The proposal after a deed, or the same one where it was not possible. */
function done(proposal: Proposal, deed: Deed, at: Instant, n: number, town: Town): Proposal {
  const said = { id: `said-${n}`, at, text: `一言 ${n}`, messageKey: `key-${n}` };
  switch (deed.kind) {
    case 'speak': {
      const outcome = speak(proposal, aWord({ at, word: deed.word, by: deed.by }), town);
      return outcome.kind === 'spoken' ? outcome.proposal : proposal;
    }
    case 'arrive':
    case 'refuse': {
      const { deliveryId = 'none' } = proposal.sending[deed.which % (proposal.sending.length || 1)] ?? {};
      return (deed.kind === 'arrive' ? arrive : refuse)(proposal, deliveryId, at, town) ?? proposal;
    }
    case 'take': {
      const outcome = take(proposal, deed.by, town);
      return outcome.kind === 'taken' ? outcome.proposal : proposal;
    }
    case 'told':
      return tell(proposal, { ...said, by: yamada, signedAs: '総務課・山田' }, town) ?? proposal;
    case 'note':
      return note(proposal, { ...said, by: '総務課・山田' }, town);
    case 'add':
      return isOpen(proposal) ? add(proposal, said, settle, town) : proposal;
    case 'reply':
      return isOpen(proposal) ? reply(proposal, said, town) : proposal;
    case 'withdraw':
      return withdraw(proposal, { at, reason: '' }, town);
    case 'edit':
    case 'delete': {
      const newText = deed.kind === 'edit' ? `直した ${n}` : null;
      return (
        revise(proposal, { id: said.id, at, messageKey: 'key-first', newText }, settle, town) ?? proposal
      );
    }
    case 'wake-on-time':
    case 'wake-late':
      return wake(proposal, waking(deed, at), town).proposal;
  }
}

/** When a deed happens: a waking on time comes at `wakeAt` where that lies ahead. */
function instantOf({ deed, afterMinutes }: Step, now: Instant, { wakeAt }: Proposal): Instant {
  const later = new Date(now.getTime() + afterMinutes * 60_000);
  return deed.kind === 'wake-on-time' && wakeAt && wakeAt > now ? wakeAt : later;
}

interface Moment {
  readonly before: Proposal;
  readonly after: Proposal;
  readonly step: Step;
  readonly at: Instant;
  readonly town: Town;
}

type Check = (moment: Moment) => void;

/** Tells a whole story and checks after every deed. */
function tellStory(town: Town, story: readonly Step[], check: Check): void {
  let now = jst('2026-11-20 10:00');
  let proposal = aProposal({ at: now, messageKey: 'key-first' }, town);
  story.forEach((step, n) => {
    const before = proposal;
    now = instantOf(step, now, before);
    proposal = done(before, step.deed, now, n, town);
    check({ before, after: proposal, step, at: now, town });
  });
}

type Fact = () => Check;

/** Every fact makes a check with a memory of its own for every story. */
const always = (facts: readonly Fact[], chosen: fc.Parameters<[Town, Step[]]> = {}): void => {
  const property = fc.property(fc.constantFrom(...towns), aStory, (town, story) => {
    const checks = facts.map((newCheck) => newCheck());
    tellStory(town, story, (moment) => {
      for (const check of checks) check(moment);
    });
  });
  fc.assert(property, { numRuns: 300, interruptAfterTimeLimit: 10_000, ...chosen });
};

const onWaking = (check: Check): Check => {
  return (moment) => {
    if (moment.step.deed.kind.startsWith('wake')) check(moment);
  };
};

/** What was said on a waking, told once more: waking is pure. */
const saidOn = ({ before, at, town, step }: Moment) => wake(before, waking(step.deed, at), town);

const withDelivery = ({ thread }: Proposal, delivery: 'sending' | 'refused'): string[] =>
  thread.filter((entry) => entry.delivery === delivery).map(({ id }) => id);

const isOwedOrEnded: Fact =
  () =>
  ({ after, town }) => {
    if (isOpen(after)) {
      expect(after).toMatchObject({ ending: null, nextWord: { kind: expect.any(String) } });
      expect(after.wakeAt).toEqual(wakeInstant(after, town));
      expect(after.wakeAt).not.toBeNull();
    } else {
      expect(after).toMatchObject({ nextWord: null, wakeAt: null, cardLeavesAt: null });
      const { ending } = after;
      expect(ending !== null && (ending.kind === 'withdrawn' || ending.reason !== '')).toBe(true);
    }
  };

const isStorable: Fact =
  () =>
  ({ after }) => {
    expect(proposalSchema.parse(after)).toEqual(after);
  };

const losesNothing: Fact =
  () =>
  ({ before, after }) => {
    expect(after.revision).toBeGreaterThanOrEqual(before.revision);
    const ids = after.thread.map(({ id }) => id);
    expect(ids.slice(0, before.thread.length)).toEqual(before.thread.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  };

const bringsEveryHumanWordHome: Fact =
  () =>
  ({ after }) => {
    expect(after.sending.map(({ entryId }) => entryId)).toEqual(withDelivery(after, 'sending'));
    if (!isOpen(after)) return;
    const toTell = (after.nextWord?.undelivered ?? []).map(({ entryId }) => entryId);
    expect(new Set(toTell)).toEqual(new Set(withDelivery(after, 'refused')));
    if (toTell.length > 0) expect(after.nextWord?.kind).toBe('deliver');
  };

const isFulfilledByPeople: Fact =
  () =>
  ({ before, after, step }) => {
    if (['arrive', 'told', 'reply', 'withdraw'].includes(step.deed.kind)) return;
    const fresh = after.history.slice(before.history.length);
    expect(fresh.filter(({ fulfilledBy }) => fulfilledBy !== null)).toEqual([]);
    expect(isOpen(after)).toBe(isOpen(before));
  };

const keepsItsDates: Fact =
  () =>
  ({ before, after }) => {
    if (after.history.length > before.history.length) return;
    const { kind, startedAt, dueAt } = before.nextWord ?? {};
    expect(after.nextWord ?? {}).toMatchObject(kind === undefined ? {} : { kind, startedAt, dueAt });
    expect(after.nextWord === null).toBe(kind === undefined);
  };

describe('whatever happens to a proposal', () => {
  it('an open one has a next word and wakes for it; a closed one has an ending with a reason, and rests', () => {
    always([isOwedOrEnded]);
  });

  it('it can be stored, its thread loses nothing, and what was refused waits for a named human', () => {
    always([isStorable, losesNothing, bringsEveryHumanWordHome]);
  });

  it('only what arrived, was told, replied or withdrawn fulfils a word, and only a new word has a new date', () => {
    always([isFulfilledByPeople, keepsItsDates]);
  });
});

const fulfilsNothing: Fact = () =>
  onWaking(({ before, after }) => {
    const fresh = after.history.slice(before.history.length);
    expect(after.ending).toEqual(before.ending);
    if (fresh.length === 0) {
      expect(after.state).toBe(before.state);
      return;
    }
    expect(before.state).toBe('asked-proposer');
    expect(fresh).toMatchObject([{ kind: 'reply', fulfilledBy: null, supersededBy: 'news' }]);
    expect(after).toMatchObject({ state: 'considering', nextWord: { kind: 'news' } });
    expect(after.nextWord?.holder.kind).not.toBe('proposer');
  });

const takesEachStepOnce: Fact = () => {
  const gone = new Set<string>();
  return onWaking((moment) => {
    const { proposal, reminders } = saidOn(moment);
    for (const { to } of reminders) {
      const key = `${moment.before.history.length} ${to} ${proposal.nextWord?.told[to] ?? 'none'}`;
      expect(gone).not.toContain(key);
      gone.add(key);
    }
  });
};

const disturbsNobody: Fact = () =>
  onWaking((moment) => {
    const { before, step } = moment;
    const { reminders } = saidOn(moment);
    const left = 'closed' in step.deed ? step.deed.closed : [];
    expect(reminders.filter(({ to }) => left.includes(to))).toEqual([]);
    if (before.sending.length > 0) expect(reminders).toEqual([]);
  });

const makesProgress: Fact = () =>
  onWaking(({ before, after, at }) => {
    if (!before.wakeAt || before.wakeAt > at) return;
    expect(after.wakeAt === null || after.wakeAt > at).toBe(true);
  });

const isDoneOnce: Fact = () =>
  onWaking(({ after, at, town, step }) => {
    const again = wake(after, waking(step.deed, at), town);
    expect(again).toEqual({ proposal: after, cardLeaves: false, reminders: [] });
  });

const keepsSilentBefore: Fact =
  () =>
  ({ after, town }) => {
    if (!after.wakeAt) return;
    const early = wake(after, wakingAt(new Date(after.wakeAt.getTime() - 1)), town);
    expect(early).toMatchObject({ reminders: [], cardLeaves: false });
    expect(early.proposal.history).toEqual(after.history);
  };

describe('whenever a proposal is woken', () => {
  it('the bot fulfils nothing and closes nothing; only an unanswered question goes back to the asker', () => {
    always([fulfilsNothing]);
  });

  it('each step goes to a receiver once, and to nobody while a human word is on its way', () => {
    always([takesEachStepOnce, disturbsNobody]);
  });

  it('it makes progress, a second time changes nothing more, and before its time nothing is said', () => {
    always([makesProgress, isDoneOnce, keepsSilentBefore]);
  });
});

describe('the stories told here', () => {
  it('reach every state, every kind of word and every kind of reminder', () => {
    const met = new Set<string>();
    const meets: Fact = () => (moment) => {
      const { after } = moment;
      met.add(`state ${after.state}`).add(`word ${after.nextWord?.kind ?? 'none'}`);
      if (after.ending) met.add(`ending ${after.ending.kind}`);
      onWaking(() => {
        for (const { kind, to } of saidOn(moment).reminders) met.add(`reminder ${kind} to ${to}`);
      })(moment);
    };
    always([meets], { seed: 20261124 });
    expect([...met].sort()).toEqual(
      expect.arrayContaining([
        'state received',
        'state considering',
        'state asked-proposer',
        'state closed',
        'word first-answer',
        'word news',
        'word reply',
        'word deliver',
        'ending answered',
        'ending declined',
        'ending withdrawn',
        'reminder soon to holder',
        'reminder overdue to holder',
        'reminder overdue to manager',
        'reminder late to proposer',
        'reminder nudge to proposer',
      ]),
    );
  });
});
