import { askAgain } from '../../src/use-cases/ask-again.js';
import { wakeProposal as wakeProposalAt } from '../../src/use-cases/remind.js';
import { commitRecomputed } from '../commit.js';
import type { JobData } from '../job.js';
import type { Workplace } from '../workplace.js';

/** A proposal whose `wakeAt` has come. */
export async function wakeProposal(work: Workplace, { id }: JobData['wake-proposal']): Promise<void> {
  await commitRecomputed(work, () => wakeProposalAt(work, id, work.townClock.now()));
}

/** Somebody who was asked whether a text is a proposal, and has not said. */
export async function wakeConversation(
  work: Workplace,
  { key }: JobData['wake-conversation'],
): Promise<void> {
  await commitRecomputed(work, () => askAgain(work, key, work.townClock.now()));
}
