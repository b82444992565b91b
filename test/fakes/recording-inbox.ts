import { StoreUnavailable } from '../../src/errors.js';
import type { Envelope, Inbox } from '../../src/ports.js';

/** Keeps what receivers put, with the two uniqueness rules of the real one. */
export class RecordingInbox implements Pick<Inbox, 'put'> {
  readonly envelopes: Envelope[] = [];
  away = false;

  readonly put = (envelope: Envelope): Promise<'stored' | 'duplicate'> => {
    if (this.away) return Promise.reject(new StoreUnavailable('away'));
    const isKnown = this.envelopes.some(
      ({ eventId, dedupKey }) => eventId === envelope.eventId || dedupKey === envelope.dedupKey,
    );
    if (isKnown) return Promise.resolve('duplicate');
    this.envelopes.push(envelope);
    return Promise.resolve('stored');
  };
}
