import type { Connection } from 'mongoose';

export interface Mongo {
  readonly connection: Connection;
  /** Whether MongoDB answers within that time. Never rejects. */
  readonly ping: (deadlineMs: number) => Promise<boolean>;
  /** Waits at most that long for what is under way. Never rejects. */
  readonly close: (deadlineMs: number) => Promise<void>;
}
