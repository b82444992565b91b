import { changes, type Changes } from '../bot/changes.js';
import { parseConversationKey, plannedConversation } from '../bot/conversation.js';
import type { Outgoing } from '../bot/delivery.js';
import type { Instant } from '../calendar/instant.js';
import { askAboutHeld } from '../messages/courtesies.js';
import { telling } from '../messages/telling.js';
import type { Store } from '../ports.js';
import type { Town } from '../town.js';

/** Doubtful texts are asked about once more at the next opening; after that they are drafts (design §6, row 6). */
export async function askAgain(
  ports: { readonly store: Pick<Store, 'conversations'>; readonly town: Town },
  key: string,
  now: Instant,
): Promise<Changes | undefined> {
  const stored = await ports.store.conversations.find(key);
  const due = stored?.value.held.filter((held) => held.askAgainAt !== null && held.askAgainAt <= now) ?? [];
  if (!stored || due.length === 0) return undefined;
  const { place } = parseConversationKey(key);
  const held = stored.value.held.map((text) => (due.includes(text) ? { ...text, askAgainAt: null } : text));
  return changes({
    conversations: [
      { key, conversation: plannedConversation({ ...stored.value, held }), basedOn: stored.version },
    ],
    messages: due.map((text): Outgoing => ({
      id: `${text.id}-again`,
      place,
      to: 'person',
      purpose: 'courtesy',
      proposalIds: [],
      message: askAboutHeld(text, 'again', telling(ports.town, now)),
    })),
  });
}
