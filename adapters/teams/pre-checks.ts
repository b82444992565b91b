/** What has to be settled about a body before anything is read of it: whose tenant, and where would answers go? */
import { z } from 'zod';
import { parseJsonObject, type JsonObject } from '../../src/json-object.js';
import { RequestRejected } from './request-rejected.js';
import { isAllowedServiceUrl, normaliseServiceUrl } from './service-url.js';
import type { TeamsSettings } from './settings.js';
import { channelId, type VerifiedToken } from './verify.js';

const maybeWord = z.string().min(1).nullish().catch(null);

const addressShape = z.object({
  type: z.string().min(1),
  channelId: maybeWord,
  serviceUrl: maybeWord,
  conversation: z.object({ tenantId: maybeWord }).nullish().catch(null),
  channelData: z
    .object({ tenant: z.object({ id: maybeWord }).nullish().catch(null) })
    .nullish()
    .catch(null),
});
type Address = z.infer<typeof addressShape>;

export interface CheckedActivity {
  readonly payload: JsonObject;
  readonly type: string;
  /** Normalised. */
  readonly serviceUrl: string;
  /** The JSON of `payload`, as it was sent. */
  readonly text: string;
}

/**
 * `token`: null where unauthenticated activities are accepted; everything else is checked all the same.
 *
 * @throws RequestRejected 400 for what is no activity, 403 for one of another channel, tenant or service URL.
 */
export function checkActivity(
  rawBody: Buffer,
  token: VerifiedToken | null,
  settings: Pick<TeamsSettings, 'tenantId' | 'serviceUrls'>,
): CheckedActivity {
  const text = rawBody.toString('utf8');
  const payload = parseJsonObject(text);
  const address = addressShape.safeParse(payload);
  if (!payload || !address.success) throw new RequestRejected(400, 'the body is no activity');
  if (address.data.channelId !== channelId) throw new RequestRejected(403, 'another channel');
  if (!isOurTenant([...tenantsIn(address.data), token?.tenantId], settings))
    throw new RequestRejected(403, 'another tenant');
  const serviceUrl = normaliseServiceUrl(address.data.serviceUrl ?? '');
  if (serviceUrl === undefined || !isAllowedServiceUrl(serviceUrl, settings.serviceUrls))
    throw new RequestRejected(403, 'a service URL that is not on the list');
  if (token && normaliseServiceUrl(token.serviceUrl) !== serviceUrl)
    throw new RequestRejected(403, 'another service URL than in the token');
  return { payload, type: address.data.type, serviceUrl, text };
}

/** Some activities name it in one of these only. */
const tenantsIn = ({ conversation, channelData }: Address) => [
  conversation?.tenantId,
  channelData?.tenant?.id,
];

/** Somebody has to name it, and nobody may name another. */
function isOurTenant(
  named: readonly (string | null | undefined)[],
  { tenantId }: Pick<TeamsSettings, 'tenantId'>,
): boolean {
  const [inConversation, inChannelData] = named;
  return (
    Boolean(inConversation ?? inChannelData) &&
    named.every((id) => !id || id.toLowerCase() === tenantId.toLowerCase())
  );
}
