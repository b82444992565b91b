/** `POST /api/messages` (contract §3). Mounted at the server's root, before anything that reads bodies. */
import { Router, type Response } from 'express';
import { unsupported } from '../../src/bot/incoming-event.js';
import { reasonOf } from '../../src/errors.js';
import type { DeskSettings } from '../../src/municipality.js';
import type { SystemClock } from '../../src/ports.js';
import { isOursToKeep } from '../../src/privacy/ours-to-keep.js';
import { createBotDoor, type BotAuthentication, type BotDoor } from './bot-door.js';
import { wordsAnswer } from './invoke-answers.js';
import type { KnownPlaces } from './known-places.js';
import { defaultOpenIdMetadataUrl, fetchOpenIdKeys } from './open-id-keys.js';
import { checkActivity, type CheckedActivity } from './pre-checks.js';
import { readRawBody } from './raw-body.js';
import { readActivity } from './read-activity.js';
import type { Reading } from './reading.js';
import { rejectionBodies, RequestRejected } from './request-rejected.js';
import type { TeamsSettings } from './settings.js';
import { createSigningKeys } from './signing-keys.js';
import { takeIn, type TakeInDeps, type TakenIn } from './take-in.js';
import { createTokenCheck, defaultTokenIssuers, type VerifyToken } from './verify.js';

export interface ReceiverDeps extends TakeInDeps {
  readonly settings: Omit<TeamsSettings, 'appPassword' | 'tokenUrl'>;
  readonly desk: Pick<DeskSettings, 'home' | 'channel'>;
  readonly systemClock: SystemClock;
  readonly places: KnownPlaces;
  readonly authentication: BotAuthentication;
}

export function createReceiver(deps: ReceiverDeps): Router {
  const { settings } = deps;
  const verify = settings.allowUnauthenticated ? null : createVerify(deps);
  const door = createBotDoor(deps.authentication, settings.appId);
  const router = Router({ strict: true, caseSensitive: true });
  router.post('/api/messages', async (request, response) => {
    try {
      const rawBody = await readRawBody(request);
      const token = verify ? await verify(request.headers.authorization) : null;
      await answer(checkActivity(rawBody, token, settings), response, deps, door);
    } catch (error) {
      reject(error, response, deps);
    }
  });
  return router;
}

function createVerify({ settings, systemClock, log }: ReceiverDeps): VerifyToken {
  const metadataUrl = settings.openIdMetadataUrl ?? defaultOpenIdMetadataUrl;
  return createTokenCheck({
    appId: settings.appId,
    issuers: settings.tokenIssuers ?? defaultTokenIssuers,
    findKey: createSigningKeys({ fetchKeys: () => fetchOpenIdKeys(metadataUrl), systemClock, log }),
    systemClock,
  });
}

async function answer(
  checked: CheckedActivity,
  response: Response,
  deps: ReceiverDeps,
  door: BotDoor,
): Promise<void> {
  const { places, words, log } = deps;
  const { reading, reference } = readActivity(checked.payload);
  const what = heard(reading, deps);
  switch (what.kind) {
    case 'unsupported':
      log.debug({ reason: what.reason }, 'an activity of Teams is not for us');
      response.end();
      return;
    case 'unknown-invoke':
      log.warn({ reason: what.reason }, 'an invoke of Teams is of no kind that we know');
      response.status(501).end();
      return;
    case 'not-understood':
      log.info({ reason: what.reason }, 'an invoke of Teams was not understood');
      response.json(wordsAnswer(what.awaits, words.notUnderstood));
      return;
    case 'place-known':
      // Written in any case: what was known may have been forgotten when the bot was taken out. Nothing is said yet:
      // install events come in any order, twice or never (facts §4), so a greeting would have to be a row of the inbox.
      await door(checked, () => places.see(what.reference, 'anew'));
      response.end();
      return;
    case 'places-left':
      await door(checked, () => Promise.all(what.places.map(places.forget)));
      response.end();
      return;
    default:
      send(
        await door(checked, async () => {
          // Before it is handled: what is answered later needs it (facts §4).
          if (reference) await places.see(reference);
          return takeIn(what, checked.text, deps);
        }),
        response,
      );
  }
}

function send({ answer: body, afterwards }: TakenIn, response: Response): void {
  const begin = () => {
    void afterwards();
  };
  // A sender that did not wait has its answer too, in a way.
  if (response.closed) begin();
  else response.once('close', begin);
  if (body) response.json(body);
  else response.end();
}

/** A word that is not ours to keep is forgotten before it is stored. */
const heard = (reading: Reading, { desk }: ReceiverDeps): Reading =>
  reading.kind === 'word' && !isOursToKeep(reading.event, desk)
    ? unsupported('a message in a channel that is not the desk')
    : reading;

/** Its sender hears the status, and nothing that would help to guess better. */
function reject(error: unknown, response: Response, { log }: ReceiverDeps): void {
  if (error instanceof RequestRejected) {
    const { status, reason, claimed } = error;
    log.warn({ status, reason, ...claimed }, 'a request to the address of Teams was refused');
    if (status === 401) response.set('WWW-Authenticate', 'Bearer');
    response.status(status).json(rejectionBodies[status]);
  } else {
    log.warn({ reason: reasonOf(error) }, 'an activity of Teams could not be stored');
    response.status(503).json(rejectionBodies[503]);
  }
}
