import { describe, expect, it } from '@jest/globals';
import { Binary, Double, Int32, Long, ObjectId } from 'bson';
import fc from 'fast-check';
import { OrderedKeys } from '../../../../adapters/embedded/mongodb/ordered-keys.js';
import { encodeKey, mirrorKey, successorOf } from '../../../../adapters/embedded/mongodb/values.js';

const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constant(null),
);

describe('encodeKey', () => {
  it('orders the types as MongoDB does', () => {
    const ordered = [
      ...[
        null,
        new Double(NaN),
        new Double(-Infinity),
        new Double(-1.5),
        Long.fromNumber(-1),
        new Int32(0),
        new Double(0.5),
      ],
      ...[
        Long.fromString('9007199254740992'),
        Long.fromString('9007199254740993'),
        new Double(Infinity),
        '',
        'a',
        'a\0',
        'ab',
      ],
      ...['\ue000', '𠮷', {}, { a: 1 }, { a: 2 }, { b: 1 }, { a: 'x' }, [], [1], [1, 2], [2]],
      ...[new Binary(Buffer.from([255])), new Binary(Buffer.from([0, 0])), new ObjectId('00'.repeat(12))],
      ...[new ObjectId('ff'.repeat(12)), false, true, new Date(-5), new Date(5)],
    ];
    const keys = ordered.map(encodeKey);

    expect([...keys].sort()).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes equal numbers of different types for equal', () => {
    const keys = [new Int32(7), new Double(7), Long.fromNumber(7), 7].map(encodeKey);

    expect(new Set(keys).size).toBe(1);
    expect(encodeKey(new Double(-0))).toBe(encodeKey(0));
  });

  it('orders numbers by value and strings by code point', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }),
        fc.double({ noNaN: true }),
        (a, b) => encodeKey(a) < encodeKey(b) === a < b,
      ),
    );
    const bytes = fc.string({ unit: 'grapheme-composite' });
    fc.assert(
      fc.property(
        bytes,
        bytes,
        (a, b) => encodeKey(a) < encodeKey(b) === Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0,
      ),
    );
  });

  it('gives keys that can be joined and mirrored', () => {
    fc.assert(
      fc.property(scalar, scalar, (a, b) => {
        const [left, right] = [encodeKey(a), encodeKey(b)];
        expect(left !== right && right.startsWith(left)).toBe(false);
        expect(mirrorKey(left) < mirrorKey(right)).toBe(right < left);
        expect(left < (successorOf(left) ?? '')).toBe(true);
      }),
    );
  });

  it('refuses what it cannot order', () => {
    expect(() => encodeKey(/a/)).toThrow('RegExp');
  });
});

describe('OrderedKeys', () => {
  it('gives the same ranges as a sorted array', () => {
    const operations = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 2000 })), {
      minLength: 1000,
      maxLength: 3000,
    });
    const key = (n: number) => String(n).padStart(4, '0');
    fc.assert(
      fc.property(operations, fc.nat(2000), fc.nat(2000), fc.boolean(), (list, low, high, reverse) => {
        const ordered = new OrderedKeys<number>();
        const model = new Set<number>();
        for (const [isRemoval, n] of list)
          if (isRemoval && n % 3 === 0) {
            ordered.remove(key(n));
            model.delete(n);
          } else {
            ordered.add(key(n), n);
            model.add(n);
          }
        const expected = [...model]
          .filter((n) => n >= low && n < high)
          .sort((a, b) => (a - b) * (reverse ? -1 : 1));
        expect([...ordered.range(key(low), key(high), reverse)]).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
