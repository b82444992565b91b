/** Stands between the service and a server, and misbehaves on demand as networks do. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type ProxyMode =
  /** Both ways, at once. */
  | 'pass'
  /** Kept, and delivered when the mode is `pass` again. */
  | 'stall'
  /** Swallowed on a connection that stays open: half-open, as after a firewall forgot it. */
  | 'drop'
  /** Every connection is cut, new ones too. */
  | 'reset'
  /** Nobody listens. */
  | 'refuse';

export interface TcpProxy {
  readonly port: number;
  readonly setMode: (mode: ProxyMode) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Only TCP knows a reset. */
const cut = (socket: Socket) =>
  socket.remoteAddress === undefined ? socket.destroy() : socket.resetAndDestroy();

/** `target`: a port of this machine, or the path of a socket. */
export async function openTcpProxy(target: number | string): Promise<TcpProxy> {
  let mode: ProxyMode = 'pass';
  const sockets = new Set<Socket>();
  const kept: { to: Socket; bytes: Buffer }[] = [];

  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };

  const carry = (from: Socket, to: Socket) => {
    from.on('data', (bytes: Buffer) => {
      if (mode === 'pass') to.write(bytes);
      if (mode === 'stall') kept.push({ to, bytes });
    });
    from.on('close', () => to.destroy());
  };

  const server = createServer((client) => {
    if (mode === 'reset') {
      client.resetAndDestroy();
      return;
    }
    const server = typeof target === 'number' ? connect(target, '127.0.0.1') : connect(target);
    track(client);
    track(server);
    carry(client, server);
    carry(server, client);
  });

  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  const cutAll = () => {
    for (const socket of sockets) cut(socket);
    kept.length = 0;
  };

  const stopListening = async () => {
    const closed = once(server, 'close');
    server.close();
    cutAll();
    await closed;
  };

  const port = await listen(0);
  return {
    port,
    setMode: async (next) => {
      if (mode === 'refuse' && next !== 'refuse') await listen(port);
      mode = next;
      if (next === 'reset') cutAll();
      if (next === 'refuse') await stopListening();
      if (next === 'pass') for (const { to, bytes } of kept.splice(0)) to.write(bytes);
    },
    close: async () => {
      if (mode !== 'refuse') await stopListening();
    },
  };
}
