/**
 * The whole heart and its processors over fakes: no Redis, no timers, no HTTP. Everything that was done to it has been
 * worked off when a method resolves. Deterministic, and fast enough for thousands of steps.
 */
import { conversationKey } from '../../src/bot/conversation.js';
import type { EventOf, IncomingEvent } from '../../src/bot/incoming-event.js';
import { parseDuration, type Duration } from '../../src/calendar/duration.js';
import { earliest, type Instant } from '../../src/calendar/instant.js';
import { instantAt, localTimeOf } from '../../src/calendar/local-date.js';
import { nextSlotAt } from '../../src/digest/digest-week.js';
import { directPlace, messageKey, placeKey, type Place } from '../../src/places.js';
import type { InboxRow, Responder, SystemClock } from '../../src/ports.js';
import type { Town } from '../../src/town.js';
import { answerAtOnce } from '../../src/use-cases/answer-at-once.js';
import { handleConversation } from '../../jobs/processors/handle-conversation.js';
import { postDigest } from '../../jobs/processors/post-digest.js';
import { sendLane } from '../../jobs/processors/send-lane.js';
import { wakeConversation, wakeProposal } from '../../jobs/processors/wake.js';
import type { Workplace } from '../../jobs/workplace.js';
import { aTown } from '../builders/town.js';
import { createFakeClock } from '../fakes/fake-clock.js';
import { createFakeDirectory, idOf, type User } from '../fakes/fake-directory.js';
import { createFakeIds } from '../fakes/fake-ids.js';
import { createFakeLog } from '../fakes/fake-log.js';
import { createFakeMessenger } from '../fakes/fake-messenger.js';
import { createMemoryStore, type MemoryStore } from '../fakes/memory-store.js';

/** More rounds than this without coming to rest: something wakes itself for ever. */
const mostRounds = 500;
/** Messages that cannot leave are tried for so long (system clock), then the town goes on without them. */
const mostPatienceMs = 20 * 60_000;
const batch = 1_000;

type Body = { [Kind in IncomingEvent['kind']]: Omit<EventOf<Kind>, 'id' | 'at'> }[IncomingEvent['kind']];

const parse = (row: InboxRow): IncomingEvent => ({
  ...(JSON.parse(row.body) as Body),
  id: row.id,
  at: row.receivedAt,
});

export interface TownSettings {
  /** Where the town clock starts. */
  readonly now: Instant;
  readonly town?: Town;
  readonly openStore?: (clock: SystemClock) => MemoryStore;
}

export interface Where {
  /** The person's direct messages, unless named. */
  readonly place?: Place;
}

function destination(now: Instant, by: Duration, { calendar }: Town): Instant {
  if (by.unit === 'time') return new Date(now.getTime() + by.ms);
  if (by.unit === 'business-hours') return calendar.due(now, by).dueAt;
  const day = calendar.addBusinessDays(calendar.localDateOf(now), by.count);
  return instantAt(day, localTimeOf(now, calendar.timezone), calendar.timezone);
}

