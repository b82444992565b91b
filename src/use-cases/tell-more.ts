/** もう少し伝える: up to three questions. Each answer is filed at once, so leaving midway loses nothing. */
import type { Stored } from '../bot/changes.js';
import type { Outgoing } from '../bot/delivery.js';
import { answerHere, changed, nothing, type Effects, type Scene } from '../bot/scene.js';
import { advance, resumable, type DialogEvent, type DialogReply } from '../dialog-engine/dialog.js';
import { tellMore, toldAlready, type TellMoreQuestion } from '../dialogs/tell-more.js';
import { askMore, moreFinished, moreLeft } from '../messages/courtesies.js';
import { add } from '../proposals/proposer-word.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import type { FileReference } from '../proposals/thread.js';
import { tellDesk } from './tell-desk.js';

interface Words {
  readonly text: string;
  readonly messageKey: string | null;
  readonly files: readonly FileReference[];
}

const speak = (
  scene: Scene,
  reply: DialogReply<TellMoreQuestion>,
  proposal: Proposal,
  answeredId: string | null,
): Outgoing => {
  const saying = { to: 'proposer', about: proposal } as const;
  switch (reply.kind) {
    case 'ask':
      return answerHere(scene, askMore(proposal, reply, answeredId, scene.telling), saying);
    case 'finished':
      return answerHere(scene, moreFinished(proposal, reply.answered, answeredId, scene.telling), saying);
    case 'left':
      return answerHere(scene, moreLeft(scene.telling), saying);
  }
};

/** The proposal that an open dialog is about; undefined when none is open or it came to an end meanwhile. */
export async function dialogSubject(scene: Scene): Promise<Stored<Proposal> | undefined> {
  const open = resumable(tellMore, scene.conversation.dialog);
  const stored = open && (await scene.ports.store.proposals.find(open.subject));
  return stored && isOpen(stored.value) ? stored : undefined;
}

function step(
  scene: Scene,
  stored: Stored<Proposal>,
  event: DialogEvent<Proposal>,
  source: Pick<Words, 'messageKey' | 'files'> = { messageKey: null, files: [] },
): Effects {
  const { telling, row } = scene;
  const next = advance(tellMore, scene.conversation.dialog, event);
  const answered = next.effects[0];
  const saidId = `${row.id}-said`;
  const proposal = answered
    ? add(
        stored.value,
        {
          id: saidId,
          at: scene.event.at,
          text: answered.text,
          ...source,
          prompt: answered.question,
        },
        telling.town.settings.intake.settle,
        telling.town,
      )
    : stored.value;
  const entry = proposal.thread.at(-1) ?? null;
  return {
    proposals: answered ? [changed(stored, proposal)] : [],
    messages: [
      ...next.replies.map((reply) => speak(scene, reply, proposal, answered ? saidId : null)),
      ...(answered ? tellDesk(row.id, proposal, { kind: 'addition', entry }, telling) : []),
    ],
    conversation: { ...scene.conversation, dialog: next.snapshot },
  };
}

/** `proposal.tell-more`: opens the questions, or goes on where they were left. */
export const openTellMore = (scene: Scene, stored: Stored<Proposal>): Effects =>
  step(scene, stored, {
    kind: 'open',
    subject: stored.value,
    subjectId: stored.value.id,
    answered: toldAlready(stored.value),
  });

export const answerTellMore = (
  scene: Scene,
  stored: Stored<Proposal>,
  { text, messageKey, files }: Words,
): Effects => step(scene, stored, { kind: 'text', subject: stored.value, text }, { messageKey, files });

/** `question.skip` and `question.later`; without an open dialog there is nothing to do. */
export async function pressInDialog(scene: Scene, press: 'skip' | 'later'): Promise<Effects> {
  const stored = await dialogSubject(scene);
  if (!stored) return nothing;
  const event = press === 'skip' ? { kind: press, subject: stored.value } : { kind: press };
  return step(scene, stored, event);
}
