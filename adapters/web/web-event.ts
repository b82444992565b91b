/** The one shape that the page, scripts and tests send to `POST /chat/events` (contract §8). */
import { z } from 'zod';
import { users } from './people.js';
import { mayWrite, rooms } from './rooms.js';

const kinds = ['message', 'edit', 'delete', 'action', 'form'] as const;

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}` });

const text = (rule = 'must be a text that is not empty') => z.string({ error: rule }).min(1, { error: rule });

// `|` parts the keys that ids are built into.
const idRule = 'must be 1 to 200 characters without spaces and without "|"';
const id = z.string({ error: idRule }).regex(/^[^\s|\p{Cc}]{1,200}$/u, { error: idRule });

// Posts of the bot are `b-<key>`: one who took such an id would keep the bot from speaking.
const ownMessageId = id.refine((value) => !value.startsWith('b-'), { error: 'must not start with "b-"' });

const origin = { eventId: id.nullish(), person: oneOf(users), room: oneOf(rooms) };
const pressed = { intent: text(), target: text() };
const values = z.record(z.string(), z.string({ error: 'must be a text' }), {
  error: 'must be an object of texts',
});

const isObject = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

const anyEvent = z.discriminatedUnion(
  'kind',
  [
    z.object({
      ...origin,
      kind: z.literal('message'),
      text: text(),
      messageId: ownMessageId.nullish(),
      replyTo: id.nullish(),
    }),
    z.object({ ...origin, kind: z.literal('edit'), messageId: id, text: text() }),
    z.object({ ...origin, kind: z.literal('delete'), messageId: id }),
    z.object({ ...origin, kind: z.literal('action'), ...pressed }),
    z.object({ ...origin, kind: z.literal('form'), ...pressed, values: values.default({}) }),
  ],
  {
    error: ({ input }) => (isObject(input) ? `must be one of: ${kinds.join(', ')}` : 'must be a JSON object'),
  },
);

const webEventSchema = anyEvent.refine(({ person, room }) => mayWrite(person, room), {
  path: ['room'],
  error: 'must be desk, all or the direct messages of the person who writes',
});

type GivenEvent = z.infer<typeof webEventSchema>;
type WithIds<Event> = Event extends { kind: 'message' }
  ? Omit<Event, 'eventId' | 'messageId'> & { eventId: string; messageId: string }
  : Omit<Event, 'eventId'> & { eventId: string };

/** With every id that its handling needs. */
export type WebEvent = WithIds<GivenEvent>;

export type ReadEvent =
  | { kind: 'event'; event: WebEvent }
  /** `error`: one English sentence that names the field. */
  | { kind: 'invalid'; field: string; error: string };

/** `newEventId` is used for an event that brings none. */
export function readWebEvent(input: unknown, newEventId: () => string): ReadEvent {
  const read = webEventSchema.safeParse(input);
  if (!read.success) return invalid(read.error);
  const eventId = read.data.eventId ?? newEventId();
  const event: WebEvent =
    read.data.kind === 'message'
      ? { ...read.data, eventId, messageId: read.data.messageId ?? `m-${eventId}` }
      : { ...read.data, eventId };
  return { kind: 'event', event };
}

function invalid({ issues: [issue] }: z.ZodError): ReadEvent {
  const path = issue?.path.map(String) ?? [];
  const field = path.length > 0 ? path.join('.') : 'body';
  const subject = path.length > 0 ? `The field "${field}"` : 'The body';
  return { kind: 'invalid', field, error: `${subject} ${issue?.message ?? 'is not understood'}.` };
}
