import { AppError } from '../../src/errors.js';

type Status = 400 | 401 | 403 | 413 | 503;

/** Who a token says that it is of and by which key: nothing secret, and nobody's data. */
export interface Claimed {
  readonly iss: string | null;
  readonly kid: string | null;
}

/** A request that is not taken. `reason` is for our log: its sender gets the status and `bodies`, never why. */
export class RequestRejected extends AppError {
  readonly code = 'TEAMS.REQUEST_REJECTED';
  readonly retryable = false;
  readonly claimed: Claimed | null;

  constructor(
    readonly status: Status,
    readonly reason: string,
    { claimed = null, ...options }: { claimed?: Claimed | null; cause?: unknown } = {},
  ) {
    super(reason, options);
    this.claimed = claimed;
  }
}

export const rejectionBodies: Readonly<Record<Status, { readonly error: string }>> = {
  400: { error: 'The body is not an activity.' },
  401: { error: 'Not authenticated.' },
  403: { error: 'Not allowed.' },
  413: { error: 'The body is too large.' },
  503: { error: 'Not available right now.' },
};
