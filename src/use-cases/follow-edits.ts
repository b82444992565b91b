import { answerHere, changed, nothing, type Effects, type Scene } from '../bot/scene.js';
import type { Outgoing } from '../bot/delivery.js';
import type { EventOf } from '../bot/incoming-event.js';
import { deleted, edited, withoutWords } from '../messages/to-proposer.js';
import { messageKey } from '../places.js';
import { revise } from '../proposals/proposer-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { entryOfMessage } from '../proposals/thread.js';
import { tellDesk } from './tell-desk.js';

export type FollowOutcome = { kind: 'followed'; effects: Effects } | { kind: 'message-unknown' };

/** A text that waits in the conversation was edited or deleted: the held text follows. */
function reviseHeld(scene: Scene, key: string, newText: string | null): Effects | undefined {
  const { held } = scene.conversation;
  if (!held.some((text) => text.messageKey === key)) return undefined;
  const revised =
    newText === null
      ? held.filter((text) => text.messageKey !== key)
      : held.map((text) => (text.messageKey === key ? { ...text, text: newText } : text));
  return { conversation: { ...scene.conversation, held: revised } };
}

/** A deleted text goes from every message that quotes it and that we can update: receipts, words under the card. */
async function masked(scene: Scene, { id, cardId }: Proposal, words: string): Promise<Outgoing[]> {
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

/** Edits are followed and deletions masked, wherever the message was filed (design §6). */
export async function followEdit(
  scene: Scene,
  event: EventOf<'edit'> | EventOf<'delete'>,
): Promise<FollowOutcome> {
  const { ports, row, telling } = scene;
  const key = messageKey(event.place, event.messageId);
  const newText = event.kind === 'edit' ? event.text : null;
  const stored = await ports.store.proposals.findByMessage(key);
  if (!stored) {
    const held = reviseHeld(scene, key, newText);
    return held ? { kind: 'followed', effects: held } : { kind: 'message-unknown' };
  }
  const what = { id: `${row.id}-old`, at: event.at, messageKey: key, newText };
  const settle = telling.town.settings.intake.settle;
  const proposal = revise(stored.value, what, settle, telling.town);
  if (!proposal) return { kind: 'followed', effects: nothing };
  const entry = proposal.thread.find((e) => e.messageKey === key) ?? null;
  const deletedWords = entryOfMessage(stored.value.thread, key)?.text ?? '';
  const message = newText === null ? deleted(proposal, telling) : edited(proposal, telling);
  const happening = { kind: newText === null ? 'masked' : 'edited', entry } as const;
  return {
    kind: 'followed',
    effects: {
      proposals: [changed(stored, proposal)],
      messages: [
        answerHere(scene, message, { to: 'proposer', about: proposal }),
        ...tellDesk(row.id, proposal, happening, telling),
        ...(newText === null ? await masked(scene, proposal, deletedWords) : []),
      ],
    },
  };
}
