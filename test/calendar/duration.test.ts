import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Duration, formatDuration, parseDuration } from '../../src/calendar/duration.js';

const aCount = fc.integer({ min: 0, max: 999_999 });
const anyDuration: fc.Arbitrary<Duration> = fc.oneof(
  aCount.map((count): Duration => ({ unit: 'business-days', count })),
  aCount.map((count): Duration => ({ unit: 'business-hours', count })),
  fc
    .tuple(aCount, fc.constantFrom(1000, 60_000, 3_600_000))
    .map(([count, ms]): Duration => ({ unit: 'time', ms: count * ms })),
);

describe('a duration', () => {
  it.each<[string, Duration]>([
    ['3bd', { unit: 'business-days', count: 3 }],
    ['0bd', { unit: 'business-days', count: 0 }],
    ['4bh', { unit: 'business-hours', count: 4 }],
    ['90s', { unit: 'time', ms: 90_000 }],
    ['30m', { unit: 'time', ms: 1_800_000 }],
    ['12h', { unit: 'time', ms: 43_200_000 }],
    ['0s', { unit: 'time', ms: 0 }],
  ])('is read from %s and written back', (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
    expect(formatDuration(duration)).toBe(text);
  });

  it.each(['3', 'bd', '-1bd', '1.5h', '3 bd', '3d', '3bd ', '3BD', '3営業日', '1h30m', '1234567s'])(
    'is not read from %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('survives writing and reading', () => {
    fc.assert(
      fc.property(anyDuration, (duration) => {
        expect(parseDuration(formatDuration(duration))).toEqual(duration);
      }),
    );
  });
});
