import type { DeliveryOutcome, JoinedLines, Stored } from '../../src/bot/changes.js';
import type { Delivery, DeliveryStatus, Outgoing } from '../../src/bot/delivery.js';
import { StoreConflict } from '../../src/errors.js';
import { placeKey } from '../../src/places.js';
import type { Deliveries, Outbox } from '../../src/ports.js';
import type { AtOnce, Rollback } from './answering.js';

type Kept = Stored<Delivery>;

const endsTry: readonly DeliveryStatus[] = ['sent', 'unknown', 'undeliverable'];

/** When a new message may first be tried (system clock). */
export const firstTryAt = ({ delayMs = 0 }: Outgoing, now: Date): Date => new Date(now.getTime() + delayMs);

const deliveryOf = (message: Outgoing, seq: number, now: Date): Delivery => ({
  id: message.id,
  place: message.place,
  to: message.to,
  purpose: message.purpose,
  proposalIds: [...message.proposalIds],
  message: message.message,
  lines: [...(message.lines ?? [])],
  replyTo: message.replyTo ?? null,
  updates: message.updates ?? null,
  onlyFor: message.onlyFor ?? null,
  seq,
  status: 'pending',
  nextAt: firstTryAt(message, now),
  createdAt: now,
  attempts: 0,
  claims: 0,
  maybeSent: false,
  resent: false,
  failingSince: null,
  sentAt: null,
  platformMessageId: null,
  lastError: null,
});

const bySeq = (a: Kept, b: Kept): number => a.value.seq - b.value.seq;

export function createMemoryOutbox() {
  const all = new Map<string, Kept>();
  const pending = new Map<string, Kept>();

  const write = (value: Delivery, version: number, rollback: Rollback): void => {
    const kept = { value, version };
    rollback.set(all, value.id, kept);
    if (value.status === 'pending') rollback.set(pending, value.id, kept);
    else rollback.remove(pending, value.id);
  };

  const insert = (message: Outgoing, seq: number, now: Date, rollback: Rollback): void => {
    if (all.has(message.id))
      throw new StoreConflict('Somebody else wrote this key', { cause: { code: 11_000 } });
    write(deliveryOf(message, seq, now), 1, rollback);
  };

  const joinLines = (
    { deliveryId, basedOn, lines, message, proposalIds }: JoinedLines,
    rollback: Rollback,
  ): void => {
    const kept = pending.get(deliveryId);
    if (kept?.version !== basedOn) throw new StoreConflict('The reminder was changed since it was read');
    const joined = { ...kept.value, lines: [...lines], message, proposalIds: [...proposalIds] };
    write(joined, basedOn + 1, rollback);
  };

  const record = (outcome: DeliveryOutcome, rollback: Rollback): void => {
    const kept = all.get(outcome.deliveryId);
    const isAsRead = outcome.basedOn === null || kept?.version === outcome.basedOn;
    if (kept?.value.status !== outcome.from || !isAsRead)
      throw new StoreConflict('The delivery was changed since it was read');
    const tried = outcome.from === 'pending' && endsTry.includes(outcome.status) ? 1 : 0;
    const { value, version } = kept;
    const ended: Delivery = {
      ...value,
      status: outcome.status,
      lastError: outcome.error,
      attempts: value.attempts + tried,
      sentAt: outcome.status === 'sent' ? outcome.at : value.sentAt,
      platformMessageId: outcome.platformMessageId ?? value.platformMessageId,
    };
    write(ended, version + 1, rollback);
  };

  /** Undefined: somebody else changed it since it was read, or it is over. */
  const change = (
    { value: { id }, version }: Kept,
    changes: (now: Delivery) => Partial<Delivery>,
  ): Kept | undefined => {
    const kept = pending.get(id);
    if (kept?.version !== version) return undefined;
    const changed = { value: { ...kept.value, ...changes(kept.value) }, version: version + 1 };
    all.set(id, changed);
    pending.set(id, changed);
    return changed;
  };

  const countPending = (): { kind: string; count: number }[] => {
    const counts = new Map<string, number>();
    for (const { value } of pending.values()) counts.set(value.purpose, (counts.get(value.purpose) ?? 0) + 1);
    return [...counts].map(([kind, count]) => ({ kind, count }));
  };

  const outbox: AtOnce<Outbox> = {
    headOf: (lane) =>
      [...pending.values()].filter(({ value }) => placeKey(value.place) === lane).sort(bySeq)[0],
    claim: (delivery) => change(delivery, ({ claims }) => ({ claims: claims + 1 })),
    markResent: (delivery) => change(delivery, () => ({ resent: true, maybeSent: false })),
    defer: (delivery, { error, ...wait }) => {
      change(delivery, ({ attempts }) => ({ ...wait, lastError: error, attempts: attempts + 1 }));
    },
    pendingCount: countPending,
    oldestPendingAt: () => {
      const oldest = Math.min(...[...pending.values()].map(({ value }) => value.createdAt.getTime()));
      return Number.isFinite(oldest) ? new Date(oldest) : null;
    },
  };

  const deliveries: AtOnce<Deliveries> = {
    find: (id) => all.get(id),
    findByMessage: (place, messageId) =>
      [...all.values()]
        .filter(
          ({ value }) => value.platformMessageId === messageId && placeKey(value.place) === placeKey(place),
        )
        .sort(bySeq)[0]?.value,
    refusedLately: (place, limit) => {
      const ended = [...all.values()]
        .map(({ value }) => value)
        .filter(({ onlyFor, ...one }) => onlyFor === null && placeKey(one.place) === placeKey(place))
        .sort((a, b) => b.seq - a.seq);
      const taken = ended.find(({ status }) => status === 'sent');
      return ended
        .filter(({ status, seq }) => status === 'undeliverable' && (!taken || seq > taken.seq))
        .slice(0, limit);
    },
    listOf: (proposalId) =>
      [...all.values()]
        .filter(({ value }) => value.proposalIds.includes(proposalId))
        .map(({ value }) => value)
        .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.seq - b.seq),
  };

  return { outbox, deliveries, insert, joinLines, record };
}
