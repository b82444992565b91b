import { Double, Int32, Long } from 'bson';
import { CommandError } from './errors.js';
import { findNumber } from './values.js';

const maxInt32 = 2 ** 31 - 1;

function isDouble(value: unknown): boolean {
  return value instanceof Double || (typeof value === 'number' && !Number.isInteger(value));
}

/**
 * `$inc`: the sum in the type MongoDB gives it (Int32, beyond that Long; Double if one is a Double). A
 * missing value counts as 0.
 * @throws CommandError 14 if one is no number, 2 if the sum exceeds 64 bits.
 */
export function addNumbers(current: unknown, increment: unknown, path: string): unknown {
  const left = current === undefined ? 0 : findNumber(current);
  const right = findNumber(increment);
  if (left === undefined || right === undefined)
    throw new CommandError(
      14,
      'TypeMismatch',
      `Cannot apply $inc to a value of non-numeric type (at ${path})`,
    );
  if (current === undefined) return increment;
  if (isDouble(current) || isDouble(increment)) return new Double(Number(left) + Number(right));
  const sum = BigInt(left) + BigInt(right);
  const isLong = current instanceof Long || increment instanceof Long;
  if (!isLong && sum <= BigInt(maxInt32) && sum >= BigInt(-maxInt32 - 1)) return new Int32(Number(sum));
  if (BigInt.asIntN(64, sum) !== sum)
    throw new CommandError(2, 'BadValue', `$inc exceeds 64 bits (at ${path})`);
  return Long.fromBigInt(sum);
}
