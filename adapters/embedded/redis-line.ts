/**
 * One connection to a Redis on a Unix socket, for asking whether it lives and who uses it. Not for work: it speaks
 * inline commands only, one at a time, and between them it does not keep the process alive.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RedisLine {
  /**
   * The reply as text, errors included (they begin with `-`: a Redis that is still loading its data answers too).
   * Rejects when the connection ends or nothing comes in time.
   */
  readonly ask: (command: string) => Promise<string>;
  readonly leave: () => void;
}

export type Call =
  | { readonly kind: 'answered'; readonly line: RedisLine }
  /** No process listens there: no socket, or one whose owner is gone. */
  | { readonly kind: 'nobody' }
  /** A process listens and says nothing: hung, or about to end. */
  | { readonly kind: 'silent' };

const answerTimeoutMs = 2_000;

export async function callRedis(path: string): Promise<Call> {
  const socket = await connected(path);
  if (!socket) return { kind: 'nobody' };
  const line: RedisLine = { ask: (command) => ask(socket, command), leave: () => socket.destroy() };
  try {
    await line.ask('PING');
    return { kind: 'answered', line };
  } catch {
    line.leave();
    return { kind: 'silent' };
  }
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      resolve(socket);
    });
    // Stays for good: a connection that breaks later is noticed by the next question.
    socket.on('error', () => {
      resolve(undefined);
    });
  });
}

function ask(socket: Socket, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.off('data', take).off('close', fail).unref();
      settle();
    };
    const fail = (): void => {
      end(() => {
        reject(new Error('Redis did not answer'));
      });
    };
    const take = (chunk: string): void => {
      received += chunk;
      const reply = completeReply(received);
      if (reply === undefined) return;
      end(() => {
        resolve(reply);
      });
    };
    const timer = setTimeout(fail, answerTimeoutMs);
    if (socket.destroyed) {
      fail();
      return;
    }
    socket.ref().on('data', take).on('close', fail).write(`${command}\r\n`);
  });
}

/**
 * Undefined while more is to come.
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
function completeReply(received: string): string | undefined {
  const lineEnd = received.indexOf('\r\n');
  if (lineEnd < 0) return undefined;
  const head = received.slice(0, lineEnd);
  if (!head.startsWith('$')) return head;
  const body = Buffer.from(received.slice(lineEnd + 2));
  const length = Number(head.slice(1));
  return body.length >= length + 2 ? body.toString('utf8', 0, length) : undefined;
}
