import { Long } from 'bson';
import type { Collection } from './collection.js';
import { Cursors } from './cursors.js';
import type { JournalRecord } from './frames.js';
import { Index } from './indexes.js';
import { Journal } from './journal.js';
import { Sessions, type CommitOutcome } from './sessions.js';
import { Store } from './store.js';
import type { Transaction } from './transaction.js';
import { decode, encode, encodeKey, findNumber, isFields, type Fields } from './values.js';

const documentsPerRecord = 100;
const defaultSlackBytes = 4 * 2 ** 20;

export interface EngineOptions {
  readonly directory: string;
  readonly onFailure: (error: unknown) => void;
  /** See JournalOptions; 4 MiB unless given. */
  readonly slackBytes?: number;
}

function renderOutcome(outcome: CommitOutcome): Fields {
  return { ...outcome, number: Long.fromBigInt(outcome.number) };
}

function parseOutcome({ session, number, atMs }: Fields): CommitOutcome | undefined {
  if (typeof session !== 'string') return undefined;
  return { session, number: BigInt(findNumber(number) ?? 0), atMs: Number(findNumber(atMs)) };
}

function asList(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/**
 * A store in memory and the journal that makes it durable, kept in step: nothing changes one without the
 * other.
 */
export class Engine {
  readonly store = new Store();
  readonly sessions = new Sessions(this.store);
  readonly cursors = new Cursors();
  private journal: Journal | undefined;

  /** @throws JournalDamaged if what is on disk cannot be trusted. */
  async open({ slackBytes = defaultSlackBytes, ...options }: EngineOptions): Promise<void> {
    this.journal = await Journal.open({
      ...options,
      slackBytes,
      apply: (record) => {
        this.apply(record);
      },
      dump: () => [...this.dump()],
    });
  }

  /** Resolves when everything up to commit `sequence` is on disk. */
  async waitUntilDurable(sequence: number): Promise<void> {
    await this.journal?.waitFor(sequence);
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }

  /**
   * Commits in memory and queues the record; `outcome` goes into the same record, so that neither survives
   * without the other.
   */
  commit(transaction: Transaction, outcome?: CommitOutcome): void {
    const record = this.createCommitRecord(transaction, outcome);
    if (record.documents.length === 0 && !outcome) {
      transaction.end();
      return;
    }
    transaction.commit();
    this.journal?.append(this.store.sequence, record);
    if (outcome) this.sessions.remember(outcome);
  }

  /**
   * Makes sure of a collection with these indexes; only while no transaction is open. Throws E11000, adding
   * nothing of that index.
   */
  addIndexes(namespace: string, indexes: readonly Index[]): void {
    const collection = this.store.getCollection(namespace);
    for (const index of indexes) collection.addIndex(index);
    this.store.sequence += 1;
    this.journal?.append(this.store.sequence, {
      head: { create: namespace, indexes: indexes.map(({ definition }) => definition) },
      documents: [],
    });
  }

  /** Removes a collection; only while no transaction is open. */
  drop(namespace: string): void {
    if (!this.store.collections.delete(namespace)) return;
    this.store.sequence += 1;
    this.journal?.append(this.store.sequence, { head: { drop: namespace }, documents: [] });
  }

  private createCommitRecord(transaction: Transaction, outcome?: CommitOutcome): JournalRecord {
    const writes: Fields[] = [];
    const documents: Uint8Array[] = [];
    const write = (collection: Collection, put: boolean, list: readonly Uint8Array[]) => {
      if (list.length > 0) writes.push({ in: collection.namespace, put, count: list.length });
      documents.push(...list);
    };
    for (const [collection, staged] of transaction.staged) {
      const deleted = [...staged].flatMap(([id, content]) => {
        const before = content ? undefined : collection.heads.get(id)?.content;
        return before ? [encode({ _id: before.document._id })] : [];
      });
      write(collection, false, deleted);
      write(
        collection,
        true,
        [...staged.values()].flatMap((content) => content?.bytes ?? []),
      );
    }
    return { head: { writes, ...(outcome && renderOutcome(outcome)) }, documents };
  }

  private apply({ head, documents }: JournalRecord): void {
    this.store.sequence += 1;
    if (typeof head.drop === 'string') this.store.collections.delete(head.drop);
    if (typeof head.create === 'string') {
      const collection = this.store.getCollection(head.create);
      for (const definition of asList(head.indexes))
        if (!collection.indexes.has(String(definition.name))) collection.addIndex(new Index(definition));
    }
    let at = 0;
    for (const { in: namespace, put, count } of asList(head.writes)) {
      const collection = this.store.getCollection(String(namespace));
      for (const end = at + Number(count); at < end; at += 1) {
        const bytes = documents[at] ?? new Uint8Array();
        const document = decode(bytes);
        const content = put === true ? { document, bytes } : undefined;
        collection.forgetBefore(collection.install(encodeKey(document._id), content, this.store.sequence));
      }
    }
    const outcome = parseOutcome(head);
    if (outcome) this.sessions.remember(outcome);
  }

  private *dump(): Generator<JournalRecord> {
    for (const { namespace, indexes, heads } of this.store.collections.values()) {
      const definitions = [...indexes.values()]
        .filter(({ name }) => name !== '_id_')
        .map(({ definition }) => definition);
      yield { head: { create: namespace, indexes: definitions }, documents: [] };
      const documents = [...heads.values()].flatMap(({ content }) => content?.bytes ?? []);
      for (let at = 0; at < documents.length; at += documentsPerRecord) {
        const slice = documents.slice(at, at + documentsPerRecord);
        yield { head: { writes: [{ in: namespace, put: true, count: slice.length }] }, documents: slice };
      }
    }
    for (const outcome of this.sessions.listOutcomes(Date.now()))
      yield { head: renderOutcome(outcome), documents: [] };
  }
}
