import { Binary, deserialize, Double, Int32, Long, ObjectId, serialize } from 'bson';
import { createRefusal } from './errors.js';

// One ordering for everything: a value becomes a string whose plain `<` and `===` are MongoDB's order and
// equality. No encoding is the beginning of another one, so they can be joined (compound keys) and mirrored
// (descending keys).

/**
 * A decoded BSON document. Numbers stay `Int32`, `Long` or `Double`, so that re-encoding keeps their type.
 */
export type Fields = Record<string, unknown>;

/** Decodes one BSON document without promoting numbers. Throws BSONError if the bytes are no document. */
export function decode(bytes: Uint8Array): Fields {
  return deserialize(bytes, { promoteValues: false });
}

/** Encodes a document, nulls and number types as they are. */
export function encode(fields: Fields): Uint8Array {
  return serialize(fields, { ignoreUndefined: true });
}

/** True for an embedded document, false for scalars, arrays and the BSON classes. */
export function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp) &&
    !('_bsontype' in value)
  );
}

/** The number in a BSON or JavaScript number, exact; undefined for anything else. */
export function findNumber(value: unknown): number | bigint | undefined {
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Long) return value.toBigInt();
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

const float = new DataView(new ArrayBuffer(8));

function encodeNumber(value: number | bigint): string {
  const nearest = Number(value);
  if (Number.isNaN(nearest)) return '\0\0\0\0\u8000';
  float.setFloat64(0, nearest === 0 ? 0 : nearest);
  const negative = nearest < 0;
  const [first, ...others] = [0, 2, 4, 6].map((at) => float.getUint16(at) ^ (negative ? 0xffff : 0));
  // A 64-bit integer beyond 2^53 differs from its nearest double by at most 512; that rest breaks the tie.
  const rest = typeof value === 'bigint' ? Number(value - BigInt(nearest)) : 0;
  return String.fromCharCode((first ?? 0) ^ (negative ? 0 : 0x8000), ...others, 0x8000 + rest);
}

function encodeString(text: string): string {
  // UTF-16 sorts surrogates before U+E000; MongoDB compares UTF-8, where they come last.
  const ordered = /[\ud800-\uffff]/.test(text)
    ? text.replace(/[\ud800-\uffff]/g, (unit) => {
        const code = unit.charCodeAt(0);
        return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800);
      })
    : text;
  return `${ordered.includes('\0') ? ordered.replaceAll('\0', '\0\u0001') : ordered}\0\0`;
}

function encodeBinary(value: Binary): string {
  const bytes = Buffer.from(value.value());
  const length = String.fromCharCode(bytes.length >>> 16, bytes.length & 0xffff, value.sub_type);
  return length + bytes.toString('latin1');
}

const nullKey = '\u0005';
const arrayTag = '\u0019';

function encodeObject(value: Fields): string {
  const fields = Object.entries(value).map(([name, field]) => {
    const key = encodeKey(field);
    return key.charAt(0) + encodeString(name) + key.slice(1);
  });
  return `${fields.join('')}\0`;
}

/**
 * The sort and equality key of a value; a missing value counts as null. The first character is the type
 * bracket.
 * @throws CommandError for types whose order is not implemented (Decimal128, Timestamp, RegExp, …).
 */
export function encodeKey(value: unknown): string {
  if (value === undefined || value === null) return nullKey;
  const number = findNumber(value);
  if (number !== undefined) return `\u000a${encodeNumber(number)}`;
  if (typeof value === 'string') return `\u000f${encodeString(value)}`;
  if (Array.isArray(value)) return `${arrayTag}${value.map(encodeKey).join('')}\0`;
  if (value instanceof Binary) return `\u001e${encodeBinary(value)}`;
  if (value instanceof ObjectId) return `\u0023${value.toHexString()}`;
  if (typeof value === 'boolean') return `\u0028${value ? '1' : '0'}`;
  if (value instanceof Date) return `\u002d${encodeNumber(value.getTime())}`;
  if (isFields(value)) return `\u0014${encodeObject(value)}`;
  throw createRefusal(`comparing a value of type ${value.constructor.name}`);
}

export function isNullKey(key: string): boolean {
  return key === nullKey;
}

export function isArrayKey(key: string): boolean {
  return key.startsWith(arrayTag);
}

/** Mirrors a key, so that ascending order of the result is descending order of the value. */
export function mirrorKey(key: string): string {
  let mirrored = '';
  for (let at = 0; at < key.length; at += 1) mirrored += String.fromCharCode(0xffff - key.charCodeAt(at));
  return mirrored;
}

/** The smallest string greater than every string that begins with `prefix`; undefined if there is none. */
export function successorOf(prefix: string): string | undefined {
  for (let at = prefix.length - 1; at >= 0; at -= 1) {
    const unit = prefix.charCodeAt(at);
    if (unit < 0xffff) return prefix.slice(0, at) + String.fromCharCode(unit + 1);
  }
  return undefined;
}

/**
 * The values a dotted path reaches, arrays on the way being walked through; `undefined` stands for a missing
 * field. An array at the end of the path is one value.
 */
export function valuesAt(value: unknown, path: readonly string[], at = 0): unknown[] {
  const step = path[at];
  if (step === undefined) return [value];
  if (!Array.isArray(value))
    return valuesAt(isFields(value) && Object.hasOwn(value, step) ? value[step] : undefined, path, at + 1);
  const items: unknown[] = value;
  const found = items.filter(isFields).flatMap((item) => valuesAt(item, path, at));
  if (/^\d+$/.test(step) && Number(step) < items.length)
    found.push(...valuesAt(items[Number(step)], path, at + 1));
  return found;
}
