import { Index, type Content, type Version } from './indexes.js';

/** The documents of one collection with all their readable versions, and its indexes. */
export class Collection {
  readonly heads = new Map<string, Version>();
  readonly indexes = new Map<string, Index>();
  /**
   * The last commit that changed this collection: a reply about it leaves only when that commit is on disk.
   */
  lastSequence = 0;

  /** `namespace` is `<database>.<collection>`. */
  constructor(readonly namespace: string) {
    this.indexes.set('_id_', new Index({ key: { _id: 1 }, name: '_id_' }));
  }

  /** The state of a document as of a commit; undefined if it did not exist then. */
  findVersion(id: string, snapshot: number): Version | undefined {
    let version = this.heads.get(id);
    while (version && version.sequence > snapshot) version = version.previous;
    return version?.content ? version : undefined;
  }

  /** Makes a content the newest state, in all indexes. */
  install(id: string, content: Content | undefined, sequence: number): Version {
    const previous = this.heads.get(id);
    const entries = content
      ? [...this.indexes.values()].flatMap((index) => this.entriesOf(index, id, content, sequence))
      : [];
    const version: Version = { id, sequence, content, entries, previous };
    this.heads.set(id, version);
    for (const [index, key] of entries) index.entries.add(key, version);
    this.lastSequence = Math.max(this.lastSequence, sequence);
    return version;
  }

  /** Forgets everything before `version`. */
  forgetBefore(version: Version): void {
    for (let old = version.previous; old; old = old.previous)
      for (const [index, key] of old.entries) index.entries.remove(key);
    version.previous = undefined;
    if (!version.content && this.heads.get(version.id) === version) this.heads.delete(version.id);
  }

  /**
   * Adds an index over what is there; only while no transaction is open. Throws E11000, adding nothing, if a
   * unique key repeats.
   */
  addIndex(index: Index): void {
    const keys = new Set<string>();
    const versions = [...this.heads.values()].map((version) => {
      const { content } = version;
      if (!content) return version;
      for (const key of new Set(index.keysOf(content.document))) {
        if (index.unique && keys.has(key)) throw index.createDuplicateError(this.namespace, content.document);
        keys.add(key);
      }
      const added = this.entriesOf(index, version.id, content, version.sequence);
      return { ...version, entries: [...version.entries, ...added] };
    });
    this.indexes.set(index.name, index);
    for (const version of versions) {
      this.heads.set(version.id, version);
      for (const [target, key] of version.entries) target.entries.add(key, version);
    }
  }

  private entriesOf(index: Index, id: string, content: Content, sequence: number): [Index, string][] {
    // Several versions of several documents may share a key: document and commit make the entry unique.
    const suffix =
      id + String.fromCharCode((sequence / 2 ** 32) & 0xffff, (sequence >>> 16) & 0xffff, sequence & 0xffff);
    return index.keysOf(content.document).map((key) => [index, key + suffix]);
  }
}
