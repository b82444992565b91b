import type { TurnPorts } from '../src/bot/scene.js';
import type { Platform } from '../src/places.js';
import type {
  Archive,
  Inbox,
  Lanes,
  Log,
  Messenger,
  Metrics,
  Outbox,
  ParseEvent,
  Schedules,
  Store,
  SystemClock,
  TownClock,
} from '../src/ports.js';
import type { Job } from './job.js';

/** What processors work with. Handed in by `config/compose.ts`. */
export interface Workplace extends Omit<TurnPorts, 'store'> {
  readonly store: Store;
  readonly inbox: Inbox;
  readonly lanes: Lanes;
  readonly outbox: Outbox;
  readonly archive: Archive;
  readonly schedules: Schedules;
  readonly townClock: TownClock;
  readonly systemClock: SystemClock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly messengers: Partial<Readonly<Record<Platform, Messenger>>>;
  readonly parsers: Partial<Readonly<Record<Platform, ParseEvent>>>;
  /** Rings what a commit made due, so that nobody waits for the next sweep. */
  readonly ring: (...jobs: Job[]) => void;
  /** This process, as the holder of leases. */
  readonly holder: string;
  /** True once the process is shutting down: no new work is begun. */
  readonly stopping: () => boolean;
}
