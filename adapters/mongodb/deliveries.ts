/** Deliveries: the outbox read as the ledger of what was said, to whom and when. */
import { placeKey, type Place } from '../../src/places.js';
import type { Deliveries } from '../../src/ports.js';
import { translatingErrors } from './errors.js';
import type { Mongo } from './mongo.js';
import { outboxModel, storedDelivery, type OutboxDocument } from './outbox.js';

export function createDeliveries(mongo: Mongo): Deliveries {
  const outbox = outboxModel(mongo);

  const find: Deliveries['find'] = async (id) => {
    const found = await outbox.findById(id).lean<OutboxDocument>();
    return found ? storedDelivery(found) : undefined;
  };

  /** Updates of a message have its id too: the first is the message itself. */
  const findByMessage: Deliveries['findByMessage'] = async (place, platformMessageId) => {
    const found = await outbox
      .findOne({ lane: placeKey(place), platformMessageId })
      .sort({ seq: 1 })
      .lean<OutboxDocument>();
    return found ? storedDelivery(found).value : undefined;
  };

  /** Oldest first. */
  const listOf: Deliveries['listOf'] = async (proposalId) => {
    const found = await outbox
      .find({ proposalIds: proposalId })
      .sort({ createdAt: 1, seq: 1 })
      .lean<OutboxDocument[]>();
    return found.map((document) => storedDelivery(document).value);
  };

  const latest = (place: Place, status: 'sent' | 'undeliverable', limit: number) =>
    outbox
      .find({ lane: placeKey(place), status, onlyFor: null })
      .sort({ seq: -1 })
      .limit(limit)
      .lean<OutboxDocument[]>();

  const refusedLately: Deliveries['refusedLately'] = async (place, limit) => {
    const refused = await latest(place, 'undeliverable', limit);
    if (refused.length === 0) return [];
    const [taken] = await latest(place, 'sent', 1);
    return refused.filter(({ seq }) => !taken || seq > taken.seq).map((row) => storedDelivery(row).value);
  };

  return translatingErrors<Deliveries>({ find, findByMessage, listOf, refusedLately });
}
