/** Whether the keys can be had that tokens of Teams are checked with. */
import { z } from 'zod';
import { askMicrosoft } from './ask-microsoft.js';
import { ok, problem, type Check } from '../../../src/check.js';
import { defaultOpenIdMetadataUrl } from '../open-id-keys.js';

const metadataShape = z.object({ jwks_uri: z.url() });
const keysShape = z.object({ keys: z.array(z.unknown()).min(1) });

const about = 'Teams signing keys';
const consequence = 'without them nothing that Teams sends can be taken';

const failed = (url: string, reason: string): Check =>
  problem(about, `${new URL(url).host}: ${reason}; ${consequence}, so let this machine reach it by HTTPS`);

async function read<T>(url: string, shape: z.ZodType<T>): Promise<{ value: T } | { failure: Check }> {
  const answer = await askMicrosoft(url);
  if (answer.kind === 'unreachable') return { failure: failed(url, answer.reason) };
  if (answer.status !== 200) return { failure: failed(url, `HTTP ${answer.status}`) };
  const { success, data } = shape.safeParse(answer.body);
  return success ? { value: data } : { failure: failed(url, 'an unknown answer') };
}

export async function checkKeys(metadataUrl: string | null): Promise<Check> {
  const metadata = await read(metadataUrl ?? defaultOpenIdMetadataUrl, metadataShape);
  if ('failure' in metadata) return metadata.failure;
  const keys = await read(metadata.value.jwks_uri, keysShape);
  if ('failure' in keys) return keys.failure;
  return ok(about, `${keys.value.keys.length} keys, what Teams sends can be checked`);
}
