/** The local chat's town clock: how far it is ahead of the system clock. It only ever goes forward. */
import { z } from 'zod';
import { firstVersion, modelOf, type CollectionPlan } from './collection.js';
import type { Mongo } from './mongo.js';
import { readDocument, type DocumentFormat, type Kept } from './documents.js';
import { retryDuplicateKey, translatingErrors } from './errors.js';

interface Offset {
  readonly offsetMs: number;
}

const format: DocumentFormat<Offset> = {
  collection: 'townclock',
  schema: z.object({ offsetMs: z.number().min(0) }),
  upcasts: [],
};

export const townClockPlan: CollectionPlan<Kept & Offset> = {
  ...format,
  fields: { offsetMs: Number },
  indexes: [],
};

const onlyOne = 'town';

export interface TownClockStore {
  /** Milliseconds that the town is ahead; 0 before it was ever moved. */
  readonly read: () => Promise<number>;
  /** Resolves with what holds now: an offset below that changes nothing. */
  readonly set: (offsetMs: number) => Promise<number>;
}

export function createTownClockStore(mongo: Mongo): TownClockStore {
  const clocks = modelOf<Kept & Offset>(mongo.connection, townClockPlan);
  const { v: _v, ...others } = firstVersion(townClockPlan);

  const read: TownClockStore['read'] = async () => {
    const found = await clocks.findById(onlyOne).lean<Kept & Offset>();
    return found ? readDocument(format, { ...found }).offsetMs : 0;
  };

  const set: TownClockStore['set'] = async (offsetMs) => {
    const found = await retryDuplicateKey(() =>
      clocks
        .findOneAndUpdate(
          { _id: onlyOne },
          { $max: { offsetMs }, $inc: { v: 1 }, $setOnInsert: others },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<Kept & Offset>()
        .orFail(),
    );
    return readDocument(format, { ...found }).offsetMs;
  };

  return translatingErrors<TownClockStore>({ read, set });
}
