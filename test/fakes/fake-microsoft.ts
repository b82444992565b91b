/** The token endpoint, the OpenID metadata and the keys of Microsoft, on a port of this machine. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';

export interface FakeMicrosoft {
  readonly tokenUrl: string;
  readonly metadataUrl: string;
  readonly secret: string;
  /** Forms that came to the token endpoint, oldest first. */
  readonly forms: readonly Readonly<Record<string, string>>[];
  /** How far its clock is ahead of ours. */
  aheadMs: number;
  /** A refusal of the token endpoint; null: it looks at the secret only. */
  aadsts: number | null;
  /** HTTP status of every answer; null: as it should be. */
  failsWith: number | null;
  /** It takes every request, and answers none. */
  silent: boolean;
  keys: readonly object[];
  readonly close: () => Promise<void>;
}

const refusal = (code: number) => ({
  error: code === 7000215 || code === 7000222 ? 'invalid_client' : 'invalid_request',
  error_description: `AADSTS${code}: in words, with ids and a time.`,
  error_codes: [code],
});

export async function startFakeMicrosoft(): Promise<FakeMicrosoft> {
  const forms: Record<string, string>[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      if (fake.silent) return;
      const { status, value } = answer(request.url ?? '', body);
      response.writeHead(fake.failsWith ?? status, {
        'content-type': 'application/json',
        date: new Date(Date.now() + fake.aheadMs).toUTCString(),
      });
      response.end(JSON.stringify(value));
    });
  });

  const answer = (path: string, body: string): { status: number; value: object } => {
    if (path === '/openid') return { status: 200, value: { jwks_uri: `${address}/keys` } };
    if (path === '/keys') return { status: 200, value: { keys: fake.keys } };
    const form = Object.fromEntries(new URLSearchParams(body));
    forms.push(form);
    const code = fake.aadsts ?? (form['client_secret'] === fake.secret ? null : 7000215);
    return code === null
      ? { status: 200, value: { token_type: 'Bearer', expires_in: 3599, access_token: 'a.b.c' } }
      : { status: code === 7000215 || code === 7000222 ? 401 : 400, value: refusal(code) };
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeMicrosoft = {
    tokenUrl: `${address}/tenant/oauth2/v2.0/token`,
    metadataUrl: `${address}/openid`,
    secret: 'ひみつのあたい',
    forms,
    aheadMs: 0,
    aadsts: null,
    failsWith: null,
    silent: false,
    keys: [{ kty: 'RSA', kid: 'one', use: 'sig', n: 'AQAB', e: 'AQAB' }],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}
