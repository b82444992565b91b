/**
 * What a turn wants written: computed before, from what was read; applied in one write-only transaction
 * that is fenced by the versions read (design §4, Turn). Nothing here writes anything.
 */
import type { Instant } from '../calendar/instant.js';
import type { Proposal } from '../proposals/proposal.js';
import type { Place } from '../places.js';
import type { Conversation, LatestWord } from './conversation.js';
import type { DeliveryStatus, Outgoing, ReminderLine } from './delivery.js';
import type { OutgoingMessage } from './outgoing-message.js';

/** A value and the version it was read at. A write based on an older version is refused. */
export interface Stored<T> {
  readonly value: T;
  readonly version: number;
}

export interface ProposalChange {
  readonly proposal: Proposal;
  /** Null: new. */
  readonly basedOn: number | null;
}

export interface ConversationChange {
  readonly key: string;
  readonly conversation: Conversation;
  readonly basedOn: number | null;
}

/** Another line joins a reminder message that has not left yet. */
export interface JoinedLines {
  readonly deliveryId: string;
  readonly basedOn: number;
  readonly lines: readonly ReminderLine[];
  readonly message: OutgoingMessage;
  readonly proposalIds: readonly string[];
}

/** The end of a delivery, or what a human did about it. */
export interface DeliveryOutcome {
  readonly deliveryId: string;
  /** Null: whatever version it has, as long as it is still `from`. */
  readonly basedOn: number | null;
  readonly from: DeliveryStatus;
  readonly status: DeliveryStatus;
  readonly at: Instant;
  readonly platformMessageId: string | null;
  readonly error: string | null;
}

/** A slot of a schedule was worked off: claimed by comparing with what was read. */
export interface SlotChange {
  readonly name: string;
  readonly slot: Instant;
  readonly basedOn: Instant | null;
}

export interface Changes {
  readonly proposals: readonly ProposalChange[];
  readonly conversations: readonly ConversationChange[];
  readonly messages: readonly Outgoing[];
  readonly joined: readonly JoinedLines[];
  readonly outcomes: readonly DeliveryOutcome[];
  /** What the bot said last in a place; written without a fence, since only the latest counts. */
  readonly latestWords: readonly { readonly place: Place; readonly word: LatestWord }[];
  readonly slots: readonly SlotChange[];
}

const noChanges: Changes = {
  proposals: [],
  conversations: [],
  messages: [],
  joined: [],
  outcomes: [],
  latestWords: [],
  slots: [],
};

export const changes = (some: Partial<Changes>): Changes => ({ ...noChanges, ...some });
