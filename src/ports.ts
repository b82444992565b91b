/** What the heart needs from outside. Adapters implement these; `config/compose.ts` plugs them in. */
import type { Changes, Stored } from './bot/changes.js';
import type { Conversation, LatestWord } from './bot/conversation.js';
import type { Delivery } from './bot/delivery.js';
import type { IncomingEvent, UnsupportedEvent } from './bot/incoming-event.js';
import type { Form, OutgoingMessage } from './bot/outgoing-message.js';
import type { Instant } from './calendar/instant.js';
import type { Person, PersonId, Place, Platform } from './places.js';
import type { ProposalNumber } from './proposals/number.js';
import type { Proposal } from './proposals/proposal.js';

export type * from './conversation-references.js';
export type * from './messenger.js';

/** Promises are counted in it. In trying out it can be moved forward; it never goes back. */
export interface TownClock {
  readonly now: () => Instant;
}

/** Leases, retries and pacing are counted in it. Nobody moves it. */
export interface SystemClock {
  readonly now: () => Instant;
}

export interface Ids {
  /** A new id, sortable by time, without `:` (UUID v7). */
  readonly next: () => string;
}

/** Structured logging: the object first, a constant message second. Never personal data. */
export interface Log {
  readonly debug: (facts: object, message: string) => void;
  readonly info: (facts: object, message: string) => void;
  readonly warn: (facts: object, message: string) => void;
  readonly error: (facts: object, message: string) => void;
}

/** An envelope as a platform sent it, with the few fields that order and deduplication need. */
export interface Envelope {
  readonly id: string;
  readonly platform: Platform;
  /** The platform's own id of the event. A second one is a duplicate. */
  readonly eventId: string;
  /** Place + message + kind + edit: the same thing under another event id is a duplicate too. */
  readonly dedupKey: string;
  readonly conversation: string;
  /** Town clock. */
  readonly receivedAt: Instant;
  /** As the platform sent it, byte for byte: what a parser does not understand today can be read tomorrow. */
  readonly body: string;
}

export interface InboxRow extends Envelope {
  readonly version: number;
  readonly attempts: number;
  /** System clock. */
  readonly storedAt: Instant;
  /** Drawn for this row, so that a repeat uses the same. */
  readonly number: ProposalNumber | null;
}

export interface Inbox {
  /** Resolves when it is durable; what it resolved for is never lost. @throws StoreUnavailable */
  readonly put: (envelope: Envelope) => Promise<'stored' | 'duplicate'>;
  /** The oldest row of a conversation that may be handled now (system clock). */
  readonly nextOf: (conversation: string, now: Instant) => Promise<InboxRow | undefined>;
  /** Conversations with rows to handle, the longest waiting first. */
  readonly waiting: (now: Instant, limit: number) => Promise<readonly WaitingConversation[]>;
  readonly postpone: (row: InboxRow, until: Instant, reason: string) => Promise<void>;
  /** Takes a row out of the way that cannot be handled. It stays readable. */
  readonly bury: (row: InboxRow, reason: string) => Promise<void>;
  readonly countWaiting: () => Promise<number>;
}

export interface WaitingConversation {
  readonly key: string;
  readonly rowId: string;
  /** System clock. */
  readonly since: Instant;
}

/** Reads for turns. Every write goes through `commit`. */
export interface Proposals {
  readonly find: (id: string) => Promise<Stored<Proposal> | undefined>;
  readonly findByNumber: (number: ProposalNumber) => Promise<Stored<Proposal> | undefined>;
  readonly findByMessage: (messageKey: string) => Promise<Stored<Proposal> | undefined>;
  /** Newest first. */
  readonly listOf: (proposer: PersonId, limit: number) => Promise<readonly Proposal[]>;
  readonly countOf: (proposer: PersonId) => Promise<number>;
  /** Open ones, the earliest due first. */
  readonly listOpen: (limit: number) => Promise<readonly Proposal[]>;
  readonly countOpen: () => Promise<number>;
  /** Ids and versions of those that have to be woken at `now` (town clock), earliest first. */
  readonly dueForWaking: (now: Instant, limit: number) => Promise<readonly WakeBell[]>;
  readonly nextWakeAt: () => Promise<Instant | null>;
}

