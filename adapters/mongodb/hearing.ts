/** Until when each platform was heard, beside the other instants that this installation has to know. */
import type { Hearing } from '../../src/ports.js';
import type { Platform } from '../../src/places.js';
import { firstVersion } from './collection.js';
import { retryDuplicateKey, translatingErrors } from './errors.js';
import type { Mongo } from './mongo.js';
import { findMoment, scheduleModel, schedulesPlan } from './schedules.js';

const markId = (platform: Platform): string => `heard|${platform}`;

export function createHearing(mongo: Mongo): Hearing {
  const schedules = scheduleModel(mongo);

  const heardUntil: Hearing['heardUntil'] = (platform) => findMoment(schedules, markId(platform));

  /** Of several processes the one that is ahead wins: each of them has heard everything until then. */
  const markHeard: Hearing['markHeard'] = async (platform, until) => {
    await retryDuplicateKey(() =>
      schedules.updateOne(
        { _id: markId(platform) },
        { $max: { at: until }, $setOnInsert: firstVersion(schedulesPlan) },
        { upsert: true },
      ),
    );
  };

  return translatingErrors<Hearing>({ heardUntil, markHeard });
}
