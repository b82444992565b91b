/** A human word of the desk: an answer, a question, an ending. It takes effect when it arrives (P5). */
import type { Stored } from '../bot/changes.js';
import type { Outgoing } from '../bot/delivery.js';
import { changed, type Effects, type Scene } from '../bot/scene.js';
import { humanTask } from '../messages/desk-notices.js';
import { humanWord } from '../messages/to-proposer.js';
import { signature } from '../messages/telling.js';
import { effects, refuse, speak } from '../proposals/human-word.js';
import type { HumanWord, Spoken } from '../proposals/next-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { deskPlace } from '../town.js';
import { tellDesk } from './tell-desk.js';

export interface Spoke {
  readonly word: HumanWord;
  readonly text: string;
  readonly headline: string | null;
}

const purposeOf = (word: HumanWord): Outgoing['purpose'] => {
  const kind = effects[word].entry;
  return kind === 'question' || kind === 'ending' ? kind : 'answer';
};

/** Nobody to send it to: whoever heard the voice tells it, and has promised to. */
function byHuman(scene: Scene, stored: Stored<Proposal>, spoken: Spoken): Effects {
  const { telling, row } = scene;
  const proposal = refuse(stored.value, spoken.deliveryId, scene.event.at, telling.town) ?? stored.value;
  return {
    proposals: [changed(stored, proposal)],
    messages: [
      ...tellDesk(row.id, proposal, null, telling),
      {
        id: `${row.id}-task`,
        place: deskPlace(telling.town),
        to: 'desk',
        purpose: 'human-task',
        proposalIds: [proposal.id],
        message: humanTask(proposal, spoken, null, telling),
      },
    ],
  };
}

export function speakToProposer(scene: Scene, stored: Stored<Proposal>, spoke: Spoke): Effects {
  const { telling, row, event, person } = scene;
  const outcome = speak(
    stored.value,
    {
      ...spoke,
      deliveryId: `${row.id}-word`,
      by: person,
      signedAs: signature(person, telling),
      at: event.at,
    },
    telling.town,
  );
  if (outcome.kind !== 'spoken') return { refusal: { kind: outcome.kind, proposal: stored.value } };
  const { proposal, spoken } = outcome;
  if (!proposal.place) return byHuman(scene, { ...stored, value: proposal }, spoken);
  return {
    proposals: [changed(stored, proposal)],
    messages: [
      {
        id: spoken.deliveryId,
        place: proposal.place,
        to: 'proposer',
        purpose: purposeOf(spoke.word),
        proposalIds: [proposal.id],
        message: humanWord(proposal, spoken, telling),
      },
      ...tellDesk(row.id, proposal, null, telling),
    ],
  };
}
