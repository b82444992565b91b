/**
 * A length of time as a town writes it. `business-hours` are hours of open office; `time` passes day and night.
 * A business day has no length in hours: only a calendar can count it.
 */
export type Duration =
  | { unit: 'business-days'; count: number }
  | { unit: 'business-hours'; count: number }
  | { unit: 'time'; ms: number };

export const hourMs = 3_600_000;

const timeUnits = [
  { suffix: 'h', ms: hourMs },
  { suffix: 'm', ms: 60_000 },
  { suffix: 's', ms: 1000 },
];

/** Reads `3bd`, `4bh`, `90s`, `30m`, `12h` (contract §4). Undefined for anything else; no signs, no fractions. */
export const parseDuration = (text: string): Duration | undefined => {
  const [, digits = '', suffix] = /^(\d{1,6})(bd|bh|[smh])$/.exec(text) ?? [];
  const count = Number(digits);
  if (suffix === 'bd') return { unit: 'business-days', count };
  if (suffix === 'bh') return { unit: 'business-hours', count };
  const unit = timeUnits.find((known) => known.suffix === suffix);
  return unit && { unit: 'time', ms: count * unit.ms };
};

/** The form of the configuration, in the largest unit that is exact: `90s`, `2m`, `1h`. Whole seconds only. */
export const formatDuration = (duration: Duration): string => {
  if (duration.unit === 'business-days') return `${duration.count}bd`;
  if (duration.unit === 'business-hours') return `${duration.count}bh`;
  const unit = timeUnits.find(({ ms }) => duration.ms > 0 && duration.ms % ms === 0);
  return unit ? `${duration.ms / unit.ms}${unit.suffix}` : `${Math.ceil(duration.ms / 1000)}s`;
};
