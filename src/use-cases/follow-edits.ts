import type { Conversation } from '../bot/conversation.js';
import type { Outgoing } from '../bot/delivery.js';
import type { EventOf } from '../bot/incoming-event.js';
import type { OutgoingMessage } from '../bot/outgoing-message.js';
import { answerHere, changed, directConversation, nothing, type Effects, type Scene } from '../bot/scene.js';
import { wordsOf } from '../messages/files.js';
import { deleted, edited, withoutWords } from '../messages/to-proposer.js';
import { isDirect, messageKey } from '../places.js';
import { revise } from '../proposals/proposer-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { entryOfMessage, type Entry } from '../proposals/thread.js';
import { tellDesk } from './tell-desk.js';

export type FollowOutcome = { kind: 'followed'; effects: Effects } | { kind: 'message-unknown' };

function revised(conversation: Conversation, key: string, newText: string | null): Conversation | undefined {
  const { held } = conversation;
  if (!held.some((text) => text.messageKey === key)) return undefined;
  const kept =
    newText === null
      ? held.filter((text) => text.messageKey !== key)
      : held.map((text) => (text.messageKey === key ? { ...text, text: newText } : text));
  return { ...conversation, held: kept };
}

/**
 * A text that waits was edited or deleted: the held text follows. What was written in a channel and is to become a
 * proposal waits in its author's direct messages.
 */
async function reviseHeld(scene: Scene, key: string, newText: string | null): Promise<Effects | undefined> {
  const { event, conversation } = scene;
  if (isDirect(event.place)) {
    const here = revised(conversation, key, newText);
    return here && { conversation: here };
  }
  const direct = await directConversation(scene, event.person);
  const there = revised(direct.conversation, key, newText);
  return there && { elsewhere: [{ ...direct, conversation: there }] };
}

/** A deleted text goes from every message that quotes it and that we can update: receipts, words under the card. */
async function masked(scene: Scene, { id, cardId }: Proposal, words: Entry): Promise<Outgoing[]> {
  const deliveries = await scene.ports.store.deliveries.listOf(id);
  return deliveries.flatMap((delivery, n): Outgoing[] => {
    const clean =
      delivery.id === cardId || delivery.updates !== null || delivery.purpose === 'reminder'
        ? undefined
        : withoutWords(delivery.message, words, scene.telling);
    return clean
      ? [
          {
            id: `${scene.row.id}-masks-${n}`,
            place: delivery.place,
            to: delivery.to,
            purpose: 'correction',
            proposalIds: [id],
            message: clean,
            updates: delivery.id,
            onlyFor: delivery.onlyFor,
          },
        ]
      : [];
  });
}

/** In direct messages, wherever the message stands that was edited. */
const tellProposer = (scene: Scene, proposal: Proposal, message: OutgoingMessage): Outgoing => ({
  ...answerHere(scene, message, { to: 'proposer', about: proposal }),
  ...(proposal.place ? { place: proposal.place, onlyFor: null } : {}),
});

/** Edits are followed and deletions masked, wherever the message was filed (design §6). */
export async function followEdit(
  scene: Scene,
  event: EventOf<'edit'> | EventOf<'delete'>,
): Promise<FollowOutcome> {
  const { ports, row, telling } = scene;
  const key = messageKey(event.place, event.messageId);
  const stored = await ports.store.proposals.findByMessage(key);
  const old = stored && entryOfMessage(stored.value.thread, key);
  // Of a message with files the words may go: the files are still said.
  const newText = event.kind === 'edit' ? wordsOf(event.text, old?.files ?? [], telling.town.say) : null;
  if (!stored) {
    const held = await reviseHeld(scene, key, newText);
    return held ? { kind: 'followed', effects: held } : { kind: 'message-unknown' };
  }
  const what = { id: `${row.id}-old`, at: event.at, messageKey: key, newText };
  const settle = telling.town.settings.intake.settle;
  const proposal = revise(stored.value, what, settle, telling.town);
  if (!proposal) return { kind: 'followed', effects: nothing };
  const entry = proposal.thread.find((e) => e.messageKey === key) ?? null;
  const message = newText === null ? deleted(proposal, telling) : edited(proposal, telling);
  const happening = { kind: newText === null ? 'masked' : 'edited', entry } as const;
  return {
    kind: 'followed',
    effects: {
      proposals: [changed(stored, proposal)],
      messages: [
        tellProposer(scene, proposal, message),
        ...tellDesk(row.id, proposal, happening, telling),
        ...(newText === null && old ? await masked(scene, proposal, old) : []),
      ],
    },
  };
}
