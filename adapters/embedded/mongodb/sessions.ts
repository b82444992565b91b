import { CommandError } from './errors.js';
import type { Store } from './store.js';
import type { Transaction } from './transaction.js';

const lifetimeMs = 60_000;
const rememberMs = 30 * 60_000;

/** Which transaction of which session a command belongs to. */
export interface TransactionName {
  /** The session id, hexadecimal. */
  readonly session: string;
  readonly number: bigint;
}

interface Opened {
  readonly number: bigint;
  readonly transaction: Transaction;
  readonly timer: NodeJS.Timeout;
  /** The connection that spoke last: when it breaks, nobody waits 60 seconds for the locks. */
  connection: object;
}

/** A commit that may be asked for again, by a client that did not get the answer. */
export interface CommitOutcome {
  readonly session: string;
  readonly number: bigint;
  readonly atMs: number;
}

function createUnknownTransaction({ number }: TransactionName): CommandError {
  return new CommandError(
    251,
    'NoSuchTransaction',
    `Transaction ${number.toString()} is not open here (any more)`,
    {
      errorLabels: ['TransientTransactionError'],
    },
  );
}

/** The open transaction of each session, and the last committed one. */
export class Sessions {
  private readonly opened = new Map<string, Opened>();
  private readonly outcomes = new Map<string, CommitOutcome>();

  constructor(private readonly store: Store) {}

  /**
   * Opens a transaction; an older one of the same session is given up. Throws CommandError 225 for a number
   * that was used.
   */
  start(name: TransactionName, connection: object): Transaction {
    const lastNumber =
      this.opened.get(name.session)?.number ?? this.outcomes.get(name.session)?.number ?? -1n;
    if (name.number <= lastNumber)
      throw new CommandError(225, 'TransactionTooOld', 'Transaction number was used before');
    this.abort(name.session);
    const transaction = this.store.begin();
    const timer = setTimeout(() => {
      this.abort(name.session);
    }, lifetimeMs).unref();
    this.opened.set(name.session, { number: name.number, transaction, timer, connection });
    return transaction;
  }

  /** @throws CommandError 251 (transient) if that transaction is not open. */
  get(name: TransactionName, connection: object): Transaction {
    const found = this.opened.get(name.session);
    if (found?.number !== name.number) throw createUnknownTransaction(name);
    found.connection = connection;
    return found.transaction;
  }

  /** True if this very transaction has been committed, perhaps before a restart. */
  hasCommitted({ session, number }: TransactionName): boolean {
    return this.outcomes.get(session)?.number === number;
  }

  /** Notes a commit; from the journal or just made. */
  remember(outcome: CommitOutcome): void {
    this.outcomes.set(outcome.session, outcome);
    this.forget(outcome.session);
  }

  /** Gives up what is open in a session, if anything is. */
  abort(session: string): void {
    const found = this.opened.get(session);
    this.forget(session);
    found?.transaction.end();
  }

  abortAllOf(connection: object): void {
    for (const [session, opened] of this.opened) if (opened.connection === connection) this.abort(session);
  }

  /** The commits a client may still ask about; older ones are forgotten. */
  listOutcomes(nowMs: number): CommitOutcome[] {
    for (const [session, { atMs }] of this.outcomes)
      if (atMs < nowMs - rememberMs) this.outcomes.delete(session);
    return [...this.outcomes.values()];
  }

  private forget(session: string): void {
    clearTimeout(this.opened.get(session)?.timer);
    this.opened.delete(session);
  }
}
