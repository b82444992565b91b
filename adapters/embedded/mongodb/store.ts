import { Collection } from './collection.js';
import { CommandError, WriteConflict } from './errors.js';
import type { Content, Version } from './indexes.js';
import { Transaction, type TransactionHost } from './transaction.js';

/** All collections in memory, their versions, and the transactions open on them. */
export class Store implements TransactionHost {
  readonly collections = new Map<string, Collection>();
  /** The number of the last commit. */
  sequence = 0;
  readonly locks = new Map<string, Transaction>();
  readonly claims = new Map<string, Transaction>();
  private readonly open = new Set<Transaction>();
  /** Versions whose predecessors wait for open transactions to end, oldest first. */
  private readonly retired: { collection: Collection; version: Version }[] = [];

  getCollection(namespace: string): Collection {
    const known = this.collections.get(namespace);
    if (known) return known;
    const created = new Collection(namespace);
    this.collections.set(namespace, created);
    return created;
  }

  begin(): Transaction {
    const transaction = new Transaction(this, this.sequence);
    this.open.add(transaction);
    return transaction;
  }

  install(staged: ReadonlyMap<Collection, ReadonlyMap<string, Content | undefined>>): void {
    this.sequence += 1;
    for (const [collection, contents] of staged)
      for (const [id, content] of contents)
        this.retired.push({ collection, version: collection.install(id, content, this.sequence) });
  }

  /** Also forgets the versions that nobody can read any more. */
  release(transaction: Transaction): void {
    this.open.delete(transaction);
    for (const held of [this.locks, this.claims])
      for (const name of transaction.held) if (held.get(name) === transaction) held.delete(name);
    const oldest = Math.min(this.sequence, ...[...this.open].map(({ snapshot }) => snapshot));
    let done = 0;
    for (const { collection, version } of this.retired) {
      if (version.sequence > oldest) break;
      collection.forgetBefore(version);
      done += 1;
    }
    this.retired.splice(0, done);
  }

  /**
   * Runs one statement as a transaction of its own, waiting for open transactions that are in its way.
   * Whatever `run` throws undoes the statement.
   */
  async runAlone<Result>(run: (transaction: Transaction) => Result): Promise<Result> {
    for (;;) {
      const transaction = this.begin();
      try {
        return run(transaction);
      } catch (error) {
        if (!(error instanceof WriteConflict) || !error.blocker) throw error;
        transaction.end();
        await error.blocker.ended;
      } finally {
        transaction.end();
      }
    }
  }

  /**
   * Runs something at a moment when no transaction is open, as changes of collections and indexes need it.
   */
  async runIdle<Result>(run: () => Result): Promise<Result> {
    for (let [first] = this.open; first; [first] = this.open) await first.ended;
    return run();
  }

  /** @throws CommandError 26 if there is no such collection. */
  getExisting(namespace: string): Collection {
    const collection = this.collections.get(namespace);
    if (!collection) throw new CommandError(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`);
    return collection;
  }
}
