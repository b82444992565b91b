import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.js';

const silenceMs = 200;

async function besideAnEcho(play: (proxy: TcpProxy) => Promise<void>): Promise<void> {
  const echo = createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const proxy = await openTcpProxy((echo.address() as AddressInfo).port);
  try {
    await play(proxy);
  } finally {
    await proxy.close();
    echo.close();
    await once(echo, 'close');
  }
}

async function open({ port }: TcpProxy): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  return socket;
}

/** What comes back within a moment. */
async function answerTo(socket: Socket, text: string): Promise<string> {
  let answer = '';
  const take = (more: string) => (answer += more);
  socket.on('data', take);
  if (text !== '') socket.write(text);
  await sleep(silenceMs);
  socket.off('data', take);
  return answer;
}

const codeOf = async (socket: Socket): Promise<unknown> => {
  const [error] = (await once(socket, 'error', { signal: AbortSignal.timeout(2_000) })) as [Error];
  return 'code' in error ? error.code : error.message;
};

describe('the proxy', () => {
  it('passes, swallows without closing, and keeps for later', () =>
    besideAnEcho(async (proxy) => {
      const socket = await open(proxy);
      expect(await answerTo(socket, 'one ')).toBe('one ');
      await proxy.setMode('drop');
      expect(await answerTo(socket, 'two ')).toBe('');
      await proxy.setMode('stall');
      expect(await answerTo(socket, 'three ')).toBe('');
      await proxy.setMode('pass');
      expect(await answerTo(socket, '')).toBe('three ');
      socket.destroy();
    }));

  it('cuts connections, and refuses them', () =>
    besideAnEcho(async (proxy) => {
      const cut = codeOf(await open(proxy));
      await sleep(silenceMs);
      await proxy.setMode('reset');
      expect(await cut).toBe('ECONNRESET');
      await proxy.setMode('refuse');
      expect(await codeOf(connect(proxy.port, '127.0.0.1'))).toBe('ECONNREFUSED');
      await proxy.setMode('pass');
      const socket = await open(proxy);
      expect(await answerTo(socket, 'again')).toBe('again');
      socket.destroy();
    }));
});
