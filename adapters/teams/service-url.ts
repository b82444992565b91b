/** Where Teams wants its answers. Our own token goes there, so it may not be anywhere (facts §2). */

const microsoftHosts = [
  'botframework.com',
  'smba.trafficmanager.net',
  'teams.microsoft.com',
  'teams.microsoft.us',
] as const;

export const isLoopbackHost = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);

/** The same service in the same letters, with a slash at the end. Undefined: no such address is ever used. */
export function normaliseServiceUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin, pathname, username, password, search, hash } = new URL(text);
  const isEncrypted = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  if (!isEncrypted || username || password || search || hash) return undefined;
  return origin + (pathname.endsWith('/') ? pathname : `${pathname}/`);
}

/** `url`: normalised. `prefixes`: those of the installation; null: Microsoft's hosts and everything below them. */
export function isAllowedServiceUrl(url: string, prefixes: readonly string[] | null): boolean {
  if (prefixes !== null)
    return prefixes.some((prefix) => {
      const allowed = normaliseServiceUrl(prefix);
      return allowed !== undefined && url.startsWith(allowed);
    });
  const { protocol, hostname, port } = new URL(url);
  const isMicrosofts = microsoftHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  return protocol === 'https:' && port === '' && isMicrosofts;
}
