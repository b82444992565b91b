/**
 * Tells listeners what changes in the rooms, whichever process wrote it: the store is asked a few times a second,
 * by one loop for all open pages, and not at all while no page is open.
 */
import type { Log } from '../../src/ports.js';
import { ChangeCursor, lookBack, type Change } from './change-cursor.js';
import { reasonOf } from '../../src/errors.js';
import type { RoomStore } from './room-store.js';

// More than what is looked back at, so that every reading gets ahead.
const batch = lookBack + 200;

export type ChangeListener = (change: Change) => void;

export interface RoomWatcherDeps {
  readonly rooms: RoomStore;
  readonly log: Log;
  readonly pollMs: number;
}

export class RoomWatcher {
  readonly #listeners = new Set<ChangeListener>();
  #cursor: Promise<ChangeCursor> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  #away = false;

  constructor(private readonly deps: RoomWatcherDeps) {}

  /**
   * Once it resolves, every later change is told. Returns how to stop.
   * @throws StoreUnavailable
   */
  async subscribe(listener: ChangeListener): Promise<() => void> {
    this.#listeners.add(listener);
    try {
      this.#cursor ??= this.#start();
      await this.#cursor;
    } catch (error) {
      this.#unsubscribe(listener);
      this.#cursor = undefined;
      throw error;
    }
    // Everything may have been closed meanwhile.
    if (this.#listeners.has(listener)) this.#tick();
    return () => {
      this.#unsubscribe(listener);
    };
  }

  /** Something was written here: no need to wait for the next look. */
  wake(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#read().finally(() => {
      this.#isReading = false;
    });
  }

  close(): void {
    this.#listeners.clear();
    this.#stop();
  }

  #tick(): void {
    this.#timer ??= setInterval(() => {
      this.wake();
    }, this.deps.pollMs);
  }

  async #start(): Promise<ChangeCursor> {
    const { rooms } = this.deps;
    const cursor = new ChangeCursor(await rooms.lastSeq());
    cursor.take(await rooms.changesSince(cursor.since, batch));
    return cursor;
  }

  async #read(): Promise<void> {
    const cursor = await this.#cursor?.catch(() => undefined);
    if (!cursor) return;
    try {
      await this.#readOn(cursor);
      this.#away = false;
    } catch (error) {
      if (!this.#away) this.deps.log.warn({ reason: reasonOf(error) }, 'The chat rooms cannot be read');
      this.#away = true;
    }
  }

  async #readOn(cursor: ChangeCursor): Promise<void> {
    let full = true;
    while (full) {
      const entries = await this.deps.rooms.changesSince(cursor.since, batch);
      for (const change of cursor.take(entries)) for (const tell of this.#listeners) tell(change);
      full = entries.length === batch;
    }
  }

  #unsubscribe(listener: ChangeListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#stop();
  }

  /** The next page starts from what is there then. */
  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#cursor = undefined;
  }
}
