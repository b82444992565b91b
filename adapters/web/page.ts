import { fileURLToPath } from 'node:url';
import express, { Router, type RequestHandler } from 'express';

const root = fileURLToPath(new URL('./page/', import.meta.url));

// Only files of the page itself run or are shown; no other page can frame it.
const contentSecurityPolicy =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const guarded: RequestHandler = (_request, response, next) => {
  response.set({ 'Content-Security-Policy': contentSecurityPolicy, 'Referrer-Policy': 'no-referrer' });
  next();
};

/** The static page: plain files, so that it runs without a build. */
export function createPage(): Router {
  return Router()
    .get('/', guarded, (_request, response) => {
      response.sendFile('index.html', { root, cacheControl: false });
    })
    .use(guarded, express.static(root, { cacheControl: false, index: false, redirect: false }));
}
