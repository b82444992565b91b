import { answerHere, isNew, type Effects, type Scene } from '../bot/scene.js';
import type { Outgoing } from '../bot/delivery.js';
import { receipt } from '../messages/receipt.js';
import { fiscalYearOf } from '../proposals/number.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import { register, type Registration } from '../proposals/register.js';
import type { ProposalNumber } from '../proposals/number.js';
import type { FileReference } from '../proposals/thread.js';

/** The number of this turn: the receipt day decides the fiscal year (facts/japanese.md §1). */
export function drawNumber({ ports, row, telling: { town, now } }: Scene): Promise<ProposalNumber> {
  const receivedOn = town.calendar.receiptDay(now);
  return ports.numbers.drawFor(row, fiscalYearOf(receivedOn, town.settings.fiscalYearStartMonth));
}

export interface Submission {
  readonly text: string;
  readonly messageKey: string | null;
  readonly files?: readonly FileReference[];
  /** A closed proposal that this word goes on from. */
  readonly follows?: Proposal | null;
  /** False when the text was just taken out of another proposal: then nobody asks whether it belongs there. */
  readonly offerAddition?: boolean;
}

async function newestOpen({ ports, person }: Scene): Promise<Proposal | null> {
  const own = await ports.store.proposals.listOf(person.id, 10);
  return own.find(isOpen) ?? null;
}

export interface Submitted {
  readonly proposal: Proposal;
  readonly receipt: Outgoing;
}

/** Registers and composes the receipt; what else the turn does is the caller's. */
export async function registerWord(scene: Scene, submission: Submission): Promise<Submitted> {
  const { ports, person, event, telling } = scene;
  const follows = submission.follows ?? null;
  const registration: Registration = {
    id: ports.ids.next(),
    number: await drawNumber(scene),
    at: event.at,
    text: submission.text,
    messageKey: submission.messageKey,
    files: submission.files ?? [],
    proposer: person,
    place: event.place,
    platform: event.place.platform,
    follows: follows?.id ?? null,
  };
  const proposal = register(registration, telling.town.settings.intake.settle, telling.town);
  const earlier = submission.offerAddition === false ? null : await newestOpen(scene);
  const message = receipt(proposal, { earlier, follows }, telling);
  const saying = { to: 'proposer', purpose: 'receipt', about: proposal, part: 'receipt' } as const;
  return { proposal, receipt: answerHere(scene, message, saying) };
}

/** The first sentence is a proposal: registered, numbered, and its receipt on the way (P2). */
export async function submitProposal(scene: Scene, submission: Submission): Promise<Effects> {
  const { proposal, receipt: sent } = await registerWord(scene, submission);
  return {
    proposals: [isNew(proposal)],
    messages: [sent],
    conversation: {
      ...scene.conversation,
      lastRegistration: { proposalId: proposal.id, at: scene.event.at },
    },
  };
}
