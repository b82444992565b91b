/** Somebody as the connector lists them. Live answers name the AAD object id either way, and leave fields out. */
import { z } from 'zod';
import type { ConnectorClient } from './bot-authentication.js';

export interface Member {
  /** The AAD object id. */
  readonly user: string;
  /** Null: Teams did not say. */
  readonly name: string | null;
}

const text = z.string().trim().optional().catch(undefined);
const accountSchema = z.object({
  aadObjectId: text,
  objectId: text,
  name: text,
  surname: text,
  givenName: text,
});

const filled = (value: string | undefined): value is string => value !== undefined && value !== '';

/** Undefined for what is nobody of the tenant: apps, and guests without an account. */
export function memberOf(account: unknown): Member | undefined {
  const { data } = accountSchema.safeParse(account);
  const user = [data?.aadObjectId, data?.objectId].find(filled);
  if (!data || user === undefined) return undefined;
  const parts = [data.surname, data.givenName].filter(filled).join(' ');
  return { user, name: [data.name, parts].find(filled) ?? null };
}

/** Teams gives 50 to 500 a page. */
const membersPerPage = 200;

/** All of a channel's team. @throws what the SDK throws. */
export async function membersOf(
  { conversations }: ConnectorClient,
  conversationId: string,
): Promise<Member[]> {
  const members: Member[] = [];
  let continuationToken: string | undefined;
  do {
    const page = await conversations.getConversationPagedMembers(conversationId, {
      pageSize: membersPerPage,
      ...(continuationToken === undefined ? {} : { continuationToken }),
    } as Parameters<typeof conversations.getConversationPagedMembers>[1]);
    members.push(...page.members.flatMap((account) => memberOf(account) ?? []));
    // Null or empty on the last page, whatever the SDK's types say.
    continuationToken = page.continuationToken || undefined;
  } while (continuationToken !== undefined);
  return members;
}
