/** A text in somebody's direct messages: read what routing asks, route, and let the use case do it. */
import { resumable } from '../dialog-engine/dialog.js';
import { tellMore } from '../dialogs/tell-more.js';
import { courtesy } from '../messages/courtesies.js';
import { wordsOf } from '../messages/files.js';
import { messageKey } from '../places.js';
import { isProposer } from '../privacy/who-sees-what.js';
import { findNumbers, parseNumber } from '../proposals/number.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import type { FileReference } from '../proposals/thread.js';
import { understand, type Command, type Understanding } from '../texts/understand.js';
import { addToProposal } from '../use-cases/add-to-proposal.js';
import { answerAboutTheBot, holdDoubtful } from '../use-cases/hold-text.js';
import { offerToRegister, showHelp, showMine, showNumber, showUnanswered } from '../use-cases/look-up.js';
import { submitProposal } from '../use-cases/submit-proposal.js';
import { answerTellMore, dialogSubject, pressInDialog } from '../use-cases/tell-more.js';
import type { Stored } from './changes.js';
import { soleProposalOf } from './delivery.js';
import type { EventOf } from './incoming-event.js';
import { routeText, type TextFacts, type TextRoute } from './route-text.js';
import { answerHere, type Effects, type Scene } from './scene.js';

type Message = EventOf<'message'>;

/** Only one's own: a number of somebody else's is part of a sentence like any other (P9). */
async function own(
  scene: Scene,
  found: Promise<Stored<Proposal> | undefined>,
): Promise<Proposal | undefined> {
  const stored = await found;
  return stored && isProposer(stored.value, scene.person.id) ? stored.value : undefined;
}

/** The proposal whose thread a text answers, by the message it replies to. */
async function threadOf(scene: Scene, { place, replyTo }: Message): Promise<Proposal | undefined> {
  if (replyTo === null) return undefined;
  const { proposals, deliveries } = scene.ports.store;
  const written = await own(scene, proposals.findByMessage(messageKey(place, replyTo)));
  if (written) return written;
  const delivery = await deliveries.findByMessage(place, replyTo);
  const id = delivery && soleProposalOf(delivery);
  return id === undefined ? undefined : own(scene, proposals.find(id));
}

async function namedIn(scene: Scene, text: string): Promise<Proposal | undefined> {
  for (const number of findNumbers(text).slice(0, 5)) {
    const proposal = await own(scene, scene.ports.store.proposals.findByNumber(number));
    if (proposal) return proposal;
  }
  return undefined;
}

/** The proposal that the latest message here is about, if it waits for this person's answer: the question, or a reminder of it. */
async function questionHere(scene: Scene): Promise<string | null> {
  const { conversations, proposals } = scene.ports.store;
  const latest = await conversations.latestWord(scene.event.place);
  if (!latest?.proposalId) return null;
  const asked = await own(scene, proposals.find(latest.proposalId));
  return asked?.nextWord?.kind === 'reply' ? asked.id : null;
}

async function justRegistered(scene: Scene): Promise<string | null> {
  const { lastRegistration } = scene.conversation;
  if (!lastRegistration) return null;
  const { calendar, settings } = scene.telling.town;
  if (scene.event.at > calendar.due(lastRegistration.at, settings.intake.addition).dueAt) return null;
  const stored = await scene.ports.store.proposals.find(lastRegistration.proposalId);
  return stored && isOpen(stored.value) ? stored.value.id : null;
}

async function readFacts(scene: Scene, message: Message): Promise<TextFacts> {
  const understanding = understandWithFiles(message);
  const body = understanding.kind === 'text' ? understanding.body : message.text;
  const named = (await threadOf(scene, message)) ?? (await namedIn(scene, message.text));
  const dialogOpen = resumable(tellMore, scene.conversation.dialog) !== undefined;
  return {
    understanding,
    wholeNumber: parseNumber(body) ?? null,
    namedProposal: named?.id ?? null,
    dialogOpen: dialogOpen && (await dialogSubject(scene)) !== undefined,
    questionOf: await questionHere(scene),
    justRegistered: await justRegistered(scene),
  };
}

/** A whole-message command. `cancel` leaves the open question, never the proposal. */
export async function runCommand(scene: Scene, command: Command): Promise<Effects> {
  switch (command) {
    case 'help':
      return showHelp(scene);
    case 'my-proposals':
      return showMine(scene);
    case 'unanswered':
      return showUnanswered(scene);
    case 'register-for':
      return offerToRegister(scene);
    case 'cancel': {
      if (await dialogSubject(scene)) return pressInDialog(scene, 'later');
      return { messages: [answerHere(scene, courtesy('nothing-to-cancel', scene.telling))] };
    }
  }
}

interface Words {
  readonly text: string;
  readonly messageKey: string;
  readonly files: readonly FileReference[];
}

async function toProposal(scene: Scene, id: string, words: Words): Promise<Effects> {
  const stored = await scene.ports.store.proposals.find(id);
  return stored ? addToProposal(scene, stored, words) : submitProposal(scene, words);
}

async function toDialog(scene: Scene, words: Words): Promise<Effects> {
  const stored = await dialogSubject(scene);
  return stored ? answerTellMore(scene, stored, words) : submitProposal(scene, words);
}

async function follow(scene: Scene, route: TextRoute, words: Words): Promise<Effects> {
  switch (route.kind) {
    case 'command':
      return runCommand(scene, route.command);
    case 'number':
      return showNumber(scene, route.number);
    case 'courtesy':
      return { messages: [answerHere(scene, courtesy(route.courtesy, scene.telling))] };
    case 'to-proposal':
    case 'question-answer':
    case 'addition':
      return toProposal(scene, route.proposalId, words);
    case 'dialog-answer':
      return toDialog(scene, words);
    case 'about-bot':
      return answerAboutTheBot(scene, words, route.topic);
    case 'doubtful':
      return holdDoubtful(scene, words);
    case 'proposal':
      return submitProposal(scene, words);
  }
}

/** Who attaches something to a greeting or a thanks has something to show: it must not be swallowed by a courtesy. */
function understandWithFiles({ text, files }: Message): Understanding {
  const understanding = understand(text);
  const isCourtesy = ['greeting', 'thanks', 'reaction'].includes(understanding.kind);
  return isCourtesy && files.length > 0 ? { kind: 'text', body: text } : understanding;
}

/** A text in direct messages. What was written is kept as it is; a leading greeting is only left out. */
export async function handleText(scene: Scene, written: Message): Promise<Effects> {
  const { files } = written;
  const message = { ...written, text: wordsOf(written.text, files, scene.telling.town.say) };
  const facts = await readFacts(scene, message);
  const route = routeText(facts);
  const { understanding } = facts;
  const text = understanding.kind === 'text' ? understanding.body : message.text;
  return follow(scene, route, { text, messageKey: messageKey(message.place, message.messageId), files });
}
