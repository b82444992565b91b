/** Addresses in the environment: undefined for what is none. */
import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this machine reaches a server that listens on `host` (127.0.0.0/8, ::1, localhost). */
export function isLoopback(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

export const parseHost = (text: string): string | undefined =>
  isIP(text) > 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text) ? text : undefined;

/** An address that a browser on this machine can open. Who listens on every address is reached as localhost. */
export function httpAddress(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
}

export function parseMongodbUri(text: string): string | undefined {
  // Not a WHATWG URL: it may list several hosts. An @ in a password has to be percent-encoded.
  const [, hosts] = /^mongodb(?:\+srv)?:\/\/(?:[^@/\s]+@)?([^@/?\s]+)(?:[/?]\S*)?$/.exec(text) ?? [];
  const isHost = (host: string): boolean => /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._%-]+)(:\d{1,5})?$/.test(host);
  return hosts?.split(',').every(isHost) ? text : undefined;
}

/** The result is understood by ioredis, which takes a Unix socket as a bare path only. */
export function parseRedisUrl(text: string): string | undefined {
  const path = text.replace(/^unix:\/\/(?=\/)/, '');
  if (/^\/[^/]/.test(path)) return path;
  return parseUrl(text, ['redis:', 'rediss:']) && text;
}

export const parseWebUrl = (text: string): string | undefined => parseUrl(text, ['http:', 'https:'])?.href;

/** A web address that paths are appended to: always with a slash at the end. */
export function parseBaseUrl(text: string): string | undefined {
  const url = parseUrl(text, ['http:', 'https:']);
  return url && url.search + url.hash === '' ? url.href.replace(/\/*$/, '/') : undefined;
}

/** Tokens go to these places: `http:` would send them readable, so it is for loopback only. */
export function parseServiceUrls(text: string): string[] | undefined {
  const urls = parseList(text)?.map((item) => parseUrl(item, ['http:', 'https:']));
  const allowed = (url: URL | undefined): url is URL =>
    url !== undefined && (url.protocol === 'https:' || isLoopback(url.hostname.replace(/^\[|\]$/g, '')));
  return urls?.every(allowed) ? urls.map((url) => url.href) : undefined;
}

export function parseList(text: string): string[] | undefined {
  const items = text.split(',').map((item) => item.trim());
  return items.every((item) => item !== '') ? items : undefined;
}

function parseUrl(text: string, protocols: readonly string[]): URL | undefined {
  if (!/^[a-z]+:\/\/\S+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return protocols.includes(url.protocol) && url.hostname !== '' ? url : undefined;
}
