import { AppError } from '../../src/errors.js';

/** What logs and answers say of a failure: a stable word, never a text that may hold somebody's data. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
