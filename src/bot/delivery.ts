/** One message on its way out. Its row is the delivery ledger: nothing was said that is not written here. */
import { z } from 'zod';
import { placeSchema, type PersonId, type Place } from '../places.js';
import { outgoingMessageSchema, type OutgoingMessage } from './outgoing-message.js';

export const roles = ['proposer', 'desk', 'manager', 'holder', 'section', 'person', 'everyone'] as const;
export type Role = (typeof roles)[number];

export const purposes = [
  'receipt',
  'courtesy',
  'private',
  'answer',
  'question',
  'ending',
  'card',
  'card-update',
  'thread',
  'correction',
  'human-task',
  /** What the desk's channel did not take, told to somebody of the desk. */
  'missed',
  'reminder',
  'digest',
] as const;
export type Purpose = (typeof purposes)[number];

/** One reminder, kept as data so that further ones can join the same message until it leaves. */
export const reminderLineSchema = z.object({
  proposalId: z.string(),
  kind: z.enum(['soon', 'today', 'overdue', 'overdue-manager', 'late', 'nudge']),
  dueAt: z.date(),
  message: outgoingMessageSchema,
});
export type ReminderLine = z.infer<typeof reminderLineSchema>;

export const deliveryStatuses = [
  'pending',
  'sent',
  'unknown',
  'undeliverable',
  'told-by-human',
  'cancelled',
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export const deliverySchema = z.object({
  id: z.string(),
  place: placeSchema,
  to: z.enum(roles),
  purpose: z.enum(purposes),
  proposalIds: z.array(z.string()),
  message: outgoingMessageSchema,
  /** Reminder lines that this message bundles; empty for every other purpose. */
  lines: z.array(reminderLineSchema),
  /** The delivery whose message this answers in its thread. */
  replyTo: z.string().nullable(),
  /** The delivery whose message this takes the place of. */
  updates: z.string().nullable(),
  /** Only this person sees it, in a place that others read too. */
  onlyFor: z.string().nullable(),
  /** Position in its lane: order is promised per place. */
  seq: z.number().int(),
  status: z.enum(deliveryStatuses),
  /** System clock: not tried before this. */
  nextAt: z.date(),
  createdAt: z.date(),
  /** Tries whose outcome was recorded; `claims` above `attempts` means that one was cut off midway. */
  attempts: z.number().int(),
  claims: z.number().int(),
  /** A request may have left without its answer being known: look it up before sending again. */
  maybeSent: z.boolean(),
  /** It went out a second time, marked as such, because nobody could say whether the first one arrived. */
  resent: z.boolean(),
  /** System clock: since when it fails for its own sake, whatever its place and platform are like. */
  failingSince: z.date().nullable().default(null),
  sentAt: z.date().nullable(),
  platformMessageId: z.string().nullable(),
  lastError: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** A message that a turn wants sent; the store gives it its place in the lane. */
export interface Outgoing {
  readonly id: string;
  readonly place: Place;
  readonly to: Role;
  readonly purpose: Purpose;
  readonly proposalIds: readonly string[];
  readonly message: OutgoingMessage;
  readonly lines?: readonly ReminderLine[];
  readonly replyTo?: string | null;
  readonly updates?: string | null;
  readonly onlyFor?: PersonId | null;
  /** Waits this long for more lines to join (system clock). */
  readonly delayMs?: number;
}

/** The proposal that a message is about; undefined when it is about none, or about several. */
export const soleProposalOf = ({ proposalIds: [id, ...others] }: Delivery): string | undefined =>
  others.length > 0 ? undefined : id;