export function createTownUnderTest(settings: TownSettings) {
  const town = settings.town ?? aTown();
  const clock = createFakeClock(settings.now);
  const systemClock = createFakeClock(settings.now);
  const ids = createFakeIds();
  const memory = (settings.openStore ?? createMemoryStore)(systemClock);
  const messenger = createFakeMessenger(clock);
  const directory = createFakeDirectory();
  const log = createFakeLog();
  const atOnce: AtOnceAnswer[] = [];
  const responder = recordingResponder(atOnce);
  let silenceViolations = 0;
  let messages = 0;
  let isDown = false;

  const work: Workplace = {
    ...memory,
    directory,
    ids,
    town,
    townClock: clock,
    systemClock,
    log,
    metrics: {
      eventHandled: () => undefined,
      delivered: () => undefined,
      turnTook: () => undefined,
      degraded: () => undefined,
      silenceViolation: () => {
        silenceViolations += 1;
      },
    },
    messengers: { web: messenger },
    parsers: { web: parse },
    ring: () => undefined,
    holder: 'town-under-test',
    stopping: () => false,
  };

  /** Everything that is due now, once. True when there was something. */
  const round = async (): Promise<boolean> => {
    const now = systemClock.now();
    const turns = await memory.inbox.waiting(now, batch);
    for (const { key } of turns) await handleConversation(work, { key });
    const proposals = await memory.store.proposals.dueForWaking(clock.now(), batch);
    for (const { id } of proposals) await wakeProposal(work, { id });
    const conversations = await memory.store.conversations.dueForWaking(clock.now(), batch);
    for (const { id } of conversations) await wakeConversation(work, { key: id });
    const lanes = await memory.lanes.due(now, now, batch);
    for (const { key } of lanes) await sendLane(work, { key });
    return turns.length + proposals.length + conversations.length + lanes.length > 0;
  };

  /** @throws what a turn or a wake failed with: a processor would only log it and try again. */
  const settle = async (): Promise<void> => {
    if (isDown) return;
    await comeToRest();
    await postDigest(work);
    await comeToRest();
    const [failure] = log.failures;
    if (failure) throw new Error('Something failed and would be tried again', { cause: failure });
  };

  const comeToRest = async (): Promise<void> => {
    const patientUntil = new Date(systemClock.now().getTime() + mostPatienceMs);
    for (let rounds = 0; rounds < mostRounds; rounds++) {
      if (await round()) continue;
      const next = memory.nextSendAt();
      if (!next || next > patientUntil) return;
      systemClock.moveTo(next);
    }
    throw new Error('The town does not come to rest: something is due again and again.');
  };

  const put = async (body: Body, eventId: string): Promise<void> => {
    const { place, person } = body;
    const thing = 'messageId' in body ? messageKey(place, body.messageId) : `${placeKey(place)}|${person}`;
    await memory.inbox.put({
      id: ids.next(),
      platform: place.platform,
      eventId,
      dedupKey: `${thing}|${body.kind}|${body.kind === 'message' ? '' : eventId}`,
      conversation: conversationKey(place, person),
      receivedAt: clock.now(),
      body: JSON.stringify(body),
    });
  };

  const nextEventId = () => `e-${ids.next()}`;
  const who = (user: User, { place }: Where = {}) => ({
    person: idOf(user),
    place: place ?? directPlace(idOf(user)),
  });

  const nextMessageId = () => `m${messages + 1}`;

  const say = async (user: User, text: string, where: Where & { replyTo?: string } = {}): Promise<string> => {
    const messageId = nextMessageId();
    messages += 1;
    const body = { ...who(user, where), kind: 'message' as const, messageId, text, files: [] };
    await put({ ...body, replyTo: where.replyTo ?? null }, nextEventId());
    await settle();
    return messageId;
  };

  const edit = async (user: User, messageId: string, text: string, where: Where = {}): Promise<void> => {
    await put({ ...who(user, where), kind: 'edit', messageId, text }, nextEventId());
    await settle();
  };

  const remove = async (user: User, messageId: string, where: Where = {}): Promise<void> => {
    await put({ ...who(user, where), kind: 'delete', messageId }, nextEventId());
    await settle();
  };

  /** Like the platform's: a form is opened, or refused, at once; everything else is a turn. `times`: a nervous finger. */
  const press = async (
    user: User,
    intent: string,
    target: string,
    where: Where & { times?: number } = {},
  ): Promise<void> => {
    const pressed = { ...who(user, where), kind: 'action' as const, intent, target };
    for (let n = 0; n < (where.times ?? 1); n++) {
      await put(pressed, nextEventId());
      const ports = { store: memory.store, directory, responder, town };
      if (!isDown) await answerAtOnce(ports, { ...pressed, id: ids.next(), at: clock.now() });
    }
    await settle();
  };

  const submit = async (
    user: User,
    intent: string,
    target: string,
    values: Readonly<Record<string, string>>,
    where: Where = {},
  ): Promise<void> => {
    await put({ ...who(user, where), kind: 'form', intent, target, values }, nextEventId());
    await settle();
  };

  /** Real time passes on both clocks. */
  const pass = (to: Instant): void => {
    systemClock.moveBy(to.getTime() - clock.now().getTime());
    clock.moveTo(to);
  };

  const nextStop = async (now: Instant): Promise<Instant | null> => {
    const after = (at: Instant | null) => (at && at > now ? at : null);
    return earliest(
      after(await memory.store.proposals.nextWakeAt()),
      after(await memory.store.conversations.nextWakeAt()),
      nextSlotAt(now, town.settings.digest, town.calendar),
    );
  };

  /** Stops at each wake and digest slot, as jobs/move-town-clock.ts does. */
  const advanceTo = async (target: Instant): Promise<void> => {
    await settle();
    while (clock.now() < target) {
      const stop = isDown ? null : await nextStop(clock.now());
      pass(earliest(stop, target) ?? target);
      await settle();
    }
  };

  /** `3bd`, `6h`, `30m`. */
  const advance = async (by: string): Promise<void> => {
    const duration = parseDuration(by);
    if (!duration) throw new Error(`Not a duration: ${by}`);
    await advanceTo(destination(clock.now(), duration, town));
  };

  return {
    town,
    work,
    memory,
    messenger,
    now: clock.now,
    /** Forms that opened and private words, as the platform showed them at once. */
    atOnce,
    silenceViolations: () => silenceViolations,
    settle,
    say,
    edit,
    remove,
    press,
    submit,
    advanceTo,
    advance,
    /** The id that the next message will have: for an edit that overtakes it. */
    nextMessageId,
    /** Nothing is worked off from now on; platforms still deliver, and what they deliver is kept. */
    goDown: () => {
      isDown = true;
    },
    comeBack: async () => {
      isDown = false;
      await settle();
    },
  };
}

export type TownUnderTest = ReturnType<typeof createTownUnderTest>;

export type AtOnceAnswer = {
  [Name in keyof Responder]: {
    readonly kind: Name;
    readonly to: string;
    readonly place: Place;
    readonly what: Parameters<Responder[Name]>[2];
  };
}[keyof Responder];

function recordingResponder(answers: AtOnceAnswer[]): Responder {
  return {
    openForm: (to, place, what) => {
      answers.push({ kind: 'openForm', to, place, what });
      return Promise.resolve();
    },
    say: (to, place, what) => {
      answers.push({ kind: 'say', to, place, what });
      return Promise.resolve();
    },
  };
}
