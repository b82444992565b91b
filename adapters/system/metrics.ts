/** What operators watch (contract §9), in Prometheus' words. No personal data in names, labels or values. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Archive, Metrics, Outbox, SystemClock, TownClock } from '../../src/ports.js';

export interface MetricsPage extends Metrics {
  readonly contentType: string;
  /** Reads the gauges from the store; what cannot be read is left out. */
  readonly page: () => Promise<string>;
}

interface Readings {
  readonly archive: Pick<Archive, 'countByState' | 'overdue'>;
  readonly outbox: Pick<Outbox, 'pendingCount' | 'oldestPendingAt'>;
  readonly townClock: TownClock;
  readonly systemClock: SystemClock;
  /** Whether everybody of the desk refused the last word to them. */
  readonly isDeskUnreachable: () => Promise<boolean>;
}

const secondsSince = (at: Date | null, now: Date): number =>
  at ? Math.max(0, (now.getTime() - at.getTime()) / 1_000) : 0;

function createGauges(registers: Registry[]) {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  return {
    open: gauge('yamabiko_open_proposals', 'Open proposals by state', ['state']),
    overdue: gauge('yamabiko_next_word_overdue', 'Open proposals whose next word is overdue'),
    overdueMax: gauge('yamabiko_next_word_overdue_seconds_max', 'Age of the longest overdue next word'),
    pending: gauge('yamabiko_outbox_pending', 'Messages that wait to be sent', ['kind']),
    oldest: gauge('yamabiko_outbox_oldest_seconds', 'Age of the oldest message that waits to be sent'),
    unreachable: gauge('yamabiko_desk_unreachable', '1 while nobody of the desk can be reached'),
    degraded: gauge('yamabiko_degraded', '1 while work runs without Redis'),
  };
}

function createCounters(registers: Registry[]) {
  return {
    deliveries: new Counter({
      name: 'yamabiko_deliveries_total',
      help: 'Attempts to deliver a message, by outcome',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
    events: new Counter({
      name: 'yamabiko_events_total',
      help: 'Events taken from the inbox, by result',
      labelNames: ['platform', 'result'],
      registers,
    }),
    turns: new Histogram({
      name: 'yamabiko_turn_seconds',
      help: 'From taking an event to its commit',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    silence: new Counter({
      name: 'yamabiko_silence_violations_total',
      help: 'Open proposals that would have fallen silent; must stay 0',
      registers,
    }),
  };
}

export function createMetrics({
  archive,
  outbox,
  townClock,
  systemClock,
  isDeskUnreachable,
}: Readings): MetricsPage {
  const registry = new Registry();
  const gauges = createGauges([registry]);
  const counters = createCounters([registry]);

  const readGauges = async () => {
    for (const { state, count } of await archive.countByState()) {
      if (state !== 'closed') gauges.open.set({ state }, count);
    }
    const overdue = await archive.overdue(townClock.now());
    gauges.overdue.set(overdue.count);
    gauges.overdueMax.set(secondsSince(overdue.earliestDueAt, townClock.now()));
    gauges.pending.reset();
    for (const { kind, count } of await outbox.pendingCount()) gauges.pending.set({ kind }, count);
    gauges.oldest.set(secondsSince(await outbox.oldestPendingAt(), systemClock.now()));
    gauges.unreachable.set((await isDeskUnreachable()) ? 1 : 0);
  };

  return {
    eventHandled: (platform, result) => {
      counters.events.inc({ platform, result });
    },
    delivered: (platform, outcome) => {
      counters.deliveries.inc({ platform, outcome });
    },
    turnTook: (seconds) => {
      counters.turns.observe(seconds);
    },
    silenceViolation: () => {
      counters.silence.inc();
    },
    degraded: (isDegraded) => {
      gauges.degraded.set(isDegraded ? 1 : 0);
    },
    contentType: registry.contentType,
    page: async () => {
      try {
        await readGauges();
      } catch {
        // The store is away: counters are still worth reading, and readiness tells the rest.
      }
      return registry.metrics();
    },
  };
}
