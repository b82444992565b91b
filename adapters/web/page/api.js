/** The service's API (contract §8). */

/** `status` is null when nobody answered. */
export class Failed extends Error {
  constructor(status) {
    super(`failed: ${status}`);
    this.status = status;
  }
}

async function call(path, options) {
  const response = await fetch(`/chat${path}`, options).catch(() => {
    throw new Failed(null);
  });
  if (!response.ok) throw new Failed(response.status);
  return response.json();
}

const send = (path, body) =>
  call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

export const newEventId = () => crypto.randomUUID();

/** Sent again after a failure with the same `eventId`, it is not done twice. */
export const sendEvent = (event) => send('/events', { eventId: newEventId(), ...event });
export const listMessages = (room, person) => call(`/rooms/${room}/messages?person=${person}`);
export const readClock = () => call('/clock');
export const advanceClock = (advance) => send('/clock', { advance });

/**
 * Follows the rooms that a person reads. `onOpen` comes at every (re)connection: what happened meanwhile has to be
 * read then. Returns how to stop.
 */
export function follow(person, { onOpen, onChange, onAway }) {
  let source;
  let retry;
  const connect = () => {
    source = new EventSource(`/chat/stream?person=${person}`);
    source.addEventListener('open', onOpen);
    for (const kind of ['message', 'edit', 'remove']) {
      source.addEventListener(kind, (event) => onChange(kind, JSON.parse(event.data)));
    }
    source.addEventListener('error', () => {
      onAway();
      // A browser gives up for good on an answer that is not 200.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, 2000);
    });
  };
  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