export interface WakeBell {
  readonly id: string;
  readonly version: number;
  readonly wakeAt: Instant;
}

export interface Conversations {
  readonly find: (key: string) => Promise<Stored<Conversation> | undefined>;
  readonly latestWord: (place: Place) => Promise<LatestWord | undefined>;
  readonly dueForWaking: (now: Instant, limit: number) => Promise<readonly WakeBell[]>;
  readonly nextWakeAt: () => Promise<Instant | null>;
}

export interface Deliveries {
  readonly find: (id: string) => Promise<Stored<Delivery> | undefined>;
  readonly findByMessage: (place: Place, platformMessageId: string) => Promise<Delivery | undefined>;
  readonly listOf: (proposalId: string) => Promise<readonly Delivery[]>;
  /**
   * What a place has refused since it last took something, newest first; none: it takes what comes. Words that only
   * one person there would see do not count.
   */
  readonly refusedLately: (place: Place, limit: number) => Promise<readonly Delivery[]>;
}

export interface Store {
  readonly proposals: Proposals;
  readonly conversations: Conversations;
  readonly deliveries: Deliveries;
  /**
   * Applies everything or nothing. `handled` is the inbox row that this turn handles: the first fence.
   * @throws StoreConflict when anything was changed since it was read: read and compute again.
   * @throws StoreUnavailable when the outcome is unknown; the fences make a repeat harmless.
   */
  readonly commit: (changes: Changes, handled?: InboxRow) => Promise<void>;
}

export interface Numbers {
  /** The same row always gets the same number; gaps are possible, repeats are not. */
  readonly drawFor: (row: InboxRow, fiscalYear: number) => Promise<ProposalNumber>;
}

/** Who people are, as their platform says. What it said last holds while it is away. */
export interface Directory {
  /** @throws PlatformUnavailable while nothing is known of them and their platform cannot be asked. */
  readonly describe: (person: PersonId) => Promise<Person>;
  /**
   * `desk.members` and the manager; without a list, the members of the desk's channel (design §6).
   * @throws PlatformUnavailable while nothing is known of the desk and its platform cannot be asked.
   */
  readonly isDesk: (person: PersonId) => Promise<boolean>;
  /** The same people, with or without the manager, as far as is known: nobody, when nobody is. Never rejects. */
  readonly deskMembers: () => Promise<readonly PersonId[]>;
}

type ParsedEvent = IncomingEvent | UnsupportedEvent;

/**
 * What a stored row says. A platform that names people by ids may be asked for their names meanwhile, for three seconds
 * at most. Never fails: a body that is not ours (any more) is `unsupported`.
 */
export type ParseEvent = (row: InboxRow) => ParsedEvent | Promise<ParsedEvent>;

/** Answers within a platform's seconds. Best effort: it promises nothing, and nothing depends on it. */
export interface Responder {
  readonly openForm: (to: PersonId, place: Place, opened: OpenedForm) => Promise<void>;
  readonly say: (to: PersonId, place: Place, message: OutgoingMessage) => Promise<void>;
}

export interface OpenedForm {
  readonly intent: string;
  readonly target: string;
  readonly form: Form;
}

// --- Durable work (design §4, Out): what the jobs need of the store. ---

/** One place that messages go to. At most one process at a time holds its lease. */
export interface LaneBell {
  /** The key of the place. */
  readonly key: string;
  /** Bumped by every claim and by every message that joins: a new bell has a new id. */
  readonly version: number;
  /** System clock: when its next message may be tried. */
  readonly nextAt: Instant;
}

export interface LaneLease extends LaneBell {
  /** Who holds it: only the holder can renew or release. */
  readonly holder: string;
}

export interface Lanes {
  /** Lanes with something to send by `until` that nobody holds, the longest waiting first. */
  readonly due: (now: Instant, until: Instant, limit: number) => Promise<readonly LaneBell[]>;
  /** Undefined when it is not due, rests, or is held. */
  readonly claim: (
    key: string,
    holder: string,
    now: Instant,
    leaseUntil: Instant,
  ) => Promise<LaneLease | undefined>;
  /** False: the lease was lost. */
  readonly renew: (lease: LaneLease, leaseUntil: Instant) => Promise<boolean>;
  /**
   * Gives the lease back. `nextAt`: when its next waiting message may be tried, null for none waiting.
   * What joined the lane meanwhile keeps it due, whatever `nextAt` says.
   */
  readonly release: (lease: LaneLease, nextAt: Instant | null) => Promise<void>;
  /** The platform wants silence here until then, whatever joins. Also for all lanes of a platform. */
  readonly rest: (key: string, until: Instant) => Promise<void>;
  readonly restPlatform: (platform: Platform, until: Instant) => Promise<void>;
}

