/** Everything under `/chat` (contract §8): the API of the web chat and its page. Mounted at the server's root. */
import express, {
  Router,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { acceptEvent, afterwards, type AcceptDeps } from './accept-event.js';
import { createClockRoutes, type MovableClock } from './clock-routes.js';
import { reasonOf } from '../../src/errors.js';
import { loopbackOnly } from './loopback-only.js';
import { createPage } from './page.js';
import { isUser, users, type User } from './people.js';
import { isVisibleTo, presentEntry } from './present-entry.js';
import { isRoom, rooms as roomIds } from './rooms.js';
import type { ChatStream } from './stream.js';
import { readWebEvent } from './web-event.js';

const mostBytes = 1_048_576;
const mostListed = 500;

export interface ReceiverDeps extends AcceptDeps {
  readonly clock: MovableClock;
  readonly stream: ChatStream;
}

export function createReceiver(deps: ReceiverDeps): Router {
  const chat = Router();
  chat.use(loopbackOnly, noStore);
  // Whatever the content type says: a body is JSON or it is wrong.
  chat.use(express.json({ limit: mostBytes, type: () => true }));
  chat.post('/events', receiveEvent(deps));
  chat.get('/rooms/:room/messages', knownPerson({ required: false }), listMessages(deps));
  chat.get('/stream', knownPerson({ required: true }), openStream(deps));
  chat.use(createClockRoutes(deps.clock));
  chat.use(createPage());
  chat.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing at this address of the local chat.' });
  });
  chat.use(answerFailure(deps));
  return Router().use('/chat', chat);
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
};

function receiveEvent(deps: ReceiverDeps): RequestHandler {
  return async (request, response) => {
    const read = readWebEvent(request.body, () => deps.ids.next());
    if (read.kind === 'invalid') {
      response.status(400).json({ error: read.error, field: read.field });
      return;
    }
    const acceptance = await acceptEvent(read.event, deps);
    const { eventId } = read.event;
    if (acceptance.failure === null) {
      response
        .status(202)
        .json('messageId' in read.event ? { eventId, messageId: read.event.messageId } : { eventId });
    } else {
      answerUnavailable(response, acceptance.failure, deps);
    }
    afterwards(acceptance, deps);
  };
}

function knownPerson({ required }: { required: boolean }): RequestHandler {
  return ({ query: { person } }, response, next) => {
    if (isUser(person) || (person === undefined && !required)) {
      response.locals.person = person ?? null;
      next();
      return;
    }
    const error = `The parameter "person" must be one of: ${users.join(', ')}.`;
    response.status(400).json({ error, field: 'person' });
  };
}

function listMessages({ rooms }: ReceiverDeps) {
  return async ({ params }: Request, response: Response<unknown, { person: User | null }>) => {
    const { room } = params;
    if (!isRoom(room)) {
      response.status(404).json({ error: `There is no such room. The rooms are: ${roomIds.join(', ')}.` });
      return;
    }
    const entries = await rooms.list(room, mostListed);
    response.json(entries.filter((entry) => isVisibleTo(entry, response.locals.person)).map(presentEntry));
  };
}

function openStream({ stream }: ReceiverDeps) {
  return (_request: Request, response: Response<unknown, { person: User }>) =>
    stream.open(response.locals.person, response);
}

function answerUnavailable(response: Response, reason: string, { log }: ReceiverDeps): void {
  log.warn({ reason }, 'The web chat could not do its work');
  response.status(503).json({ error: 'This could not be done now; please try again.', reason });
}

/** A failed read of the body has a status of its own; anything else means that something of ours is away. */
function answerFailure(deps: ReceiverDeps): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    if (status === 413) {
      response.status(413).json({ error: `A body may be at most ${mostBytes} bytes.`, field: 'body' });
    } else if (typeof status === 'number' && status < 500) {
      response.status(400).json({ error: 'The body must be a JSON object.', field: 'body' });
    } else {
      answerUnavailable(response, reasonOf(error), deps);
    }
  };
}
