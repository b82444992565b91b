/** From what Slack sent, verified and of whatever shape, to what it means for us. */
import type { z } from 'zod';
import { idsAsNames, type Names } from './incoming-text.js';
import { unsupported } from '../../src/bot/incoming-event.js';
import { isObject, type JsonObject } from '../../src/json-object.js';
import {
  blockActionsShape,
  eventCallbackShape,
  messageActionShape,
  viewSubmissionShape,
  type EventCallback,
} from './payload-shapes.js';
import { readBlockActions, readMessageAction, readViewSubmission } from './read-interaction.js';
import { readMessageEvent } from './read-message.js';
import type { Reading } from './reading.js';

/** Never throws: what is not understood is `unsupported`, with a reason that holds nobody's words. */
export function readPayload(payload: JsonObject, names: Names = idsAsNames): Reading {
  switch (payload.type) {
    case 'event_callback':
      return isUsed(payload)
        ? as(eventCallbackShape, payload, (callback) => readEvent(callback, names))
        : unsupported(eventName(payload));
    case 'block_actions':
      return as(blockActionsShape, payload, readBlockActions);
    case 'view_submission':
      return as(viewSubmissionShape, payload, readViewSubmission);
    case 'message_action':
      return as(messageActionShape, payload, (action) => readMessageAction(action, names));
    default:
      return unsupported(`a payload of type ${named(payload.type)}`);
  }
}

function as<Shape extends z.ZodType>(
  shape: Shape,
  payload: JsonObject,
  read: (parsed: z.infer<Shape>) => Reading,
): Reading {
  const parsed = shape.safeParse(payload);
  if (parsed.success) return read(parsed.data);
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  return unsupported(`a ${named(payload.type)} of another shape: ${where}`);
}

function readEvent(callback: EventCallback, names: Names): Reading {
  const { event } = callback;
  if (event.type !== 'app_home_opened') return readMessageEvent(callback, event, names);
  return event.tab === 'home'
    ? { kind: 'home-opened', user: event.user }
    : unsupported('an opening of another tab');
}

const used = new Set<unknown>(['message', 'app_mention', 'app_home_opened']);

const eventType = ({ event }: JsonObject): unknown => (isObject(event) ? event.type : undefined);

const isUsed = (payload: JsonObject): boolean => used.has(eventType(payload));

const eventName = (payload: JsonObject): string => `an event of type ${named(eventType(payload))}`;

const named = (type: unknown): string => (typeof type === 'string' ? type : 'unknown');
