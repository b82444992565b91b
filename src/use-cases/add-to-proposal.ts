import type { Stored } from '../bot/changes.js';
import { answerHere, changed, tellPerson, type Effects, type Scene } from '../bot/scene.js';
import { added, replied } from '../messages/to-proposer.js';
import { reply as replyTo, add } from '../proposals/proposer-word.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import { isFull, type FileReference } from '../proposals/thread.js';
import { happened } from '../messages/desk-notices.js';
import { submitProposal } from './submit-proposal.js';
import { tellDesk } from './tell-desk.js';

interface Words {
  readonly text: string;
  readonly messageKey: string | null;
  readonly files?: readonly FileReference[];
}

const said = ({ row, event }: Scene, { text, messageKey, files }: Words) => ({
  id: `${row.id}-said`,
  at: event.at,
  text,
  messageKey,
  files: files ?? [],
});

/** 補足: more about an open proposal. */
function addition(scene: Scene, stored: Stored<Proposal>, words: Words): Effects {
  const { telling, row } = scene;
  const what = said(scene, words);
  const proposal = add(stored.value, what, telling.town.settings.intake.settle, telling.town);
  const entry = proposal.thread.at(-1) ?? null;
  return {
    proposals: [changed(stored, proposal)],
    messages: [
      answerHere(scene, added(proposal, what.id, telling), { to: 'proposer', about: proposal }),
      ...tellDesk(row.id, proposal, { kind: 'addition', entry }, telling),
    ],
  };
}

/** The answer to the desk's question. Whoever owes the next word hears of it in person. */
function reply(scene: Scene, stored: Stored<Proposal>, words: Words): Effects {
  const { telling, row } = scene;
  const what = said(scene, words);
  const proposal = replyTo(stored.value, what, telling.town);
  const entry = proposal.thread.at(-1);
  if (!entry) return {};
  const holder = proposal.nextWord?.holder;
  const happening = { kind: 'reply', entry } as const;
  return {
    proposals: [changed(stored, proposal)],
    messages: [
      answerHere(scene, replied(proposal, what.id, telling), { to: 'proposer', about: proposal }),
      ...tellDesk(row.id, proposal, happening, telling),
      ...(holder?.kind === 'person'
        ? [
            tellPerson(scene, holder.person.id, happened(proposal, happening, telling), {
              to: 'holder',
              purpose: 'thread',
              about: proposal,
              part: 'holder',
            }),
          ]
        : []),
    ],
  };
}

/**
 * A text for a proposal of one's own: the reply to a question that waits, else an addition; a word on a
 * closed or overfull one opens a new proposal that points back.
 */
export async function addToProposal(scene: Scene, stored: Stored<Proposal>, words: Words): Promise<Effects> {
  const proposal = stored.value;
  if (!isOpen(proposal) || isFull(proposal.thread))
    return submitProposal(scene, { ...words, follows: proposal, offerAddition: false });
  return proposal.nextWord?.kind === 'reply' ? reply(scene, stored, words) : addition(scene, stored, words);
}
