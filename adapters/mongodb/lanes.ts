/** Lanes: one for each place that messages go to. At most one process at a time holds a lane's lease. */
import { z } from 'zod';
import { parsePlaceKey, type Platform } from '../../src/places.js';
import type { LaneBell, LaneLease, Lanes } from '../../src/ports.js';
import { atMost, epoch, firstVersion, modelOf, type CollectionPlan } from './collection.js';
import type { Mongo } from './mongo.js';
import { readDocument, type DocumentFormat, type Kept } from './documents.js';
import { translatingErrors } from './errors.js';

/** When nothing waits. What joins then brings its own instant, by `$min`. */
const never = new Date('9999-12-31T00:00:00Z');

const waiting = { waiting: true } as const;

const format: DocumentFormat<{ id: string; v: number; seq: number; nextAt: Date }> = {
  collection: 'lanes',
  schema: z.object({ id: z.string(), v: z.int(), seq: z.int(), nextAt: z.date() }),
  upcasts: [],
};

interface LaneDocument extends Kept {
  readonly platform: Platform;
  /** The last position that was given to a message. */
  readonly seq: number;
  readonly waiting: boolean;
  /** All instants here are of the system clock. */
  readonly nextAt: Date;
  /** Never unset: a comparison does not find a missing field, and such a lane could never be claimed. */
  readonly leaseUntil: Date;
  readonly leaseBy: string | null;
  readonly restUntil: Date;
}

export const lanesPlan: CollectionPlan<LaneDocument> = {
  ...format,
  fields: {
    platform: String,
    seq: Number,
    waiting: Boolean,
    nextAt: Date,
    leaseUntil: Date,
    leaseBy: String,
    restUntil: Date,
  },
  indexes: [
    { name: 'due', key: { nextAt: 1 }, partialFilterExpression: waiting },
    { name: 'platform', key: { platform: 1 } },
  ],
};

const laneModel = ({ connection }: Mongo) => modelOf<LaneDocument>(connection, lanesPlan);

function bellOf(document: LaneDocument): LaneBell {
  const { id, v, nextAt } = readDocument(format, { ...document });
  return { key: id, version: v, nextAt };
}

/**
 * Gives positions to `count` messages that join a lane, the first of them no earlier than `nextAt`. Inside a
 * transaction: whoever commits first has the lower positions. Returns the first position.
 */
export async function joinLane(mongo: Mongo, key: string, count: number, nextAt: Date): Promise<number> {
  const { v: _v, ...others } = firstVersion(lanesPlan);
  const atFirst = {
    platform: parsePlaceKey(key).platform,
    leaseUntil: epoch,
    leaseBy: null,
    restUntil: epoch,
    ...others,
  };
  const lane = await laneModel(mongo)
    .findOneAndUpdate(
      { _id: key },
      { $inc: { seq: count, v: 1 }, $set: waiting, $min: { nextAt }, $setOnInsert: atFirst },
      { upsert: true, returnDocument: 'after' },
    )
    .lean<LaneDocument>()
    .orFail();
  return readDocument(format, { ...lane }).seq - count + 1;
}

/** Neither held nor resting. */
const free = (now: Date) => ({ restUntil: atMost(now), leaseUntil: atMost(now) });

const givenBack = { leaseUntil: epoch, leaseBy: null } as const;

async function release(
  mongo: Mongo,
  { key, holder, version }: LaneLease,
  nextAt: Date | null,
): Promise<void> {
  const lanes = laneModel(mongo);
  const asClaimed = await lanes.updateOne(
    { _id: key, leaseBy: holder, v: version },
    { $set: { ...givenBack, waiting: nextAt !== null, nextAt: nextAt ?? never } },
  );
  if (asClaimed.matchedCount === 1) return;
  // Something joined since the claim (or the lease was lost): the lane stays as due as it is.
  await lanes.updateOne({ _id: key, leaseBy: holder }, { $set: givenBack });
}

export function createLanes(mongo: Mongo): Lanes {
  const lanes = laneModel(mongo);

  const due: Lanes['due'] = async (now, until, limit) => {
    const found = await lanes
      .find({ ...waiting, nextAt: atMost(until), ...free(now) })
      .sort({ nextAt: 1 })
      .limit(limit)
      .lean<LaneDocument[]>();
    return found.map(bellOf);
  };

  const claim: Lanes['claim'] = async (key, holder, now, leaseUntil) => {
    const lane = await lanes
      .findOneAndUpdate(
        { _id: key, ...waiting, nextAt: atMost(now), ...free(now) },
        { $set: { leaseUntil, leaseBy: holder }, $inc: { v: 1 } },
        { returnDocument: 'after' },
      )
      .lean<LaneDocument>();
    return lane ? { ...bellOf(lane), holder } : undefined;
  };

  const renew: Lanes['renew'] = async ({ key, holder }, leaseUntil) => {
    const { matchedCount } = await lanes.updateOne({ _id: key, leaseBy: holder }, { $set: { leaseUntil } });
    return matchedCount === 1;
  };

  return translatingErrors<Lanes>({
    due,
    claim,
    renew,
    release: async (lease, nextAt) => release(mongo, lease, nextAt),
    rest: async (key, until) => {
      await lanes.updateOne({ _id: key }, { $max: { restUntil: until } });
    },
    restPlatform: async (platform, until) => {
      await lanes.updateMany({ platform }, { $max: { restUntil: until } });
    },
  });
}
