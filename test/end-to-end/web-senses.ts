/** What people do in the local web chat and what they see there (contract §8). */
import { z } from 'zod';
import { parseMessages } from './chat-messages.js';
import { asidesIn, direct, personIn, type Person, type Room, type Senses } from './town-chat.js';

const acceptedSchema = z.object({ eventId: z.string(), messageId: z.string().optional() });
const clockSchema = z.object({ now: z.iso.datetime() });

export function createWebSenses(address: () => string): Senses & { advance: (by: string) => Promise<Date> } {
  const call = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${address()}/chat/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const send = async (event: object) => acceptedSchema.parse(await call('events', event));

  const seenIn = async (room: Room, person?: Person) =>
    parseMessages(await call(`rooms/${room}/messages${person ? `?person=${person}` : ''}`));

  return {
    say: async (person, text, room, more) => {
      const { messageId } = await send({ person, room, kind: 'message', text, ...more });
      return z.string().parse(messageId);
    },
    edit: async (person, messageId, text) => {
      await send({ person, room: direct(person), kind: 'edit', messageId, text });
    },
    remove: async (person, messageId) => {
      await send({ person, room: direct(person), kind: 'delete', messageId });
    },
    press: async (person, room, { intent, target }) => {
      await send({ person, room, kind: 'action', intent, target });
    },
    submit: async (person, room, { intent, target }, values) => {
      await send({ person, room, kind: 'form', intent, target, values });
    },
    messages: async (room, person) =>
      room.startsWith('aside:')
        ? asidesIn(await seenIn('desk', personIn(room)), personIn(room))
        : seenIn(room, person),
    advance: async (by) => new Date(clockSchema.parse(await call('clock', { advance: by })).now),
  };
}
