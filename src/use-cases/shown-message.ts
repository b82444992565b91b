import type { Delivery } from '../bot/delivery.js';
import { soleProposalOf } from '../bot/delivery.js';
import type { OutgoingMessage } from '../bot/outgoing-message.js';
import type { Deliveries } from '../ports.js';

const left = ({ status }: Delivery): boolean => status === 'sent' || status === 'pending';

/**
 * What a message of ours shows now: as it was sent, or as it was updated last. For platforms that show something else
 * in its place for a while. Undefined: there is no such message.
 */
export async function shownMessage(
  { find, listOf }: Pick<Deliveries, 'find' | 'listOf'>,
  key: string,
): Promise<OutgoingMessage | undefined> {
  const original = (await find(key))?.value;
  if (!original) return undefined;
  const proposalId = soleProposalOf(original);
  if (proposalId === undefined) return original.message;
  const updates = (await listOf(proposalId)).filter((one) => one.updates === key && left(one));
  const newest = updates.reduce((a, b) => (b.seq > a.seq ? b : a), original);
  return newest.message;
}
