import { CommandError, WriteConflict } from './errors.js';
import type { Collection } from './collection.js';
import type { Content, Index } from './indexes.js';
import { encodeKey, successorOf, type Fields } from './values.js';

/** What reading needs: a point in time, and the reader's own unwritten changes. */
export interface View {
  readonly snapshot: number;
  /** The reader's own changes in a collection; an undefined content is a deletion. */
  readonly staged: ReadonlyMap<Collection, ReadonlyMap<string, Content | undefined>>;
}

type Staged = Map<Collection, Map<string, Content | undefined>>;

/** What all transactions of one store share. */
export interface TransactionHost {
  /** Which open transaction has staged a document: `<namespace>\0<id>`. */
  readonly locks: Map<string, Transaction>;
  /** Which open transaction claims a unique key: `<namespace>\0<index>\0<key>`. */
  readonly claims: Map<string, Transaction>;
  /** Makes everything staged the newest state at once. */
  install(staged: Staged): void;
  /** Frees what an ended transaction held. */
  release(transaction: Transaction): void;
}

/** Reads the newest state. */
export const latest: View = { snapshot: Infinity, staged: new Map() };

/** Changes that become visible together or not at all, based on one point in time. */
export class Transaction implements View {
  readonly staged: Staged = new Map();
  /** The names of its locks and claims in the store. */
  readonly held = new Set<string>();
  /** Resolves when it has committed or been given up. */
  readonly ended: Promise<void>;
  private isOpen = true;
  private resolveEnded: () => void = () => undefined;

  constructor(
    private readonly host: TransactionHost,
    readonly snapshot: number,
  ) {
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
  }

  /**
   * Stages a new document.
   * @throws WriteConflict, or CommandError 11000 if its `_id` or another unique key exists.
   */
  insert(collection: Collection, content: Content): void {
    const id = encodeKey(content.document._id);
    this.lock(collection, id);
    const mine = this.staged.get(collection);
    const exists = mine?.has(id) ? mine.get(id) : collection.findVersion(id, this.snapshot);
    const primary = collection.indexes.get('_id_');
    if (exists && primary) throw primary.createDuplicateError(collection.namespace, content.document);
    this.stage(collection, id, content);
  }

  /**
   * Stages the next state of a document, or its deletion.
   * @throws WriteConflict, or CommandError 11000 if a unique key exists in another document.
   */
  stage(collection: Collection, id: string, content: Content | undefined): void {
    this.lock(collection, id);
    const mine = this.staged.get(collection) ?? new Map<string, Content | undefined>();
    this.staged.set(collection, mine);
    if (content)
      for (const index of collection.indexes.values()) {
        const keys = index.keysOf(content.document);
        // The lock already keeps the _id unique.
        if (index.unique && index.name !== '_id_')
          for (const key of keys) this.claim(collection, index, key, id, content.document);
      }
    mine.set(id, content);
  }

  /** Makes the staged changes the newest state and ends. */
  commit(): void {
    this.host.install(this.staged);
    this.end();
  }

  /** Gives up what is staged, unless it has been committed. */
  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.host.release(this);
    this.resolveEnded();
  }

  private lock(collection: Collection, id: string): void {
    const name = `${collection.namespace}\0${id}`;
    const holder = this.host.locks.get(name);
    if (holder && holder !== this) throw new WriteConflict(holder);
    if ((collection.heads.get(id)?.sequence ?? 0) > this.snapshot) throw new WriteConflict();
    this.host.locks.set(name, this);
    this.held.add(name);
  }

  private claim(collection: Collection, index: Index, key: string, id: string, document: Fields): void {
    const name = `${collection.namespace}\0${index.name}\0${key}`;
    const claimant = this.host.claims.get(name);
    if (claimant && claimant !== this) throw new WriteConflict(claimant);
    for (const [otherId, other] of this.staged.get(collection) ?? [])
      if (other && otherId !== id && index.keysOf(other.document).includes(key))
        throw index.createDuplicateError(collection.namespace, document);
    for (const version of index.entries.range(key, successorOf(key))) {
      const isNewest = collection.heads.get(version.id) === version;
      if (!isNewest || version.id === id || this.staged.get(collection)?.has(version.id)) continue;
      const holder = this.host.locks.get(`${collection.namespace}\0${version.id}`);
      const kept = holder?.staged.get(collection)?.get(version.id);
      // Whether that document keeps the key is known only when the other transaction has ended.
      if (holder && !(kept && index.keysOf(kept.document).includes(key))) throw new WriteConflict(holder);
      if (version.sequence > this.snapshot) throw new WriteConflict();
      throw index.createDuplicateError(collection.namespace, document);
    }
    this.host.claims.set(name, this);
    this.held.add(name);
  }
}

/** @throws CommandError 66 if an update would change the `_id`. */
export function verifySameId(before: Fields, after: Fields): void {
  if (encodeKey(before._id) !== encodeKey(after._id))
    throw new CommandError(
      66,
      'ImmutableField',
      "the (immutable) field '_id' was found to have been altered",
    );
}
