/** A web chat on an ephemeral port, with stores in memory. */
import type { AddressInfo } from 'node:net';
import { createServer, request, type IncomingMessage } from 'node:http';
import express from 'express';
import type { ClockMove } from '../../../adapters/web/clock-routes.js';
import { createWebChat } from '../../../adapters/web/index.js';
import type { IncomingEvent } from '../../../src/bot/incoming-event.js';
import type { Envelope } from '../../../src/ports.js';
import { createMemoryRoomStore } from '../../fakes/memory-room-store.js';
import { RecordingInbox } from '../../fakes/recording-inbox.js';

export const now = new Date('2026-11-24T01:00:00Z');

const silent = () => undefined;

async function startHttp(router: express.Router) {
  const server = createServer(express().use(router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}/chat` };
}

export async function startWebChat() {
  const [rooms, inbox] = [createMemoryRoomStore(), new RecordingInbox()];
  const rung: Envelope[] = [];
  const answered: IncomingEvent[] = [];
  let ids = 0;
  const chat = createWebChat({
    rooms,
    inbox,
    clock: { now: () => now, advance: (text) => Promise.resolve(moveOf(text)) },
    ids: { next: () => `id-${(ids += 1)}` },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    desk: { home: 'web', members: [], manager: 'manager' },
    onStored: (envelope) => rung.push(envelope),
    answerAtOnce: (event) => {
      answered.push(event);
      return Promise.reject(new Error('best effort'));
    },
  });
  const { server, port, url } = await startHttp(chat.router);
  const close = async () => {
    chat.close();
    await new Promise((resolve) => server.close(resolve));
  };
  return { ...chat, rooms, inbox, rung, answered, port, url, close };
}

const moveOf = (text: string): ClockMove => {
  if (text === '3bd') return { kind: 'moved', now: new Date('2026-11-27T08:15:00Z') };
  return text === '1h'
    ? { kind: 'refused', reason: 'Slack is on.' }
    : { kind: 'invalid', reason: 'No duration.' };
};

export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** The Host header is not fetch's to set. */
export const statusFor = (port: number, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/chat/clock', headers }, (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
