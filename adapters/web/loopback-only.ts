/**
 * The local chat has no sign-in: whoever reaches it may be anybody in it. So it answers only this machine, and only
 * pages of its own. A page elsewhere could otherwise reach it through the reader's browser: by a name that it has
 * pointed at 127.0.0.1 (the Host header tells), or by a plain cross-site request (the Origin header tells).
 */
import type { RequestHandler } from 'express';

const loopbackAddress = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/;
const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

export const loopbackOnly: RequestHandler = (request, response, next) => {
  const { host, origin } = request.headers;
  const isLocal = loopbackAddress.test(request.socket.remoteAddress ?? '') && loopbackHost.test(host ?? '');
  if (isLocal && (origin === undefined || origin === `http://${host ?? ''}`)) {
    next();
    return;
  }
  response.status(403).json({ error: 'The local chat answers only its own page on this machine.' });
};
