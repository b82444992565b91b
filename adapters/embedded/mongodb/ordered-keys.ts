const maxChunkLength = 256;

interface Chunk<Value> {
  readonly keys: string[];
  readonly values: Value[];
}

/** Position of the first element for which `isAtOrAfter` is true, in a list where it turns true once. */
function findPosition(length: number, isAtOrAfter: (position: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAtOrAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * A sorted map from string keys: a list of short sorted chunks, so that an insert never moves more than one
 * chunk.
 */
export class OrderedKeys<Value> {
  private readonly chunks: Chunk<Value>[] = [];

  add(key: string, value: Value): void {
    const at = Math.max(0, this.chunkFor(key));
    const chunk = this.chunks[at];
    if (!chunk) {
      this.chunks.push({ keys: [key], values: [value] });
      return;
    }
    const position = findPosition(chunk.keys.length, (index) => (chunk.keys[index] ?? '') >= key);
    const replaced = chunk.keys[position] === key ? 1 : 0;
    chunk.keys.splice(position, replaced, key);
    chunk.values.splice(position, replaced, value);
    if (chunk.keys.length <= maxChunkLength) return;
    const half = maxChunkLength >>> 1;
    this.chunks.splice(at + 1, 0, { keys: chunk.keys.splice(half), values: chunk.values.splice(half) });
  }

  remove(key: string): void {
    const at = this.chunkFor(key);
    const chunk = this.chunks[at];
    if (!chunk) return;
    const position = findPosition(chunk.keys.length, (index) => (chunk.keys[index] ?? '') >= key);
    if (chunk.keys[position] !== key) return;
    chunk.keys.splice(position, 1);
    chunk.values.splice(position, 1);
    if (chunk.keys.length === 0) this.chunks.splice(at, 1);
  }

  /**
   * The values with `low <= key`, and `key < high` if there is a `high`, in key order or reversed. Not to be
   * changed while reading.
   */
  *range(low: string, high: string | undefined, reverse = false): Generator<Value> {
    const from = Math.max(0, this.chunkFor(low));
    const to = high === undefined ? this.chunks.length - 1 : Math.max(0, this.chunkFor(high));
    for (let step = 0; step <= to - from; step += 1) {
      const chunk = this.chunks[reverse ? to - step : from + step];
      if (!chunk) return;
      const { keys, values } = chunk;
      const first = findPosition(keys.length, (index) => (keys[index] ?? '') >= low);
      const end =
        high === undefined ? keys.length : findPosition(keys.length, (index) => (keys[index] ?? '') >= high);
      const found = values.slice(first, end);
      yield* reverse ? found.reverse() : found;
    }
  }

  /** The last chunk that begins at or before `key`; -1 if all begin after it. */
  private chunkFor(key: string): number {
    return findPosition(this.chunks.length, (index) => (this.chunks[index]?.keys[0] ?? '') > key) - 1;
  }
}
