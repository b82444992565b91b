import type { Stored } from '../bot/changes.js';
import { answerHere, changed, type Effects, type Scene } from '../bot/scene.js';
import { withdrawn } from '../messages/to-proposer.js';
import { withdraw } from '../proposals/proposer-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { tellDesk } from './tell-desk.js';

/** 取下げ: the proposer's own decision. The reason may be left out. */
export function withdrawProposal(scene: Scene, stored: Stored<Proposal>, reason: string): Effects {
  const { telling, row, event, conversation } = scene;
  const proposal = withdraw(stored.value, { at: event.at, reason }, telling.town);
  const { lastRegistration } = conversation;
  return {
    proposals: [changed(stored, proposal)],
    messages: [
      answerHere(scene, withdrawn(proposal, telling), { to: 'proposer', about: proposal }),
      ...tellDesk(row.id, proposal, { kind: 'withdrawn', entry: null }, telling),
    ],
    conversation: {
      ...conversation,
      dialog: conversation.dialog?.subject === proposal.id ? null : conversation.dialog,
      lastRegistration: lastRegistration?.proposalId === proposal.id ? null : lastRegistration,
    },
  };
}
