import { Long } from 'bson';
import { CommandError } from './errors.js';
import { encodeCursor } from './wire.js';

const defaultFirstBatch = 101;
const maxBatchBytes = 16_000_000;
const idleMs = 10 * 60_000;

interface Cursor {
  readonly namespace: string;
  readonly rest: Uint8Array[];
  usedAtMs: number;
}

/** How much of the result a client wants at once. */
export interface BatchOptions {
  readonly batchSize?: number | undefined;
  readonly singleBatch?: boolean;
}

function takeBatch(rest: Uint8Array[], batchSize: number): Uint8Array[] {
  let count = 0;
  for (let bytes = 0; count < Math.min(rest.length, batchSize); count += 1) {
    bytes += rest[count]?.length ?? 0;
    // At least one document, or the cursor would never end.
    if (count > 0 && bytes > maxBatchBytes) break;
  }
  return rest.splice(0, count);
}

/** Results that clients have not read to their end. A result is fixed when its query runs. */
export class Cursors {
  private readonly cursors = new Map<bigint, Cursor>();
  private lastId = 0n;

  /** The reply with the first batch; the rest waits for `more`. */
  open(
    namespace: string,
    documents: readonly Uint8Array[],
    { batchSize, singleBatch = false }: BatchOptions,
  ): Uint8Array {
    const rest = [...documents];
    const batch = takeBatch(rest, batchSize ?? defaultFirstBatch);
    if (rest.length === 0 || singleBatch)
      return encodeCursor('firstBatch', batch, { id: Long.ZERO, ns: namespace });
    this.lastId += 1n;
    this.cursors.set(this.lastId, { namespace, rest, usedAtMs: Date.now() });
    return encodeCursor('firstBatch', batch, { id: Long.fromBigInt(this.lastId), ns: namespace });
  }

  /** @throws CommandError 43 if there is no such cursor (any more). */
  more(id: bigint, batchSize: number | undefined): Uint8Array {
    const cursor = this.cursors.get(id);
    if (!cursor) throw new CommandError(43, 'CursorNotFound', `cursor id ${id.toString()} not found`);
    const batch = takeBatch(cursor.rest, batchSize ?? Infinity);
    cursor.usedAtMs = Date.now();
    const isDone = cursor.rest.length === 0;
    if (isDone) this.close(id);
    return encodeCursor('nextBatch', batch, {
      id: isDone ? Long.ZERO : Long.fromBigInt(id),
      ns: cursor.namespace,
    });
  }

  close(id: bigint): void {
    this.cursors.delete(id);
  }

  /** Forgets cursors that nobody has read from for ten minutes. */
  closeIdle(nowMs: number): void {
    for (const [id, { usedAtMs }] of this.cursors) if (usedAtMs < nowMs - idleMs) this.close(id);
  }
}
