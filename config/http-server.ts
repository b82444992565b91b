/** One HTTP server for all: health, readiness, metrics, and the platforms' own paths (contract §3). */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { AppError } from '../src/errors.js';
import type { Log } from '../src/ports.js';
import { errorCode } from './error-code.js';

export interface Readiness {
  readonly ready: boolean;
  /** Why not, or what is not as it should be without making the service unready. */
  readonly reasons: readonly string[];
}

export interface HttpParts {
  readonly routers: readonly Router[];
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: { readonly contentType: string; readonly page: () => Promise<string> };
  readonly metricsToken: string | null;
  readonly log: Log;
}

/** Compares in constant time, so that a token cannot be guessed letter by letter. */
function sameToken(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const onlyWithToken =
  (token: string | null): RequestHandler =>
  (request, response, next) => {
    if (token === null || sameToken(request.get('authorization') ?? '', `Bearer ${token}`)) next();
    else response.status(401).json({ error: 'This page wants the metrics token as a bearer token.' });
  };

const failed =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    log.error({ err: error }, 'a request failed');
    response.status(500).json({ error: 'This request failed on our side.' });
  };

export function createApp({ routers, readiness, metrics, metricsToken, log }: HttpParts): Express {
  const app = express().disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const { ready, reasons } = await readiness();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', reasons });
  });
  app.get('/metrics', onlyWithToken(metricsToken), async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.page());
  });
  for (const router of routers) app.use(router);
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing at this address.' });
  });
  return app.use(failed(log));
}

export interface HttpServer {
  readonly port: number;
  /** Takes no new connection, waits for requests under way at most `deadlineMs`. */
  readonly close: (deadlineMs: number) => Promise<void>;
}

async function close(server: Server, deadlineMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, deadlineMs);
  await closed;
  clearTimeout(timer);
}

export class PortUnavailable extends AppError {
  readonly code = 'HTTP.PORT_UNAVAILABLE';
  readonly retryable = true;
}

/** @throws PortUnavailable when the port or the host cannot be had. */
export async function listen(app: Express, host: string, port: number): Promise<HttpServer> {
  const server = createServer(app);
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const says = `Port ${port} on ${host} cannot be used (${errorCode(cause)}); end what uses it, or set PORT or HOST`;
    throw new PortUnavailable(says, { cause });
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: (deadlineMs) => close(server, deadlineMs),
  };
}
