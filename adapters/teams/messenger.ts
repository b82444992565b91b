/** Words from us to Teams. Each failure has at most one remedy here; every other repeat belongs to the outbox. */
import { directPlace, type Place } from '../../src/places.js';
import type {
  ConversationReference,
  ConversationReferences,
  Log,
  Messenger,
  Post,
  SendOutcome,
  SystemClock,
} from '../../src/ports.js';
import type { Connector } from './connector.js';
import { createDelivery, isNamed, type Aim } from './deliver.js';
import { classify, type Failure } from './errors.js';
import { limits } from './limits.js';
import { createOutcomes } from './outcomes.js';
import { createPartMemory } from './part-memory.js';
import { createReach } from './reach.js';
import { createRemedies, mostTries } from './remedies.js';

/** One message per second and conversation (facts/teams.md §6), with a margin. */
const ownPaceMs = 1_100;

export interface MessengerDeps {
  readonly connector: Connector;
  readonly references: ConversationReferences;
  readonly systemClock: SystemClock;
  readonly log: Log;
  /** Where a government tenant is tried again; null: nowhere. See `governmentUrlOf`. */
  readonly governmentUrl: string | null;
  /** Shorter only where the other side is no real Teams. */
  readonly paceMs?: number;
  /** Until a place that cannot be reached is looked for again. */
  readonly lookAgainMs?: number;
}

/** Teams shows nothing to one person only: such words go to that person's chat. */
const placeOf = ({ place, onlyFor }: Post): Place => (onlyFor === null ? place : directPlace(onlyFor));

/** A part of the message is there already: no other process may begin it anew without saying so. */
const begun = { begun: true } as const;

/** What would change or answer a message without an id is said anew. */
const withNames = (post: Post): Post => ({
  ...post,
  replyTo: isNamed(post.replyTo) ? post.replyTo : null,
  updates: isNamed(post.updates) ? post.updates : null,
});

export function createMessenger(deps: MessengerDeps): Messenger {
  const { connector } = deps;
  const paceMs = deps.paceMs ?? ownPaceMs;
  const memory = createPartMemory();
  const reach = createReach(deps);
  const outcomes = createOutcomes(deps);
  const findRemedy = createRemedies({ ...deps, reach });
  const deliver = createDelivery({ connector, memory, paceMs });

  const end = async ({ place, post }: Aim, outcome: SendOutcome): Promise<SendOutcome> => {
    const progress = memory.begun(post.key);
    switch (outcome.kind) {
      case 'refused':
        memory.drop(post.key);
        if (outcome.reason === 'conversation-gone') await reach.forget(place);
        return outcome;
      case 'unknown':
        if (progress) progress.isDoubtful = true;
        return outcome;
      default:
        return progress ? { ...outcome, ...begun } : outcome;
    }
  };

  const attempt = async (aim: Aim, tried: readonly Failure['kind'][]): Promise<SendOutcome> => {
    let failure: Failure;
    try {
      return { kind: 'sent', platformMessageId: await deliver(aim) };
    } catch (error) {
      failure = classify(error);
    }
    const { kind } = failure;
    if (tried.filter((one) => one === kind).length >= mostTries(kind))
      return end(aim, outcomes.of(aim.place, failure));
    try {
      const next = await findRemedy(aim, failure);
      return next ? await attempt(next, [...tried, kind]) : await end(aim, outcomes.of(aim.place, failure));
    } catch (again) {
      return end(aim, outcomes.beforeSending(aim.place, classify(again)));
    }
  };

  const post = async (given: Post): Promise<SendOutcome> => {
    const place = placeOf(given);
    let at: ConversationReference | undefined;
    try {
      at = await reach.find(place);
    } catch (error) {
      return outcomes.beforeSending(place, classify(error));
    }
    if (!at) return outcomes.waits('nothing heard of it yet');
    return attempt({ post: withNames(given), place, at, maxBytes: limits.activityBytes, plain: false }, []);
  };

  /** An update changes nothing the second time; what this process has begun without a doubt simply goes on. */
  const isHarmless = ({ key, updates }: Post): boolean =>
    updates !== null || memory.begun(key)?.isDoubtful === false;

  return {
    platform: 'teams',
    paceMs,
    post,
    // Teams cannot be asked what it holds.
    lookUp: (given) => Promise.resolve({ kind: isHarmless(given) ? 'absent' : 'cannot-tell' }),
  };
}
