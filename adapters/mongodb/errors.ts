import mongoose from 'mongoose';
import { AppError, StoreConflict, StoreUnavailable } from '../../src/errors.js';

const { MongoError, MongoServerError, MongoNetworkError, MongoWriteConcernError } = mongoose.mongo;

/** MongoDB said no for good: a mistake of this program, a missing right, or a database that does not fit. */
export class StoreRefused extends AppError {
  readonly code = 'STORE.REFUSED';
  readonly retryable = false;
}

const duplicateKey = 11_000;

/**
 * The server is changing its primary, shutting down, out of time, or gave up a transaction: nothing is wrong with
 * the request. Codes of the server, where they come without a label.
 *
 * @see https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
 */
const passingCodes = new Set<unknown>([
  6, 7, 24, 50, 64, 89, 91, 112, 189, 246, 251, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

const passingLabels = ['TransientTransactionError', 'UnknownTransactionCommitResult', 'RetryableWriteError'];

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === duplicateKey;

function isPassing(error: Error): boolean {
  if (error instanceof MongoError && passingLabels.some((label) => error.hasErrorLabel(label))) return true;
  if (error instanceof MongoNetworkError || error instanceof MongoWriteConcernError) return true;
  if (error instanceof MongoServerError) return passingCodes.has(error.code);
  // What is left of the driver and of mongoose itself; neither exports all of these classes.
  return [
    'MongoServerSelectionError',
    'MongooseServerSelectionError',
    'MongoWaitQueueTimeoutError',
    'MongoPoolClosedError',
    'MongoPoolClearedError',
    'MongoNotConnectedError',
    'MongoTopologyClosedError',
    'MongoClientClosedError',
    'MongoExpiredSessionError',
    'MongooseBulkSaveIncompleteError',
    'MongoOperationTimeoutError',
    // A connection that broke inside a transaction.
    'MongoRuntimeError',
  ].includes(error.name);
}

/** What the heart sees of an error of the driver or of mongoose, which stays its cause. */
export function translateError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const cause = { cause: error };
  if (isDuplicateKey(error)) return new StoreConflict('Somebody else wrote this key', cause);
  if (error instanceof Error && isPassing(error))
    return new StoreUnavailable(
      'MongoDB does not answer; check that it runs and that MONGODB_URI is right',
      cause,
    );
  return new StoreRefused('MongoDB or mongoose refused a request', cause);
}

/**
 * The same repository, every rejection translated. Not to be used inside a transaction: the driver decides by its own
 * errors' labels whether to run it again.
 */
export function translatingErrors<Repository extends object>(repository: Repository): Repository {
  return new Proxy(repository, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, parameters);
        if (!(result instanceof Promise)) return result;
        return result.catch((error: unknown) => {
          throw translateError(error);
        });
      };
    },
  });
}

/** @throws StoreConflict unless a fenced write met its document. */
export function verifyMatched({ matchedCount }: { readonly matchedCount: number }, what: string): void {
  if (matchedCount !== 1) throw new StoreConflict(`The ${what} was changed since it was read`);
}

/**
 * Two first writers of a key may both try to insert it; the one that lost finds it the second time.
 * Outside transactions only: inside, the first error has ended everything.
 */
export async function retryDuplicateKey<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return upsert();
  }
}
