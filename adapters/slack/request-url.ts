/** The one address that Slack calls: events, presses, forms, the shortcut. */
import { BlockList, isIP } from 'node:net';

/** `publicUrl` without a slash at its end. */
export const requestUrlOf = (publicUrl: string): string => `${publicUrl}/slack/events`;

/** Addresses that exist inside of a house only (RFC 1918, 3927, 4193, 4291, 6598). */
const inside = new BlockList();
inside.addSubnet('0.0.0.0', 8, 'ipv4');
inside.addSubnet('10.0.0.0', 8, 'ipv4');
inside.addSubnet('100.64.0.0', 10, 'ipv4');
inside.addSubnet('127.0.0.0', 8, 'ipv4');
inside.addSubnet('169.254.0.0', 16, 'ipv4');
inside.addSubnet('172.16.0.0', 12, 'ipv4');
inside.addSubnet('192.168.0.0', 16, 'ipv4');
inside.addAddress('::', 'ipv6');
inside.addAddress('::1', 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

/** A name without a dot, and the endings that no name server of the internet knows. */
const insideName = /^[^.]+$|\.(?:localhost|local|internal|lan|home\.arpa|test)$/;

function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  return version === 0 ? insideName.test(host) : inside.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/** Slack calls https only, and from the internet. Whether somebody answers there is not asked. */
export function canBeCalledBySlack(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' && !isInside(hostname);
}
