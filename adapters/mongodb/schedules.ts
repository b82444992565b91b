/** Schedules: the last slot of each that was worked off, when this installation began, and whom it heard until when. */
import type { Model } from 'mongoose';
import { z } from 'zod';
import type { SlotChange } from '../../src/bot/changes.js';
import type { Instant } from '../../src/calendar/instant.js';
import type { Schedules } from '../../src/ports.js';
import { firstVersion, modelOf, type CollectionPlan } from './collection.js';
import type { Mongo } from './mongo.js';
import { readDocument, type DocumentFormat, type Kept } from './documents.js';
import { retryDuplicateKey, translatingErrors, verifyMatched } from './errors.js';

interface Moment {
  readonly at: Date;
}

const format: DocumentFormat<Moment> = {
  collection: 'schedules',
  schema: z.object({ at: z.date() }),
  upcasts: [],
};

export const schedulesPlan: CollectionPlan<Kept & Moment> = { ...format, fields: { at: Date }, indexes: [] };

type ScheduleModel = Model<Kept & Moment>;

export const scheduleModel = ({ connection }: Mongo): ScheduleModel =>
  modelOf<Kept & Moment>(connection, schedulesPlan);

export async function findMoment(schedules: ScheduleModel, id: string): Promise<Instant | undefined> {
  const found = await schedules.findById(id).lean<Kept & Moment>();
  return found ? readDocument(format, { ...found }).at : undefined;
}

const installation = 'installation';
const slotId = (name: string): string => `slot|${name}`;

/** Inside a turn's transaction. @throws StoreConflict, or a duplicate key, if somebody else worked the slot off. */
export async function writeSlot(mongo: Mongo, { name, slot, basedOn }: SlotChange): Promise<void> {
  const schedules = scheduleModel(mongo);
  if (basedOn === null) {
    const first: Kept & Moment = { _id: slotId(name), ...firstVersion(schedulesPlan), at: slot };
    await schedules.insertOne(first);
    return;
  }
  const result = await schedules.updateOne(
    { _id: slotId(name), at: basedOn },
    { $set: { at: slot }, $inc: { v: 1 } },
  );
  verifyMatched(result, 'schedule');
}

export function createSchedules(mongo: Mongo): Schedules {
  const schedules = scheduleModel(mongo);

  const lastSlot: Schedules['lastSlot'] = (name) => findMoment(schedules, slotId(name));

  const installedAt: Schedules['installedAt'] = async (now) => {
    const found = await retryDuplicateKey(() =>
      schedules
        .findOneAndUpdate(
          { _id: installation },
          { $setOnInsert: { at: now, ...firstVersion(schedulesPlan) } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<Kept & Moment>()
        .orFail(),
    );
    return readDocument(format, { ...found }).at;
  };

  return translatingErrors<Schedules>({ lastSlot, installedAt });
}
