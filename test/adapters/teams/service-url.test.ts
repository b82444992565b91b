import { describe, expect, it } from '@jest/globals';
import { isAllowedServiceUrl, normaliseServiceUrl } from '../../../adapters/teams/service-url.js';

describe('a service URL', () => {
  it.each([
    ['https://smba.trafficmanager.net/jp/', 'https://smba.trafficmanager.net/jp/'],
    ['https://smba.trafficmanager.net/jp', 'https://smba.trafficmanager.net/jp/'],
    ['HTTPS://SMBA.TrafficManager.net:443/jp', 'https://smba.trafficmanager.net/jp/'],
    ['https://smba.trafficmanager.net', 'https://smba.trafficmanager.net/'],
    ['https://smba.trafficmanager.net/a/../b', 'https://smba.trafficmanager.net/b/'],
    ['http://127.0.0.1:4020/x', 'http://127.0.0.1:4020/x/'],
    ['http://localhost:4020', 'http://localhost:4020/'],
    ['http://[::1]:4020', 'http://[::1]:4020/'],
  ])('%s is written as %s', (given, expected) => {
    expect(normaliseServiceUrl(given)).toBe(expected);
  });

  it.each([
    '',
    'smba.trafficmanager.net',
    'http://smba.trafficmanager.net/',
    'http://127.0.0.1.evil.example/',
    'https://user:secret@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net/?x=1',
    'https://smba.trafficmanager.net/#x',
    'ftp://smba.trafficmanager.net/',
    'javascript:alert(1)',
    'urn:botframework:websocket:x',
  ])('is none: %j', (given) => {
    expect(normaliseServiceUrl(given)).toBeUndefined();
  });

  it.each([
    ['https://smba.trafficmanager.net/jp/', true],
    ['https://smba.infra.gcc.teams.microsoft.com/gcc/', true],
    ['https://smba.infra.gov.teams.microsoft.us/gcch/', true],
    ['https://webchat.botframework.com/', true],
    ['https://trafficmanager.net/', false],
    ['https://evil.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://evilbotframework.com/', false],
    ['https://smba.trafficmanager.net:8443/', false],
    ['http://127.0.0.1:4020/', false],
  ])('%s is Microsoft’s: %s', (url, expected) => {
    expect(isAllowedServiceUrl(url, null)).toBe(expected);
  });

  it('is on the list of the installation, or is not allowed', () => {
    const list = [
      'https://smba.trafficmanager.net/jp',
      'http://127.0.0.1:4020',
      'http://gateway.lg.example/',
    ];
    const isAllowed = (url: string) => isAllowedServiceUrl(url, list);

    expect(isAllowed('https://smba.trafficmanager.net/jp/tenant/')).toBe(true);
    expect(isAllowed('http://127.0.0.1:4020/v3/')).toBe(true);
    expect(isAllowed('https://smba.trafficmanager.net/jpn/')).toBe(false);
    expect(isAllowed('https://smba.trafficmanager.net/')).toBe(false);
    expect(isAllowed('http://127.0.0.1:40200/')).toBe(false);
    expect(isAllowed('http://gateway.lg.example/')).toBe(false);
    expect(isAllowedServiceUrl('https://smba.trafficmanager.net/jp/', [])).toBe(false);
  });
});
