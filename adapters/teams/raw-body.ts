import type { IncomingMessage } from 'node:http';
import { RequestRejected } from './request-rejected.js';

/** Contract §3. Activities of Teams are at most 100 kB (facts §6). */
const mostBodyBytes = 1_048_576;

/**
 * The body as it came over the wire: never inflated, since Teams does not compress. What is over the limit is read to
 * its end and thrown away, so that the sender hears why.
 *
 * @throws RequestRejected 413 for a body over the limit, 400 for one that broke off.
 */
export function readRawBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBodyBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(new RequestRejected(413, `a body of more than ${mostBodyBytes} bytes`));
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.on('error', (cause) => {
      reject(new RequestRejected(400, 'the body broke off', { cause }));
    });
  });
}