/** The sender's side of the outbox. */
export interface Outbox {
  /** The oldest message of a lane that still has to be sent. */
  readonly headOf: (laneKey: string) => Promise<Stored<Delivery> | undefined>;
  /** Marks that a request is about to leave (`claims` + 1). Undefined: somebody else did, or it is over. */
  readonly claim: (delivery: Stored<Delivery>) => Promise<Stored<Delivery> | undefined>;
  /** It is about to go out a second time without anybody knowing of the first. Undefined: the claim was lost. */
  readonly markResent: (delivery: Stored<Delivery>) => Promise<Stored<Delivery> | undefined>;
  /** The try ended without success; it is tried again. Ignored when the claim was lost. */
  readonly defer: (
    delivery: Stored<Delivery>,
    outcome: Pick<Delivery, 'nextAt' | 'maybeSent' | 'failingSince'> & { error: string },
  ) => Promise<void>;
  readonly pendingCount: () => Promise<readonly { kind: string; count: number }[]>;
  readonly oldestPendingAt: () => Promise<Instant | null>;
}

export interface Schedules {
  /** The last slot that was posted; undefined before the first. */
  readonly lastSlot: (name: string) => Promise<Instant | undefined>;
  /** When this installation first started (town clock): nothing before it is made up. */
  readonly installedAt: (now: Instant) => Promise<Instant>;
}

/**
 * Until when a platform was heard: what people did before is stored, but for the last minutes, which the platform
 * itself still repeats. System clock.
 */
export interface Hearing {
  /** Undefined: it never was. */
  readonly heardUntil: (platform: Platform) => Promise<Instant | undefined>;
  /** Moves forward only, whoever else moves it. @throws StoreUnavailable */
  readonly markHeard: (platform: Platform, until: Instant) => Promise<void>;
}

/** Reads over everything, for exports, digests and figures. Never for turns. */
export interface Archive {
  /** Every proposal, oldest first, in batches; may run beside a running service. */
  readonly all: () => AsyncIterable<Proposal>;
  /** Open ones after `afterId`, in order of id: the auditor's rolling look. */
  readonly openAfter: (afterId: string | null, limit: number) => Promise<readonly Stored<Proposal>[]>;
  readonly registeredBetween: (from: Instant, to: Instant) => Promise<readonly Proposal[]>;
  readonly answeredBetween: (from: Instant, to: Instant) => Promise<readonly Proposal[]>;
  readonly endedBetween: (from: Instant, to: Instant) => Promise<readonly Proposal[]>;
  readonly countByState: () => Promise<readonly { state: Proposal['state']; count: number }[]>;
  /** Open proposals whose next word was due before `now` (town clock), and the earliest due instant of them. */
  readonly overdue: (now: Instant) => Promise<{ count: number; earliestDueAt: Instant | null }>;
  /** For `doctor`: the highest serial drawn in each fiscal year, and the serials in use. */
  readonly drawnNumbers: () => Promise<readonly { fiscalYear: number; highest: number }[]>;
  /** Open proposals that nothing would wake: no `wakeAt`, or one that passed before `before` (town clock). */
  readonly unwoken: (before: Instant, limit: number) => Promise<readonly Stored<Proposal>[]>;
}

/** What operators watch (contract §9). Labels and values hold no personal data. */
export interface Metrics {
  readonly eventHandled: (
    platform: Platform,
    result: 'handled' | 'unsupported' | 'postponed' | 'buried',
  ) => void;
  readonly delivered: (
    platform: Platform,
    outcome: 'sent' | 'rate-limited' | 'unavailable' | 'unknown' | 'refused',
  ) => void;
  readonly turnTook: (seconds: number) => void;
  /** An open proposal that would have fallen silent: must stay 0. */
  readonly silenceViolation: () => void;
  readonly degraded: (isDegraded: boolean) => void;
}
