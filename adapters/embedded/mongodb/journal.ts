import { existsSync, rmSync, truncateSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFrame, replayFrames, type JournalRecord } from './frames.js';

/** How the journal talks to what it protects. */
export interface JournalOptions {
  readonly directory: string;
  /** Takes one record at start. */
  readonly apply: (record: JournalRecord) => void;
  /**
   * The whole present state as records of some 100 documents, none of them copied: the journal is rewritten
   * with it.
   */
  readonly dump: () => JournalRecord[];
  /** Memory is now ahead of the disk: the process must stop. */
  readonly onFailure: (error: unknown) => void;
  /** The journal is rewritten when it has grown to twice its last compact size plus this. */
  readonly slackBytes: number;
}

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
}

/**
 * The write-ahead file: what it calls durable survives a crash. All commits that wait share the next fsync.
 */
export class Journal {
  private queue: JournalRecord[] = [];
  private waiters: Waiter[] = [];
  private appended = 0;
  private durable = 0;
  private running: Promise<void> | undefined;
  private compacting: Promise<void> | undefined;
  /** The frames written since the state was dumped for a new file; undefined while there is none. */
  private since: Buffer[] | undefined;
  private successor: FileHandle | undefined;
  private compactLength: number;

  private constructor(
    private readonly options: JournalOptions,
    private file: FileHandle,
    private length: number,
  ) {
    this.compactLength = length;
  }

  /**
   * Replays what is there, cuts off the frame a crash interrupted, and rewrites the file if much of it is
   * outdated.
   * @throws JournalDamaged if the file is damaged elsewhere than at its end.
   */
  static async open(options: JournalOptions): Promise<Journal> {
    const path = join(options.directory, 'journal');
    rmSync(join(options.directory, 'journal.new'), { force: true });
    const soundLength = existsSync(path) ? replayFrames(path, options.apply) : 0;
    if (soundLength > 0) truncateSync(path, soundLength);
    const file = await open(path, soundLength > 0 ? 'a' : 'w', 0o600);
    await file.sync();
    const journal = new Journal(options, file, soundLength);
    await journal.syncDirectory();
    if (soundLength > 0) await journal.compactIfOutdated();
    return journal;
  }

  /** Queues the record of a commit; `sequence` grows with each. */
  append(sequence: number, record: JournalRecord): void {
    this.queue.push(record);
    this.appended = sequence;
    this.run();
  }

  /** Resolves when the commit `sequence` is on disk; at once if it is, or if nothing was appended for it. */
  async waitFor(sequence: number): Promise<void> {
    if (Math.min(sequence, this.appended) <= this.durable) return;
    await new Promise<void>((resolve) => this.waiters.push({ sequence, resolve }));
  }

  /** Writes what is queued and closes the file. */
  async close(): Promise<void> {
    await this.compacting;
    while (this.running) await this.running;
    await this.file.close();
  }

  private run(): void {
    this.running ??= this.writeQueue()
      .catch(this.options.onFailure)
      .finally(() => {
        this.running = undefined;
        if (this.queue.length > 0) this.run();
      });
  }

  private async writeQueue(): Promise<void> {
    while (this.queue.length > 0) {
      const sequence = this.appended;
      const frame = encodeFrame(this.queue.splice(0));
      await this.file.appendFile(frame);
      await this.file.datasync();
      this.since?.push(frame);
      this.length += frame.length;
      this.durable = sequence;
      const [done, waiting] = [true, false].map((isDone) =>
        this.waiters.filter((waiter) => waiter.sequence <= sequence === isDone),
      );
      this.waiters = waiting ?? [];
      for (const { resolve } of done ?? []) resolve();
      if (this.hasOutgrown()) this.startCompaction();
    }
    if (this.successor) await this.replaceFile(this.successor);
  }

  private startCompaction(): void {
    this.compacting ??= this.compact()
      .catch(this.options.onFailure)
      .finally(() => (this.compacting = undefined));
  }

  private async compactIfOutdated(): Promise<void> {
    const documents = this.options.dump().flatMap((record) => record.documents);
    this.compactLength = documents.reduce((sum, { length }) => sum + length, 0);
    if (this.hasOutgrown()) this.startCompaction();
    await this.compacting;
  }

  private hasOutgrown(): boolean {
    return this.length > 2 * this.compactLength + this.options.slackBytes;
  }

  /** Writes the present state beside the journal, in slices, while commits go on into the old file. */
  private async compact(): Promise<void> {
    this.since = [];
    const records = this.options.dump();
    const file = await open(join(this.options.directory, 'journal.new'), 'w', 0o600);
    for (const record of records) await file.appendFile(encodeFrame([record]));
    await file.datasync();
    // Only between two frames can the files change places, so the writer does it.
    this.successor = file;
    do {
      this.run();
      await this.running;
    } while (this.isCompacting());
  }

  private isCompacting(): boolean {
    return this.since !== undefined;
  }

  private async replaceFile(successor: FileHandle): Promise<void> {
    // Frames may repeat what the dump holds already: records state results, so applying one twice does no
    // harm.
    for (const frame of this.since ?? []) await successor.appendFile(frame);
    await successor.datasync();
    await rename(join(this.options.directory, 'journal.new'), join(this.options.directory, 'journal'));
    await this.syncDirectory();
    await this.file.close();
    this.file = successor;
    this.length = (await successor.stat()).size;
    this.compactLength = this.length;
    this.successor = undefined;
    this.since = undefined;
  }

  private async syncDirectory(): Promise<void> {
    const directory = await open(this.options.directory, 'r');
    await directory.sync();
    await directory.close();
  }
}
