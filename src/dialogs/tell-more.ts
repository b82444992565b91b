/** もう少し伝える: up to three questions about a proposal that is already registered. Never imposed. */
import type { Dialog } from '../dialog-engine/dialog.js';
import { textOf, type Proposal } from '../proposals/proposal.js';
import { wishesToStop } from '../texts/understand.js';

export const tellMoreQuestions = ['can-it-stop', 'where-how-much', 'what-then'] as const;
export type TellMoreQuestion = (typeof tellMoreQuestions)[number];

export const tellMore: Dialog<TellMoreQuestion, Proposal> = {
  name: 'tell-more',
  version: 1,
  questions: [
    // Who writes that something should stop has answered this one.
    { id: 'can-it-stop', applies: (proposal) => !wishesToStop(textOf(proposal)) },
    { id: 'where-how-much' },
    { id: 'what-then' },
  ],
};

/** What the proposer already told, whenever that was; a text that was moved elsewhere told nothing. */
export const toldAlready = (proposal: Proposal): string[] =>
  proposal.thread.flatMap((entry) =>
    entry.kind === 'tell-more' && entry.visibility === 'public' && entry.prompt !== null
      ? [entry.prompt]
      : [],
  );
