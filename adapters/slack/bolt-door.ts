/** Bolt between our router and the inbox. It routes and acknowledges; what it would do by itself is switched off. */
import { IncomingMessage, type ServerResponse } from 'node:http';
import { App, HTTPReceiver, type CodedError } from '@slack/bolt';
import { AppError, reasonOf } from '../../src/errors.js';
import type { Log } from '../../src/ports.js';
import { createBoltLog } from './bolt-log.js';
import type { HomeOpened, Kept } from './reading.js';
import { renderModalAnswer, type NoticeWords } from './render-form.js';
import type { SlackIdentity, SlackSettings } from './settings.js';
import { takeIn, type TakeInDeps } from './take-in.js';

export interface BoltDoorDeps extends TakeInDeps {
  readonly settings: Pick<SlackSettings, 'signingSecret'>;
  readonly words: NoticeWords;
  /** Null until `auth.test` has answered. Never asks Slack. */
  readonly identity: () => SlackIdentity | null;
}

/** A request that passed our own checks. */
export interface Intake {
  readonly what: Kept | HomeOpened;
  /** The JSON that `what` was read from, as Slack sent it. */
  readonly text: string;
  readonly rawBody: Buffer;
  readonly mediaType: string;
  readonly response: ServerResponse;
}

/** An answer after this would come too late for Slack's three seconds. */
const answerWithinMs = 2_900;

/** The signature is good, but the event is of a workspace that this installation does not serve. */
class UnknownWorkspace extends AppError {
  readonly code = 'SLACK.UNKNOWN_WORKSPACE';
  readonly retryable = false;
}

export type BoltDoor = (request: IncomingMessage, intake: Intake) => void;

export function createBoltDoor(deps: BoltDoorDeps): BoltDoor {
  const intakes = new WeakMap<IncomingMessage, Intake>();
  const receiver = createHttpReceiver(deps);
  const app = new App({
    receiver,
    authorize: authorizeFrom(deps),
    logger: createBoltLog(deps.log),
    // Which posts are our own is read from the posts (facts §5): Bolt lets some of them through.
    ignoreSelf: false,
    convoStore: false,
    attachFunctionToken: false,
  });
  app.error((error) => rethrowOrDrop(error, deps.log));
  app.use(async (args) => {
    const request: unknown = args.context.request;
    const intake = request instanceof IncomingMessage ? intakes.get(request) : undefined;
    if (!intake) throw new Error('Bolt lost the request that it is working on.');
    const { answer, afterwards } = await takeIn(intake.what, intake.text, deps);
    onceAnswered(intake.response, afterwards);
    // `next` is not called: there is no listener, and what is stored is nobody else's to refuse.
    if ('view' in args && args.body.type === 'view_submission' && answer) {
      await args.ack(renderModalAnswer(answer, deps.words));
    } else if ('ack' in args) await args.ack?.();
  });
  return (request, intake) => {
    intakes.set(request, intake);
    // Bolt compares the whole header: `; charset=utf-8` would make a form of JSON (facts §2).
    request.headers['content-type'] = intake.mediaType;
    receiver.requestListener(Object.assign(request, { rawBody: intake.rawBody }), intake.response);
  };
}

function createHttpReceiver({ settings, log }: BoltDoorDeps): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: settings.signingSecret,
    // verify.ts has done it, against our clock and in both directions.
    signatureVerification: false,
    endpoints: ['/slack/events'],
    logger: createBoltLog(log),
    // 200 only after the middleware has stored the event: Slack sends again what it has no 200 for.
    processBeforeResponse: true,
    customPropertiesExtractor: (request) => ({ request }),
    unhandledRequestTimeoutMillis: answerWithinMs,
    unhandledRequestHandler: ({ response }) => {
      log.warn({}, 'an event of Slack was not stored in time');
      answerUnavailable(response);
    },
    // Must not reject: nobody would catch it.
    processEventErrorHandler: ({ error, response }) => {
      if (!response.headersSent)
        log.warn({ reason: reasonOf(error) }, 'an event of Slack could not be stored');
      answerUnavailable(response);
      return Promise.resolve(true);
    },
  });
}

/** A cached read. An answer of 401 would make Slack switch all subscriptions off (bolt-js#2105). */
const authorizeFrom =
  ({ identity }: BoltDoorDeps) =>
  (source: { teamId: string | undefined }) => {
    const known = identity();
    if (!known) return Promise.resolve({});
    if (source.teamId && source.teamId !== known.teamId) {
      return Promise.reject(new UnknownWorkspace('An event of another workspace.'));
    }
    return Promise.resolve({ botId: known.botId, botUserId: known.botUserId, teamId: known.teamId });
  };

/** Swallowed is 200, thrown is 503. */
function rethrowOrDrop(error: CodedError, log: Log): Promise<void> {
  const { original } = error;
  if (original instanceof UnknownWorkspace) {
    log.warn({ reason: original.code }, 'an event of Slack was dropped');
    return Promise.resolve();
  }
  return Promise.reject(original ?? error);
}

function onceAnswered(response: ServerResponse, afterwards: () => Promise<void>): void {
  const begin = () => {
    void afterwards();
  };
  // A sender that did not wait has its answer too, in a way.
  if (response.closed) begin();
  else response.once('close', begin);
}

function answerUnavailable(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(503).end();
}
