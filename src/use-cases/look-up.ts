/** Questions that change nothing: help, one's own proposals, one number, what is owed, how a date was counted. */
import { answerHere, type Effects, type Scene } from '../bot/scene.js';
import { help, offerRegisterFor, statusUnknown } from '../messages/courtesies.js';
import { listed, lookedThrough, myProposals, status, unanswered, yourTurnFirst } from '../messages/lists.js';
import { refused } from '../messages/refusals.js';
import { dueExplained } from '../messages/to-proposer.js';
import { isProposer, viewOf } from '../privacy/who-sees-what.js';
import type { ProposalNumber } from '../proposals/number.js';
import type { Proposal } from '../proposals/proposal.js';
import { isKnownOfDesk } from './ask-directory.js';

/** One's own proposal is shown to its proposer, whether or not anybody can say who is of the desk. */
const viewer = async ({ person, isDesk, ports }: Scene, proposal: Proposal) => ({
  id: person.id,
  isDesk: isProposer(proposal, person.id) ? await isKnownOfDesk(ports.directory, person.id) : await isDesk(),
});

export async function showHelp(scene: Scene): Promise<Effects> {
  const { ports, person, telling } = scene;
  const reader = (await isKnownOfDesk(ports.directory, person.id)) ? 'desk' : 'anyone';
  return { messages: [answerHere(scene, help(telling, reader))] };
}

export async function showMine(scene: Scene): Promise<Effects> {
  const { proposals } = scene.ports.store;
  const own = yourTurnFirst(await proposals.listOf(scene.person.id, lookedThrough)).slice(0, listed);
  const count = await proposals.countOf(scene.person.id);
  const message = myProposals(own, count, scene.conversation.held, scene.telling);
  return { messages: [answerHere(scene, message)] };
}

/** The same words for "not yours" and "does not exist" (P9). */
export async function showNumber(scene: Scene, number: ProposalNumber): Promise<Effects> {
  const stored = await scene.ports.store.proposals.findByNumber(number);
  const view = stored && viewOf(stored.value, await viewer(scene, stored.value));
  if (!stored || !view) return { messages: [answerHere(scene, statusUnknown(scene.telling))] };
  const message = status(stored.value, view, scene.telling);
  return { messages: [answerHere(scene, message, { about: stored.value })] };
}

const notDesk = (scene: Scene): Effects => ({
  messages: [answerHere(scene, refused({ kind: 'not-desk' }, scene.telling))],
});

export async function showUnanswered(scene: Scene): Promise<Effects> {
  if (!(await scene.isDesk())) return notDesk(scene);
  const { proposals } = scene.ports.store;
  const open = await proposals.listOpen(listed);
  const message = unanswered(open, await proposals.countOpen(), scene.telling);
  return { messages: [answerHere(scene, message)] };
}

export const offerToRegister = async (scene: Scene): Promise<Effects> =>
  (await scene.isDesk())
    ? { messages: [answerHere(scene, offerRegisterFor(scene.telling))] }
    : notDesk(scene);

/** `proposal.due-explained`: whoever sees a proposal may ask how its date was counted (P8). */
export const explainDue = (scene: Scene, proposal: Proposal): Effects => ({
  messages: [answerHere(scene, dueExplained(proposal, scene.telling), { about: proposal })],
});
