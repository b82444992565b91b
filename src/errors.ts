/**
 * What should not happen. What a person may well meet is a value with a `kind` instead.
 * Above the adapters nobody sees the error of a driver or an SDK: it is the `cause` of one of these.
 */
export abstract class AppError extends Error {
  /** Stable and never translated; jobs, logs and alarms compare this, never the message. */
  abstract readonly code: string;
  /** True if the same call may succeed later with nothing changed. */
  abstract readonly retryable: boolean;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A fenced write met another version, or another process won: read again and compute again. */
export class StoreConflict extends AppError {
  readonly code = 'STORE.CONFLICT';
  readonly retryable = true;
}

/** The store did not answer in time or not at all. The outcome of a write is unknown. */
export class StoreUnavailable extends AppError {
  readonly code = 'STORE.UNAVAILABLE';
  readonly retryable = true;
}

/** A platform did not say what only it knows. What depends on it waits; nothing is guessed. */
export class PlatformUnavailable extends AppError {
  readonly code = 'PLATFORM.UNAVAILABLE';
  readonly retryable = true;
}

/** Undefined: the platform does not say. For what can do without its answer. */
export async function unlessUnavailable<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PlatformUnavailable) return undefined;
    throw error;
  }
}

/** A document was written by a newer version of this program; reading it could lose what it says. */
export class DocumentNewerThanProgram extends AppError {
  readonly code = 'STORE.DOCUMENT_NEWER';
  readonly retryable = false;
}

/** A document is not of the shape that its schema version promises. */
export class DocumentMalformed extends AppError {
  readonly code = 'STORE.DOCUMENT_MALFORMED';
  readonly retryable = false;
}

/** What logs and answers say of a failure: a stable word, never a text that may hold somebody's data. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
