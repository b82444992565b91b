/** Texts that may be no proposal: held, asked about, asked once more at the next opening, then a draft. */
import type { Stored } from '../bot/changes.js';
import type { HeldText } from '../bot/conversation.js';
import { answerHere, isNew, type Effects, type Scene } from '../bot/scene.js';
import { answerAboutBot, askAboutHeld, heldDiscarded, heldGone } from '../messages/courtesies.js';
import { alreadyFiled } from '../messages/shortcut.js';
import type { AboutBotTopic } from '../texts/understand.js';
import type { Proposal } from '../proposals/proposal.js';
import type { FileReference } from '../proposals/thread.js';
import { registerWord } from './submit-proposal.js';

interface Words {
  readonly text: string;
  readonly messageKey: string | null;
  readonly files: readonly FileReference[];
}

function hold(scene: Scene, words: Words, askAgain: boolean): HeldText {
  const { calendar } = scene.telling.town;
  // 「次の開庁時」 is the next half day while the office is open: a minute later would be a nuisance.
  const next = calendar.isOpenAt(scene.event.at)
    ? calendar.nextHalfDay(scene.event.at)
    : calendar.nextOpening(scene.event.at);
  return {
    id: scene.row.id,
    ...words,
    files: [...words.files],
    at: scene.event.at,
    askAgainAt: askAgain ? next : null,
  };
}

const keeping = ({ conversation }: Scene, held: HeldText) => ({
  ...conversation,
  held: [...conversation.held, held],
});

/** Assent, trial words, signs without a letter: nobody can tell, so the person is asked. */
export function holdDoubtful(scene: Scene, words: Words): Effects {
  const held = hold(scene, words, true);
  return {
    messages: [answerHere(scene, askAboutHeld(held, 'first', scene.telling))],
    conversation: keeping(scene, held),
  };
}

/** A question about the bot is answered, and kept a moment in case it was meant as a proposal. */
export function answerAboutTheBot(scene: Scene, words: Words, topic: AboutBotTopic): Effects {
  const held = hold(scene, words, false);
  return {
    messages: [answerHere(scene, answerAboutBot(topic, held, scene.telling))],
    conversation: { ...scene.conversation, offered: held },
  };
}

/** The proposal that a message has become, or was added to. */
export const filedAs = async ({ ports }: Scene, key: string | null): Promise<Stored<Proposal> | undefined> =>
  key === null ? undefined : ports.store.proposals.findByMessage(key);

const findHeld = ({ conversation }: Scene, id: string): HeldText | undefined =>
  [...conversation.held, ...(conversation.offered ? [conversation.offered] : [])].find(
    (held) => held.id === id,
  );

const letGo = ({ conversation }: Scene, id: string) => ({
  ...conversation,
  held: conversation.held.filter((held) => held.id !== id),
  offered: conversation.offered?.id === id ? null : conversation.offered,
});

/** `text.propose`: it was a proposal after all. It counts from the press. */
export async function proposeHeld(scene: Scene, id: string): Promise<Effects> {
  const held = findHeld(scene, id);
  if (!held) return { messages: [answerHere(scene, heldGone(scene.telling))] };
  const filed = await filedAs(scene, held.messageKey);
  // Its author made it a proposal in another way meanwhile.
  if (filed) {
    const message = alreadyFiled(filed.value, scene.telling);
    return { messages: [answerHere(scene, message)], conversation: letGo(scene, id) };
  }
  const { proposal, receipt } = await registerWord(scene, held);
  const lastRegistration = { proposalId: proposal.id, at: scene.event.at };
  return {
    proposals: [isNew(proposal)],
    messages: [receipt],
    conversation: { ...letGo(scene, id), lastRegistration },
  };
}

/** `text.discard`. */
export function discardHeld(scene: Scene, id: string): Effects {
  if (!findHeld(scene, id)) return { messages: [answerHere(scene, heldGone(scene.telling))] };
  return {
    messages: [answerHere(scene, heldDiscarded(scene.telling))],
    conversation: letGo(scene, id),
  };
}
