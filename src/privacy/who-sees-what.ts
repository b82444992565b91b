/** The one place that decides who sees what (P9). */
import type { PersonId } from '../places.js';
import type { Proposal } from '../proposals/proposal.js';

export interface Viewer {
  readonly id: PersonId;
  readonly isDesk: boolean;
}

/**
 * As what somebody may open a proposal; undefined: not at all, and they hear the same as for a number that
 * does not exist. The proposer of a proposal who is also of the desk sees it as the desk does.
 */
export function viewOf(proposal: Proposal, viewer: Viewer): 'proposer' | 'desk' | undefined {
  if (viewer.isDesk) return 'desk';
  return proposal.proposer?.id === viewer.id ? 'proposer' : undefined;
}

export const isProposer = (proposal: Proposal, person: PersonId): boolean => proposal.proposer?.id === person;
