/** `POST /slack/events` (contract §3). Mounted at the server's root, before anything that reads bodies. */
import { Router, type Request, type Response } from 'express';
import { unsupported } from '../../src/bot/incoming-event.js';
import type { DeskSettings } from '../../src/municipality.js';
import type { SystemClock } from '../../src/ports.js';
import { isOursToKeep } from '../../src/privacy/ours-to-keep.js';
import { createBoltDoor, type BoltDoor, type BoltDoorDeps } from './bolt-door.js';
import { checkRequest, type Checked } from './pre-checks.js';
import { readRawBody } from './raw-body.js';
import { readPayload } from './read-payload.js';
import type { Reading } from './reading.js';
import { RequestRejected } from './verify.js';

export interface ReceiverDeps extends BoltDoorDeps {
  readonly desk: Pick<DeskSettings, 'home' | 'channel'>;
  readonly systemClock: SystemClock;
  /** Slack drops events of this workspace just now. */
  readonly onDropped: () => void;
}

export function createReceiver(deps: ReceiverDeps): Router {
  const door = createBoltDoor(deps);
  // Bolt throws at a path that is only nearly its own.
  const router = Router({ strict: true, caseSensitive: true });
  router.post('/slack/events', async (request, response) => {
    try {
      const rawBody = await readRawBody(request);
      const { signingSecret } = deps.settings;
      const checked = checkRequest(
        { rawBody, headers: request.headers },
        signingSecret,
        deps.systemClock.now(),
      );
      answer({ request, response, rawBody }, checked, deps, door);
    } catch (error) {
      reject(error, response, deps);
    }
  });
  return router;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly rawBody: Buffer;
}

function answer(
  { request, response, rawBody }: Exchange,
  checked: Checked,
  deps: ReceiverDeps,
  door: BoltDoor,
) {
  switch (checked.kind) {
    case 'answered':
      if (checked.body) response.json(checked.body);
      else response.end();
      return;
    case 'rate-limited':
      deps.onDropped();
      deps.log.error({ minute: checked.minute }, 'Slack drops events: more than 30 000 came within an hour');
      response.end();
      return;
    case 'payload': {
      const { text, mediaType } = checked;
      const what = heard(readPayload(checked.payload), deps);
      if (what.kind === 'unsupported') {
        deps.log.debug({ reason: what.reason }, 'an event of Slack is not for us');
        response.end();
      } else door(request, { what, text, rawBody, mediaType, response });
    }
  }
}

/** A word that is not ours to keep is forgotten before it is stored. */
const heard = (reading: Reading, { desk }: ReceiverDeps): Reading =>
  reading.kind === 'word' && !isOursToKeep(reading.event, desk)
    ? unsupported('a message in a channel that is not the desk')
    : reading;

function reject(error: unknown, response: Response, { log }: ReceiverDeps): void {
  if (!(error instanceof RequestRejected)) throw error;
  const { status, message: reason } = error;
  log.warn({ status, reason }, 'a request to the address of Slack was refused');
  // What is malformed stays malformed; a wrong secret or clock may be set right before Slack tries again.
  if (status !== 401) response.set('X-Slack-No-Retry', '1');
  response.status(status).json({ error: reason });
}
