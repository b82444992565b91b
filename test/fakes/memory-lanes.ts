import { parsePlaceKey, type Platform } from '../../src/places.js';
import type { LaneBell, LaneLease, Lanes } from '../../src/ports.js';
import type { AtOnce, Rollback } from './answering.js';

const epoch = new Date(0);
const never = new Date('9999-12-31T00:00:00Z');

interface Lane {
  readonly platform: Platform;
  readonly version: number;
  readonly seq: number;
  readonly waiting: boolean;
  readonly nextAt: Date;
  readonly leaseUntil: Date;
  readonly leaseBy: string | null;
  readonly restUntil: Date;
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const later = (a: Date, b: Date): Date => (a > b ? a : b);

const newLane = (key: string): Lane => ({
  platform: parsePlaceKey(key).platform,
  version: 0,
  seq: 0,
  waiting: false,
  nextAt: never,
  leaseUntil: epoch,
  leaseBy: null,
  restUntil: epoch,
});

const isFree = ({ restUntil, leaseUntil }: Lane, now: Date): boolean => restUntil <= now && leaseUntil <= now;

export function createMemoryLanes() {
  const rows = new Map<string, Lane>();

  const bellOf = (key: string, { version, nextAt }: Lane): LaneBell => ({ key, version, nextAt });

  /** The lane as its holder knows it; undefined when the lease was lost. */
  const heldBy = ({ key, holder }: LaneLease): Lane | undefined => {
    const lane = rows.get(key);
    return lane?.leaseBy === holder ? lane : undefined;
  };

  const release = (lease: LaneLease, nextAt: Date | null): void => {
    const lane = heldBy(lease);
    if (!lane) return;
    const givenBack = { ...lane, leaseUntil: epoch, leaseBy: null };
    // What joined since the claim keeps it as due as it is.
    const isAsClaimed = lane.version === lease.version;
    const rest = isAsClaimed ? { waiting: nextAt !== null, nextAt: nextAt ?? never } : {};
    rows.set(lease.key, { ...givenBack, ...rest });
  };

  const rest = (key: string, until: Date): void => {
    const lane = rows.get(key);
    if (lane) rows.set(key, { ...lane, restUntil: later(lane.restUntil, until) });
  };

  const lanes: AtOnce<Lanes> = {
    due: (now, until, limit) =>
      [...rows]
        .filter(([, lane]) => lane.waiting && lane.nextAt <= until && isFree(lane, now))
        .sort(([, a], [, b]) => a.nextAt.getTime() - b.nextAt.getTime())
        .slice(0, limit)
        .map(([key, lane]) => bellOf(key, lane)),
    claim: (key, holder, now, leaseUntil) => {
      const lane = rows.get(key);
      if (!lane?.waiting || lane.nextAt > now || !isFree(lane, now)) return undefined;
      const claimed = { ...lane, leaseUntil, leaseBy: holder, version: lane.version + 1 };
      rows.set(key, claimed);
      return { ...bellOf(key, claimed), holder };
    },
    renew: (lease, leaseUntil) => {
      const lane = heldBy(lease);
      if (lane) rows.set(lease.key, { ...lane, leaseUntil });
      return lane !== undefined;
    },
    release,
    rest,
    restPlatform: (platform, until) => {
      for (const [key, lane] of rows) if (lane.platform === platform) rest(key, until);
    },
  };

  /** Gives positions to messages that join; returns the first of them. */
  const join = (key: string, count: number, nextAt: Date, rollback: Rollback): number => {
    const lane = rows.get(key) ?? newLane(key);
    rollback.set(rows, key, {
      ...lane,
      version: lane.version + 1,
      seq: lane.seq + count,
      waiting: true,
      nextAt: earlier(lane.nextAt, nextAt),
    });
    return lane.seq + 1;
  };

  /** The earliest instant after `now` at which a waiting lane can be worked on again. */
  const nextAt = (): Date | null => {
    const due = [...rows.values()]
      .filter(({ waiting }) => waiting)
      .map((lane) => later(later(lane.nextAt, lane.restUntil), lane.leaseUntil).getTime());
    return due.length === 0 ? null : new Date(Math.min(...due));
  };

  return { lanes, join, nextAt };
}
