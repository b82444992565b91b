import type { Socket } from 'node:net';
import { tryConnect } from './lock.js';
import { decode, encode, findNumber, type Fields } from './values.js';
import { encodeMessage, MessageSplitter, releaseCommand } from './wire.js';

const replyHeaderLength = 21;
const answerMs = 60_000;
/** One that does not let us go in time notices by itself that we have gone. */
const leaveMs = 1_000;

/**
 * A connection that a client keeps only so that the server sees it is there, and so that it sees the server
 * is. It does not keep the client's process alive.
 */
export class Presence {
  /** Resolves when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;

  private constructor(
    private readonly socket: Socket,
    /** Of the server's socket. */
    readonly path: string,
  ) {
    this.ended = new Promise((resolve) =>
      socket.once('close', () => {
        resolve();
      }),
    );
    socket.on('error', () => socket.destroy());
  }

  /** Connects and waits until the server answers; undefined if nobody serves this socket. */
  static async open(path: string): Promise<{ presence: Presence; pid: number } | undefined> {
    const socket = await tryConnect(path);
    if (typeof socket === 'string') return undefined;
    const presence = new Presence(socket, path);
    const reply = await presence.ask({ hello: 1, $db: 'admin' });
    if (!reply) return undefined;
    socket.unref();
    return { presence, pid: Number(findNumber(reply.pid)) };
  }

  /** Leaves; true if the server ends because this was its last client. */
  async release(): Promise<boolean> {
    this.socket.ref();
    const reply = await this.ask({ [releaseCommand]: 1, $db: 'admin' }, leaveMs);
    this.socket.end();
    return reply?.isStopping === true;
  }

  private async ask(command: Fields, timeoutMs = answerMs): Promise<Fields | undefined> {
    const splitter = new MessageSplitter();
    const reply = new Promise<Fields>((resolve) => {
      this.socket.on('data', (chunk: Buffer) => {
        for (const bytes of splitter.push(chunk)) resolve(decode(bytes.subarray(replyHeaderLength)));
      });
    });
    // A server that hangs, or is stopped by a signal, takes connections but never answers.
    this.socket.setTimeout(timeoutMs, () => this.socket.destroy());
    this.socket.write(encodeMessage(encode(command), 0));
    return Promise.race([reply, this.ended.then(() => undefined)]).finally(() => {
      // A presence that has nothing to ask stays as long as its process.
      this.socket.setTimeout(0).removeAllListeners('data');
    });
  }
}
