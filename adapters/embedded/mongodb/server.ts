import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { executeCommand } from './commands.js';
import type { Engine } from './engine.js';
import { encode } from './values.js';
import { encodeMessage, MessageSplitter, parseMessage, releaseCommand, type Message } from './wire.js';

const idleMs = 2_000;
const firstClientMs = 30_000;
// Connections that were closed just before a release may not have been noticed yet.
const settleMs = 50;

export interface ServerOptions {
  readonly engine: Engine;
  /** Resolves when the journal is replayed: commands wait for it. */
  readonly ready: Promise<void>;
  /** The last client has gone: the process is to flush and end. */
  readonly onDeserted: () => void;
  readonly log: (line: string) => void;
}

/** Serves connections, and notices when the last one has gone. */
export class Server {
  private readonly connections = new Set<Socket>();
  private readonly listener: NetServer;
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;
  private stopsAtOnce = false;

  constructor(private readonly options: ServerOptions) {
    this.listener = createServer((socket) => {
      this.accept(socket);
    });
    this.stopWhenDeserted(firstClientMs);
  }

  /** Listens on a Unix socket. */
  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(path, resolve);
    });
  }

  /**
   * From now on the server ends as soon as its last client goes, at once if there is none: clients end in
   * their own time.
   */
  requestStop(): void {
    this.stopsAtOnce = true;
    if (this.connections.size === 0) this.stop();
  }

  /**
   * Ends all connections; the socket goes on listening, so that the lock is held until the journal is closed.
   */
  disconnectAll(): void {
    this.isStopping = true;
    for (const socket of this.connections) socket.destroy();
  }

  private accept(socket: Socket): void {
    if (this.isStopping) {
      socket.destroy();
      return;
    }
    clearTimeout(this.timer);
    this.connections.add(socket);
    const splitter = new MessageSplitter();
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const bytes of splitter.push(chunk)) void this.handle(socket, parseMessage(bytes));
      } catch (error) {
        this.options.log(`a connection was closed: ${String(error)}`);
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.connections.delete(socket);
      this.options.engine.sessions.abortAllOf(socket);
      if (this.connections.size === 0) this.stopWhenDeserted(this.stopsAtOnce ? 0 : idleMs);
    });
  }

  private async handle(socket: Socket, message: Message): Promise<void> {
    await this.options.ready;
    const isRelease = releaseCommand in message.body;
    const reply = isRelease
      ? await this.release()
      : await executeCommand(this.options.engine, message, socket);
    if (message.expectsReply && !socket.destroyed)
      socket.write(encodeMessage(reply, message.requestId, message.isLegacy));
  }

  private async release(): Promise<Uint8Array> {
    await delay(settleMs);
    const isLast = this.connections.size <= 1;
    if (isLast)
      setImmediate(() => {
        this.stop();
      });
    return encode({ ok: 1, isStopping: isLast });
  }

  private stopWhenDeserted(afterMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.stop();
    }, afterMs);
  }

  private stop(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    this.options.onDeserted();
  }
}
