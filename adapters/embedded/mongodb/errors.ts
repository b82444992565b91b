/**
 * An error that goes to the client as `{ok: 0, code, codeName, errmsg, ...details}`, in MongoDB's numbers and
 * names.
 */
export class CommandError extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/**
 * Another transaction was here first. `blocker` is set while that transaction is still open, so that a plain
 * write can wait for its end.
 */
export class WriteConflict extends CommandError {
  constructor(readonly blocker?: { readonly ended: Promise<void> }) {
    super(
      112,
      'WriteConflict',
      'Write conflict: another transaction holds or has changed this document or key',
      {
        errorLabels: ['TransientTransactionError'],
      },
    );
  }
}

/**
 * What this server leaves out is refused by name: silent acceptance would make code pass here and fail on
 * MongoDB.
 */
export function createRefusal(what: string): CommandError {
  return new CommandError(238, 'NotImplemented', `The embedded MongoDB does not support ${what}`);
}
