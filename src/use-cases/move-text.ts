/** Corrections of where a text was filed: a proposal of its own, or an addition to the one before. */
import type { Stored } from '../bot/changes.js';
import { answerHere, changed, isNew, type Effects, type Scene } from '../bot/scene.js';
import { publicFiles } from '../messages/files.js';
import { madeAddition } from '../messages/to-proposer.js';
import { numberOf } from '../messages/telling.js';
import { add, release, withdraw } from '../proposals/proposer-word.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import type { Entry } from '../proposals/thread.js';
import { registerWord } from './submit-proposal.js';
import { tellDesk } from './tell-desk.js';

/** What the proposer said here, as it stands; what was moved away or deleted is not among it. */
const ownWords = ({ thread }: Proposal): Entry[] =>
  thread.filter((e) => e.by === 'proposer' && e.visibility === 'public' && !e.masked);

/** `text.make-new`: what was filed as 補足 or as an answer becomes a proposal of its own. */
export async function makeNew(scene: Scene, stored: Stored<Proposal>, entryId: string): Promise<Effects> {
  const { telling, row, conversation } = scene;
  const moved = ownWords(stored.value).find((e) => e.id === entryId);
  // Moved before (a second press), or deleted by its author.
  if (!moved) return { refusal: { kind: 'outdated', proposal: stored.value } };
  const words = {
    text: moved.text,
    messageKey: moved.messageKey,
    files: moved.files,
    offerAddition: false,
  };
  const { proposal, receipt } = await registerWord(scene, words);
  const left = release(stored.value, entryId, telling.town);
  return {
    proposals: [changed(stored, left), isNew(proposal)],
    messages: [receipt, ...tellDesk(row.id, left, null, telling)],
    conversation: {
      ...conversation,
      dialog: null,
      lastRegistration: { proposalId: proposal.id, at: scene.event.at },
    },
  };
}

/** `text.make-addition`: the fresh proposal becomes 補足 of the earlier open one, and is withdrawn under its number. */
export async function makeAddition(scene: Scene, stored: Stored<Proposal>): Promise<Effects> {
  const { telling, row, ports, person, event } = scene;
  const { town } = telling;
  const own = await ports.store.proposals.listOf(person.id, 20);
  const target = own.find(
    (p) => isOpen(p) && p.id !== stored.value.id && p.registeredAt <= stored.value.registeredAt,
  );
  const earlier = target && (await ports.store.proposals.find(target.id));
  if (!earlier) return { refusal: { kind: 'unknown' } };
  const reason = town.say('withdrawn.merged', { number: numberOf(earlier.value) });
  const withdrawn = withdraw(stored.value, { at: event.at, reason }, town);
  // With what was added to it meanwhile: all of it belongs to the earlier one.
  const words = ownWords(stored.value);
  const freed = words.reduce((proposal, { id }) => release(proposal, id, town), withdrawn);
  const merged = words.reduce((proposal, { text, messageKey, files }, n) => {
    const what = { id: `${row.id}-said${n === 0 ? '' : `-${n}`}`, at: event.at, text, messageKey, files };
    return add(proposal, what, town.settings.intake.settle, town);
  }, earlier.value);
  const last = merged.thread.at(-1);
  const entry =
    last && words.length > 0
      ? { ...last, text: words.map(({ text }) => text).join('\n'), files: publicFiles(words) }
      : null;
  return {
    proposals: [changed(stored, freed), changed(earlier, merged)],
    messages: [
      answerHere(scene, madeAddition(freed, merged, telling), { to: 'proposer', about: merged }),
      ...tellDesk(row.id, freed, { kind: 'withdrawn', entry: null }, telling),
      ...tellDesk(row.id, merged, entry && { kind: 'addition', entry }, telling),
    ],
    conversation: {
      ...scene.conversation,
      lastRegistration: { proposalId: merged.id, at: event.at },
    },
  };
}
